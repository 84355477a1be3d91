import type { StateGraph } from '../engine/index.js';
import { type FairnessConstraint, isConstrained } from '../system/index.js';

/** A fairness constraint on the steps of one process. */
export interface ProcessFairness {
  readonly constraint: FairnessConstraint;
  /** By its index in the processes of the system. */
  readonly process: number;
}

const bitsPerWord = 32;

/**
 * The fairness constraints of a system, one for each process, as bits: which of them a step belongs to, and which are
 * enabled in a state. There may be more of them than a word has bits, so each set of them takes `words` words.
 */
export class FairnessMasks {
  readonly constraints: readonly ProcessFairness[];
  readonly words: number;
  /** The constraints that are weak, and those that are strong. */
  readonly weak: Int32Array;
  readonly strong: Int32Array;
  private readonly ofKind: Int32Array;

  constructor(private readonly graph: StateGraph) {
    const { system, stepKinds } = graph;
    this.constraints = system.fairness.flatMap((constraint) =>
      system.processes.flatMap(({ template }, process) =>
        template.name === constraint.template ? [{ constraint, process }] : [],
      ),
    );
    this.words = Math.ceil(this.constraints.length / bitsPerWord);
    this.weak = new Int32Array(this.words);
    this.strong = new Int32Array(this.words);
    this.ofKind = new Int32Array(stepKinds.length * this.words);
    this.constraints.forEach(({ constraint, process }, number) => {
      const [word, bit] = placeOf(number);
      const ofStrength = constraint.strength === 'weak' ? this.weak : this.strong;
      ofStrength[word] = (ofStrength[word] as number) | bit;
      stepKinds.forEach((kind, index) => {
        if (kind.process !== process || !isConstrained(constraint, { action: { name: '', tags: kind.tags } }))
          return;
        this.ofKind[index * this.words + word] = (this.ofKind[index * this.words + word] as number) | bit;
      });
    });
  }

  /** The constraints, within one word of them, that steps of a kind belong to. */
  takenBy(kind: number, word: number): number {
    return this.ofKind[kind * this.words + word] as number;
  }

  /** Whether a run may end in a state: no step is there that a constraint speaks of, so nothing need ever happen. */
  mayRest(state: number): boolean {
    for (let word = 0; word < this.words; word++) if (this.enabledIn(state, word) !== 0) return false;
    return true;
  }

  /** The constraints, within one word of them, that have a step in a state. */
  enabledIn(state: number, word: number): number {
    const { offsets, kinds } = this.graph;
    let enabled = 0;
    for (let each = offsets[state] as number; each < (offsets[state + 1] as number); each++)
      enabled |= this.takenBy(kinds[each] as number, word);
    return enabled;
  }

  isTakenBy(kind: number, constraint: number): boolean {
    const [word, bit] = placeOf(constraint);
    return (this.takenBy(kind, word) & bit) !== 0;
  }

  isEnabledIn(state: number, constraint: number): boolean {
    const [word, bit] = placeOf(constraint);
    return (this.enabledIn(state, word) & bit) !== 0;
  }
}

/** Whether a constraint is in a set of them. */
export function hasBit(set: Int32Array, constraint: number): boolean {
  const [word, bit] = placeOf(constraint);
  return ((set[word] as number) & bit) !== 0;
}

function placeOf(constraint: number): readonly [word: number, bit: number] {
  return [Math.floor(constraint / bitsPerWord), 1 << (constraint % bitsPerWord)];
}
