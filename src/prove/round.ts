import type { Product } from '../verify/index.js';
import { Numbering } from './numbering.js';

const nodesPerSlice = 1 << 14;

/** The constraints that have a step at every node of a component, at some node, and those of which one is taken within. */
interface Justice {
  readonly everywhere: Int32Array;
  readonly somewhere: Int32Array;
  readonly taken: Int32Array;
}

/** Numbers the nodes once. Components are found by Tarjan's algorithm, those that others lead to first. */
export class Round {
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
  /** All before it have been visited. */
  private root = 0;
  /** Of the component that is being closed: see `follow`. */
  private above = 0;
  private isCyclic = false;

  /** @param before by node: the part that it is in, 0 where it is in none; only steps within one count */
  constructor(
    private readonly product: Product,
    private readonly before: Uint32Array,
    private readonly isFirst: boolean,
  ) {
    this.numbers = new Uint32Array(product.nodeCount);
    this.order = new Int32Array(product.nodeCount);
    this.lowest = new Int32Array(product.nodeCount);
  }

  *run(): Generator<void> {
    while (!this.hasFairCycle && this.findWork()) {
      yield;
      this.visit();
    }
  }

  /** Whether there is something to visit: what is being visited, or a node that has not been. */
  private findWork(): boolean {
    const { before, order } = this;
    if (this.path.length > 0) return true;
    while (this.root < before.length && (before[this.root] === 0 || order[this.root] !== 0)) this.root += 1;
    if (this.root === before.length) return false;
    this.begin(this.root);
    return true;
  }

  /** A function to itself: V8 optimises no loop of a generator while it runs. */
  private visit(): void {
    const { order, lowest, numbers, path, cursors, product, before } = this;
    const { labelled, tableau, size } = product;
    const { graph, letters } = labelled;
    const { offsets, targets } = graph;
    visiting: for (let work = 0; work < nodesPerSlice && this.findWork(); work++) {
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
          if (before[successor] !== before[node]) continue;
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
    const { numbers, product, numbering } = this;
    const nodes = this.componentOf(root);
    let met = 0;
    for (const node of nodes) {
      met |= product.metAt(node);
      if (this.isFirst && product.acceptsRest(node)) this.hasFairCycle = true;
    }
    this.follow(nodes);
    const missing = product.allDemands & ~met;
    let number: number;
    if (missing !== 0) number = numbering.next(reasonOfDemand(missing), this.above);
    else if (!this.isCyclic) number = numbering.next(noCycle, this.above + 1);
    else {
      const { weak, strong } = product.labelled.fairness;
      const { everywhere, somewhere, taken } = this.justiceOf(nodes);
      const unjust = weak.map((bits, word) => bits & (everywhere[word] as number) & ~(taken[word] as number));
      const starved = strong.map(
        (bits, word) => bits & (somewhere[word] as number) & ~(taken[word] as number),
      );
      if (unjust.some((word) => word !== 0))
        number = numbering.next(reasonOfConstraint(unjust), this.above + 1);
      else if (starved.some((word) => word !== 0)) {
        number = numbering.alone();
        this.keepOpen(nodes, starved, number);
      } else {
        this.hasFairCycle = true;
        return;
      }
    }
    for (const node of nodes) numbers[node] = number;
  }

  private componentOf(root: number): readonly number[] {
    const { waiting } = this;
    if (waiting.at(-1) === root) {
      waiting.pop();
      return [root];
    }
    return waiting.splice(waiting.lastIndexOf(root));
  }

  /** Finds out the greatest number that a component leads to, 0 if to none, and whether a step leads from it back to it. */
  private follow(nodes: readonly number[]): void {
    const { numbers, product, before } = this;
    const { labelled, tableau, size } = product;
    const { graph, letters } = labelled;
    const { offsets, targets } = graph;
    this.above = 0;
    this.isCyclic = false;
    for (const node of nodes) {
      const state = Math.floor(node / size);
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
        const target = targets[step] as number;
        const { [node - state * size]: following = [] } = tableau.reading(
          letters[target] as number,
        ).following;
        for (let index = 0; index < following.length; index++) {
          const successor = target * size + (following[index] as number);
          if (before[successor] !== before[node]) continue;
          const number = numbers[successor] as number;
          // What has been visited and has no number yet is of the component itself.
          if (number === 0) this.isCyclic = true;
          else if (number > this.above) this.above = number;
        }
      }
    }
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

  private justiceOf(nodes: readonly number[]): Justice {
    const { numbers, product, before } = this;
    const { fairness, enabled, takenByKind, graph } = product.labelled;
    const justice: Justice = {
      everywhere: new Int32Array(fairness.words).fill(-1),
      somewhere: new Int32Array(fairness.words),
      taken: new Int32Array(fairness.words),
    };
    const { everywhere, somewhere, taken } = justice;
    for (const node of nodes) {
      const at = product.stateOf(node) * fairness.words;
      for (let word = 0; word < fairness.words; word++) {
        everywhere[word] = (everywhere[word] as number) & (enabled[at + word] as number);
        somewhere[word] = (somewhere[word] as number) | (enabled[at + word] as number);
      }
      product.forEachSuccessor(node, (successor, step) => {
        if (numbers[successor] !== 0 || before[successor] !== before[node]) return;
        const its = takenByKind[graph.kinds[step] as number] as Int32Array;
        for (let word = 0; word < fairness.words; word++)
          taken[word] = (taken[word] as number) | (its[word] as number);
      });
    }
    return justice;
  }
}

/* Why no run can stay in a component, as numbers. */
const noCycle = 0;

/** @param missing the demands that no node meets, as bits */
function reasonOfDemand(missing: number): number {
  return 1 + (31 - Math.clz32(missing));
}

/** @param unjust the weak constraints that always have a step, and none is taken */
function reasonOfConstraint(unjust: Int32Array): number {
  const word = unjust.findIndex((bits) => bits !== 0);
  return 33 + 32 * word + (31 - Math.clz32(unjust[word] ?? 0));
}
