import type { Product } from './product.js';
import { Refusal } from './refusal.js';

/** What is known of all nodes with one number. */
interface Part {
  isCyclic: boolean;
  /** The demands that some node meets. */
  met: number;
  /** The constraints that have a step at every node, at some node, and those of which a step is taken within. */
  readonly everywhere: Int32Array;
  readonly somewhere: Int32Array;
  readonly taken: Int32Array;
}

/**
 * Makes sure that no run of a product is both accepted and fair. Nodes are numbered so that no step leads to a greater number: a
 * run without end comes to stay among nodes of one number. It cannot stay there if no step leads from one of them to another; or if a
 * demand is met at none; or if a weak constraint has a step at each, and none is taken; or, if a strong constraint
 * has steps at some and none is taken, at these: so the others are numbered again.
 *
 * @param numberings by round, by node: its number, 0 where no run comes, or where it is left out of the round
 * @throws Refusal when that does not follow from the numbers
 */
export function checkNoFairCycle(product: Product, numberings: readonly Uint32Array[]): void {
  const { labelled, nodeCount } = product;
  const { graph, fairness, takenByKind, enabled } = labelled;
  const { words } = fairness;
  const [first] = numberings;
  if (first === undefined) throw new Refusal('there is no decomposition');
  for (const node of product.initialNodes())
    if (first[node] === 0) throw new Refusal('the decomposition leaves out where a run begins');
  /** By node: the part that it was in before, 0 where no run can stay. */
  let before = new Uint32Array(nodeCount).fill(1);
  for (const [round, numbers] of numberings.entries()) {
    if (numbers.length !== nodeCount) throw new Refusal('the decomposition has too many nodes, or too few');
    const parts = new Map<number, Part>();
    for (let node = 0; node < nodeCount; node++) {
      const number = numbers[node] as number;
      if (number === 0) {
        if (round > 0 && before[node] !== 0)
          throw new Refusal('the decomposition leaves out where a run may stay');
        continue;
      }
      if (before[node] === 0) throw new Refusal('the decomposition numbers a node that has been dealt with');
      const part = partOf(parts, number, words);
      const state = product.stateOf(node);
      part.met |= product.metAt(node);
      for (let word = 0; word < words; word++) {
        const here = enabled[state * words + word] as number;
        part.everywhere[word] = (part.everywhere[word] as number) & here;
        part.somewhere[word] = (part.somewhere[word] as number) | here;
      }
      if (round === 0 && product.acceptsRest(node))
        throw new Refusal('a run may rest where it violates the formula');
      product.forEachSuccessor(node, (successor, step) => {
        const its = numbers[successor] as number;
        if (round > 0 && before[successor] !== before[node]) return;
        if (its === 0) {
          if (round === 0) throw new Refusal('the decomposition leaves out where a step leads');
          return;
        }
        if (its > number) throw new Refusal('a step leads to a greater number of the decomposition');
        if (its < number) return;
        part.isCyclic = true;
        const taken = takenByKind[graph.kinds[step] as number] as Int32Array;
        for (let word = 0; word < words; word++)
          part.taken[word] = (part.taken[word] as number) | (taken[word] as number);
      });
    }
    before = openAfter(product, numbers, parts);
  }
  if (before.some((part) => part !== 0))
    throw new Refusal('the decomposition leaves a cycle that may be fair');
}

/** By node: the part that it may stay in as far as is known, 0 if it cannot. */
function openAfter(
  product: Product,
  numbers: Uint32Array,
  parts: ReadonlyMap<number, Part>,
): Uint32Array<ArrayBuffer> {
  const { fairness, enabled } = product.labelled;
  const { words, weak, strong } = fairness;
  /** By part that is open: the strong constraints that have a step in it, none of which is taken. */
  const starved = new Map<number, Int32Array>();
  for (const [number, { isCyclic, met, everywhere, somewhere, taken }] of parts) {
    if (!isCyclic || met !== product.allDemands) continue;
    if (weak.some((which, word) => (which & (everywhere[word] as number) & ~(taken[word] as number)) !== 0))
      continue;
    const unjust = strong.map(
      (which, word) => which & (somewhere[word] as number) & ~(taken[word] as number),
    );
    if (unjust.every((word) => word === 0)) throw new Refusal('a cycle of the decomposition may be fair');
    starved.set(number, unjust);
  }
  const open = new Uint32Array(product.nodeCount);
  if (starved.size === 0) return open;
  for (let node = 0; node < product.nodeCount; node++) {
    const unjust = starved.get(numbers[node] as number);
    if (unjust === undefined) continue;
    const at = product.stateOf(node) * words;
    if (unjust.every((which, word) => (which & (enabled[at + word] as number)) === 0))
      open[node] = numbers[node] as number;
  }
  return open;
}

function partOf(parts: Map<number, Part>, number: number, words: number): Part {
  const known = parts.get(number);
  if (known) return known;
  const part: Part = {
    isCyclic: false,
    met: 0,
    everywhere: new Int32Array(words).fill(-1),
    somewhere: new Int32Array(words),
    taken: new Int32Array(words),
  };
  parts.set(number, part);
  return part;
}
