import { type Edge, type FairnessConstraint, isConstrained, type System } from '../system/index.js';

/** A fairness constraint on the steps of one process. */
interface ProcessConstraint {
  readonly constraint: FairnessConstraint;
  readonly process: number;
}

const bitsPerWord = 32;

/** The steps that a graph has, whoever has found them. */
export interface Steps {
  readonly offsets: Int32Array;
  readonly kinds: ArrayLike<number>;
}

/** The fairness constraints of a system, one for each process, as sets of bits, so many words each. */
export class Fairness {
  readonly constraints: readonly ProcessConstraint[];
  readonly words: number;
  readonly weak: Int32Array;
  readonly strong: Int32Array;

  constructor(system: System) {
    this.constraints = system.fairness.flatMap((constraint) =>
      system.processes.flatMap(({ template }, process) =>
        template.name === constraint.template ? [{ constraint, process }] : [],
      ),
    );
    this.words = Math.ceil(this.constraints.length / bitsPerWord);
    this.weak = this.setOf(({ constraint }) => constraint.strength === 'weak');
    this.strong = this.setOf(({ constraint }) => constraint.strength === 'strong');
  }

  /** The constraints that a step belongs to. */
  takenBy(process: number, edge: Pick<Edge, 'action'>): Int32Array {
    return this.setOf((each) => each.process === process && isConstrained(each.constraint, edge));
  }

  /** By state, in so many words each: the constraints that have a step there. @param takenByKind by kind of step */
  enabled({ offsets, kinds }: Steps, takenByKind: readonly Int32Array[]): Int32Array {
    const { words } = this;
    const stateCount = offsets.length - 1;
    const enabled = new Int32Array(stateCount * words);
    for (let state = 0; state < stateCount; state++)
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
        const taken = takenByKind[kinds[step] as number] as Int32Array;
        for (let word = 0, to = state * words; word < words; word++)
          enabled[to + word] = (enabled[to + word] as number) | (taken[word] as number);
      }
    return enabled;
  }

  private setOf(isMember: (constraint: ProcessConstraint) => boolean): Int32Array {
    const set = new Int32Array(this.words);
    this.constraints.forEach((each, index) => {
      const word = Math.floor(index / bitsPerWord);
      if (isMember(each)) set[word] = (set[word] as number) | (1 << (index % bitsPerWord));
    });
    return set;
  }
}
