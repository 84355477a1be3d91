import type { State, System } from '../../system/index.js';
import type { Memory, NumberArray } from '../packing/index.js';

/** A truth value for each state, by its number. */
export type StatePredicate = (state: number) => boolean;

/** What is known of a transition without knowing its edge: which process takes it, and how its action is tagged. */
export interface StepKind {
  /** By its index in the processes of the system. */
  readonly process: number;
  readonly tags: readonly string[];
}

/**
 * All reachable states and transitions, once a search has visited them. States are numbered in breadth-first order,
 * the initial ones first.
 */
export interface StateGraph {
  readonly system: System;
  readonly stateCount: number;
  /** The initial states are those with the numbers below this one. */
  readonly initialCount: number;
  /** The transitions of a state are those from `offsets[state]` up to `offsets[state + 1]`. */
  readonly offsets: Int32Array;
  /** By transition: the state that it leads to. */
  readonly targets: Int32Array;
  /** By transition: its kind, a number into `stepKinds`. */
  readonly kinds: NumberArray;
  readonly stepKinds: readonly StepKind[];
  /** What an analysis claims its arrays from. */
  readonly memory: Memory;
  stateOf(state: number): State;
  /**
   * Reads a state as numbers: by process, that of its location among the locations of its template; then, by state variable, that
   * of its value among the values of its sort.
   */
  readVector(state: number, into: Int32Array): void;
  /** A shortest path from an initial state: the numbers of its states, `state` last. */
  pathTo(state: number): readonly number[];
}
