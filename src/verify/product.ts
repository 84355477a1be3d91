import type { Fairness, Steps } from './fairness.js';
import type { Tableau } from './tableau.js';

/** States with the steps between them, whoever has found them. */
export interface Graph extends Steps {
  readonly stateCount: number;
  readonly initial: readonly number[];
  readonly targets: Int32Array;
}

/** A graph with what its states and steps say: the atoms of a formula, and fairness. */
export interface LabelledGraph {
  readonly graph: Graph;
  /** By state: the atoms that are true there, as bits. */
  readonly letters: ArrayLike<number>;
  readonly fairness: Fairness;
  /** By kind of step: the constraints that it belongs to. */
  readonly takenByKind: readonly Int32Array[];
  /** By state, so many words each: the constraints that have a step there. */
  readonly enabled: Int32Array;
}

/** The product of a graph with the tableau of a formula. A node is a state with a guess. */
export class Product {
  readonly size: number;
  readonly nodeCount: number;
  /** All demands of the tableau, as bits. */
  readonly allDemands: number;

  constructor(
    readonly labelled: LabelledGraph,
    readonly tableau: Tableau,
  ) {
    this.size = tableau.size;
    this.allDemands = 2 ** tableau.demands - 1;
    this.nodeCount = labelled.graph.stateCount * tableau.size;
  }

  stateOf(node: number): number {
    return Math.floor(node / this.size);
  }

  /** Where runs begin of which the formula is true, if what they guess is right. */
  *initialNodes(): Generator<number> {
    const { graph, letters } = this.labelled;
    for (const state of graph.initial) {
      const { isTrue } = this.tableau.reading(letters[state] as number);
      for (let guess = 0; guess < this.size; guess++)
        if (isTrue[guess] === 1) yield state * this.size + guess;
    }
  }

  /** Calls `visit` for each node that follows on another, with the step by which it does. */
  forEachSuccessor(node: number, visit: (successor: number, step: number) => void): void {
    const { graph, letters } = this.labelled;
    const { offsets, targets } = graph;
    const state = this.stateOf(node);
    const guess = node - state * this.size;
    for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
      const target = targets[step] as number;
      const following = this.tableau.reading(letters[target] as number).following[guess] as readonly number[];
      for (let index = 0; index < following.length; index++)
        visit(target * this.size + (following[index] as number), step);
    }
  }

  /** The demands of the tableau that are met at a node, as bits. */
  metAt(node: number): number {
    const state = this.stateOf(node);
    const reading = this.tableau.reading(this.labelled.letters[state] as number);
    return reading.met[node - state * this.size] as number;
  }

  /** Whether a run that comes to a node may rest there for ever, and is accepted: no step is there that fairness speaks of. */
  acceptsRest(node: number): boolean {
    const { letters, fairness, enabled } = this.labelled;
    const state = this.stateOf(node);
    const guess = node - state * this.size;
    const { guessedBefore, met } = this.tableau.reading(letters[state] as number);
    if (guessedBefore[guess] !== guess || met[guess] !== this.allDemands) return false;
    for (let word = 0; word < fairness.words; word++)
      if (enabled[state * fairness.words + word] !== 0) return false;
    return true;
  }
}
