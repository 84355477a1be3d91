import type { Machine } from './machine.js';
import { Refusal } from './refusal.js';
import type { StateSet } from './state-set.js';

/** All steps between the states of a closed set. */
export interface ClosedGraph {
  readonly machine: Machine;
  readonly stateCount: number;
  /** The numbers of the initial states. */
  readonly initial: readonly number[];
  /** The steps of a state are those from `offsets[state]` up to `offsets[state + 1]`. */
  readonly offsets: Int32Array;
  /** By step: the state that it leads to, and its kind, a number into those of the machine. */
  readonly targets: Int32Array;
  readonly kinds: Int32Array;
}

/** A list of numbers that grows. */
export class NumberList {
  private numbers = new Int32Array(1 << 12);
  length = 0;

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const longer = new Int32Array(2 * this.length);
      longer.set(this.numbers);
      this.numbers = longer;
    }
    this.numbers[this.length++] = number;
  }

  toArray(): Int32Array {
    return this.numbers.subarray(0, this.length);
  }
}

/** What is to be looked at in each state, while all are gone through. */
export interface StateVisitor {
  /** A state, which is only lent. */
  onState(state: number, vector: Int32Array): void;
  /** An assertion about a step that is taken from there is false. */
  onFalseAssertion(state: number, property: string): void;
}

/**
 * Makes sure that a set has every initial state, and with each state all that a step leads to: by induction, it has every
 * reachable state. It may have more.
 *
 * @throws Refusal where it has not
 */
export function exploreClosed(machine: Machine, set: StateSet, visitor: StateVisitor): ClosedGraph {
  const { layout } = machine;
  const packed = new Uint32Array(layout.words);
  const initial = machine.initialStates().map((vector) => {
    layout.pack(vector, packed);
    const state = set.find(packed);
    if (state < 0) throw new Refusal('an initial state is not in the set');
    return state;
  });
  const vector = new Int32Array(layout.fields.length);
  const target = new Int32Array(layout.fields.length);
  const offsets = new Int32Array(set.count + 1);
  const targets = new NumberList();
  const kinds = new NumberList();
  for (let state = 0; state < set.count; state++) {
    layout.unpack(set.packed, state * set.words, vector);
    if (!layout.isState(vector)) throw new Refusal(`state ${state} has a value that is none`);
    offsets[state] = targets.length;
    visitor.onState(state, vector);
    machine.forEachStep(vector, target, ({ process, edge, kind, assertions }) => {
      layout.pack(target, packed);
      const to = set.find(packed);
      if (to < 0)
        throw new Refusal(
          `the set is not closed: from state ${state}, ${machine.system.processes[process]?.name} takes the step '${edge.action.name}' to a state that is not in it`,
        );
      targets.push(to);
      kinds.push(kind);
      for (const { property, holds } of assertions)
        if (holds(vector) === 0) visitor.onFalseAssertion(state, property);
    });
  }
  offsets[set.count] = targets.length;
  return {
    machine,
    stateCount: set.count,
    initial,
    offsets,
    targets: targets.toArray(),
    kinds: kinds.toArray(),
  };
}

/** By state: 1 where a goal is, or can be reached by steps of the kinds that are allowed. A least fixpoint. */
export function canReach(
  { stateCount, offsets, targets, kinds }: ClosedGraph,
  isGoal: (state: number) => boolean,
  allows: (kind: number) => boolean,
): Uint8Array {
  const can = new Uint8Array(stateCount);
  for (let state = 0; state < stateCount; state++) if (isGoal(state)) can[state] = 1;
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = 0; state < stateCount; state++) {
      if (can[state] === 1) continue;
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
        if (can[targets[step] as number] === 0 || !allows(kinds[step] as number)) continue;
        can[state] = 1;
        changed = true;
        break;
      }
    }
  }
  return can;
}
