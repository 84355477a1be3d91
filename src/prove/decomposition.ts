import type { Product } from '../verify/index.js';
import { Numbering } from './numbering.js';

const nodesPerSlice = 1 << 14;

/** What is known of a component, or of what it leads to. */
export interface ComponentFacts {
  /** The greatest number of a node that it leads to; 0 where there is none. */
  above: number;
  isCyclic: boolean;
  met: number;
  readonly everywhere: Int32Array;
  readonly somewhere: Int32Array;
  readonly taken: Int32Array;
}

/**
 * Numbers the nodes of a product that runs come to, so that `checkNoFairCycle` finds that none stays anywhere; gives nothing where one
 * may. Components are found by Tarjan's algorithm, those that others lead to first.
 */
export function* decompose(product: Product): Generator<void, readonly Uint32Array[] | undefined> {
  const rounds: Uint32Array[] = [];
  for (let before: Uint32Array | undefined; ; ) {
    const round = new Round(product, before);
    yield* round.run();
    if (round.hasFairCycle) return undefined;
    rounds.push(round.numbers);
    before = round.open;
    if (!before) return rounds;
  }
}

/** Numbers the nodes once. */
class Round {
  readonly numbers: Uint32Array;
  hasFairCycle = false;
  /** By node: the part in which a run may stay as far as is known, 0 elsewhere; absent where there is none. */
  open: Uint32Array | undefined;
  private readonly numbering = new Numbering();
  private readonly order: Int32Array;
  private readonly lowest: Int32Array;
  private readonly path: number[] = [];
  private readonly waiting: number[] = [];
  private readonly cursors: number[] = [];
  private visited = 0;

  /** @param before by node: the part that it is in; only steps within one count. All are in one where it is absent */
  constructor(
    private readonly product: Product,
    private readonly before: Uint32Array | undefined,
  ) {
    this.numbers = new Uint32Array(product.nodeCount);
    this.order = new Int32Array(product.nodeCount);
    this.lowest = new Int32Array(product.nodeCount);
  }

  *run(): Generator<void> {
    const { before } = this;
    for (const root of before ? nodesIn(before) : this.product.initialNodes()) {
      if (this.order[root] !== 0) continue;
      if (!before && this.hasFairCycle) return;
      this.begin(root);
      while (this.path.length > 0 && !this.hasFairCycle) {
        this.visit();
        yield;
      }
    }
  }

  /** A function to itself: V8 optimises no loop of a generator while it runs. */
  private visit(): void {
    const { order, lowest, numbers, path, cursors, product, before } = this;
    const { labelled, tableau, size } = product;
    const { graph, letters } = labelled;
    const { offsets, targets } = graph;
    visiting: for (let work = 0; work < nodesPerSlice && path.length > 0; work++) {
      const node = path[path.length - 1] as number;
      const state = Math.floor(node / size);
      const guess = node - state * size;
      const first = offsets[state] as number;
      const end = offsets[state + 1] as number;
      let cursor = cursors[cursors.length - 1] as number;
      // A cursor counts steps, and guesses within a step.
      for (let step = first + Math.floor(cursor / size); step < end; step++, cursor = (step - first) * size) {
        const target = targets[step] as number;
        const following = tableau.reading(letters[target] as number).following[guess] as readonly number[];
        for (let index = cursor % size; index < following.length; index++) {
          const successor = target * size + (following[index] as number);
          if (before && before[successor] !== before[node]) continue;
          if (order[successor] === 0) {
            cursors[cursors.length - 1] = (step - first) * size + index;
            this.begin(successor);
            continue visiting;
          }
          if (numbers[successor] === 0)
            lowest[node] = Math.min(lowest[node] as number, lowest[successor] as number);
        }
      }
      path.pop();
      cursors.pop();
      if (lowest[node] === order[node]) this.close(node);
      if (this.hasFairCycle) return;
    }
  }

  private begin(node: number): void {
    this.visited += 1;
    this.order[node] = this.visited;
    this.lowest[node] = this.visited;
    this.path.push(node);
    this.cursors.push(0);
    this.waiting.push(node);
  }

  private close(root: number): void {
    const { waiting, numbers, product } = this;
    const begin = waiting.lastIndexOf(root);
    const nodes = waiting.splice(begin);
    const facts = this.factsOf(nodes);
    if (!this.before && nodes.some((node) => product.acceptsRest(node))) this.hasFairCycle = true;
    const { weak, strong } = product.labelled.fairness;
    const unjust = (which: Int32Array, enabled: Int32Array): Int32Array =>
      which.map((bits, word) => bits & (enabled[word] as number) & ~(facts.taken[word] as number));
    const missing = product.allDemands & ~facts.met;
    const starved = unjust(strong, facts.somewhere);
    const unjustWeak = unjust(weak, facts.everywhere);
    let number: number;
    if (missing !== 0) number = this.numbering.next(`demand ${missing & -missing}`, facts.above);
    else if (!facts.isCyclic) number = this.numbering.next('no cycle', facts.above + 1);
    else if (unjustWeak.some((word) => word !== 0))
      number = this.numbering.next(`weak ${firstBit(unjustWeak)}`, facts.above + 1);
    else {
      if (starved.every((word) => word === 0)) {
        this.hasFairCycle = true;
        return;
      }
      number = this.numbering.alone();
      this.keepOpen(nodes, starved, number);
    }
    for (const node of nodes) numbers[node] = number;
  }

  /** What is left of a component without the states in which a strong constraint has a step. */
  private keepOpen(nodes: readonly number[], starved: Int32Array, number: number): void {
    const { enabled, fairness } = this.product.labelled;
    for (const node of nodes) {
      const at = this.product.stateOf(node) * fairness.words;
      if (starved.some((which, word) => (which & (enabled[at + word] as number)) !== 0)) continue;
      this.open ??= new Uint32Array(this.product.nodeCount);
      this.open[node] = number;
    }
  }

  private factsOf(nodes: readonly number[]): ComponentFacts {
    const { numbers, product, before } = this;
    const { labelled } = product;
    const { fairness, enabled, takenByKind, graph } = labelled;
    const facts: ComponentFacts = {
      ...{ above: 0, isCyclic: false, met: 0 },
      everywhere: new Int32Array(fairness.words).fill(-1),
      somewhere: new Int32Array(fairness.words),
      taken: new Int32Array(fairness.words),
    };
    for (const node of nodes) {
      const at = product.stateOf(node) * fairness.words;
      facts.met |= product.metAt(node);
      for (let word = 0; word < fairness.words; word++) {
        facts.everywhere[word] = (facts.everywhere[word] as number) & (enabled[at + word] as number);
        facts.somewhere[word] = (facts.somewhere[word] as number) | (enabled[at + word] as number);
      }
      product.forEachSuccessor(node, (successor, step) => {
        if (before && before[successor] !== before[node]) return;
        const number = numbers[successor] as number;
        if (number > facts.above) facts.above = number;
        if (number !== 0) return;
        // What has been visited and has no number yet is of the component itself.
        facts.isCyclic = true;
        const taken = takenByKind[graph.kinds[step] as number] as Int32Array;
        for (let word = 0; word < fairness.words; word++)
          facts.taken[word] = (facts.taken[word] as number) | (taken[word] as number);
      });
    }
    return facts;
  }
}

function* nodesIn(parts: Uint32Array): Generator<number> {
  for (let node = 0; node < parts.length; node++) if (parts[node] !== 0) yield node;
}

function firstBit(set: Int32Array): string {
  const word = set.findIndex((bits) => bits !== 0);
  const bits = set[word] ?? 0;
  return `${word}.${bits & -bits}`;
}
