import type { ObjectFaultKind } from '../livepatch/index.js';
import type { Subject, Value } from '../system/index.js';

/**
 * Something to notice in a run. It is data, from which reports make sentences, and by which runs are known to show the
 * same: what a sentence says never decides anything.
 */
export type Notice =
  /** A task entered a body of a patched function, by that step. */
  | {
      readonly kind: 'entered';
      readonly task: string;
      readonly step: number;
      readonly functionName: string;
      readonly version: string;
    }
  /** Where a process stands at the end. */
  | {
      readonly kind: 'stands';
      readonly task: string;
      readonly location: string;
      readonly circumstances: readonly Circumstance[];
    }
  /** At the end, a task stands at an assert that is false. */
  | ({
      readonly kind: 'assert-fails';
      readonly task: string;
      readonly condition: string;
      /** Where the condition is about more data than one. */
      readonly others?: readonly HeldData[];
    } & HeldData)
  /** At the end, a task is about to move a counter out of its range. */
  | {
      readonly kind: 'counter-leaves-range';
      readonly task: string;
      readonly counter: string;
      readonly value: Value;
      readonly low: number;
      readonly high: number;
      readonly by: 'increment' | 'decrement' | 'complete' | 'set';
      /** The sum that it would be set to, as it is written. */
      readonly to?: string;
      /** What the sum is of, besides the counter itself. */
      readonly others?: readonly HeldData[];
    }
  /** At the end, a task is about to use memory that is not there, or to lose memory that is. */
  | {
      readonly kind: 'object-fault';
      readonly task: string;
      readonly fault: ObjectFaultKind;
      /** The reference, or the part of an object, as it is written. */
      readonly name: string;
      readonly statement: string;
    }
  /** These are stuck for ever. */
  | { readonly kind: 'stuck'; readonly tasks: readonly string[] }
  /** The steps from `first` to `last` are taken over and over. */
  | { readonly kind: 'cycle'; readonly first: number; readonly last: number }
  /** After that many steps, nothing need happen any more. */
  | { readonly kind: 'rests'; readonly after: number }
  /** What the atoms of the formula are in the cycle. */
  | { readonly kind: 'atoms'; readonly atoms: readonly AtomInCycle[] }
  /** The transition waits for these in the cycle, all the time or now and then. */
  | { readonly kind: 'awaited'; readonly tasks: readonly string[]; readonly when: 'always' | 'sometimes' }
  /** The transition waits for the task, which takes steps in the cycle, and never does its part. */
  | { readonly kind: 'never-arrives'; readonly task: string }
  /** A step that is enabled in the cycle, and never taken in it. */
  | ({ readonly kind: 'never-taken' } & NeverTaken)
  /** A task that matters, and can take no step by itself in the cycle. */
  | { readonly kind: 'powerless'; readonly task: string }
  /** From the end on, no run, or none of these tasks alone, leads to the goal. */
  | {
      readonly kind: 'out-of-reach';
      readonly property: string;
      /** In words. */
      readonly goal: string;
      readonly by?: readonly string[];
    }
  /** How much is counted from step `first` to step `last`, and whether what is measured ever ends. */
  | {
      readonly kind: 'counted';
      readonly unit: string;
      readonly count: number;
      readonly first: number;
      readonly last: number;
      readonly ends: boolean;
    }
  /** Each time that the cycle is gone round, more is counted. */
  | { readonly kind: 'grows'; readonly unit: string }
  /** What is measured lasts for ever. */
  | { readonly kind: 'endless' };

/** What is remarkable about where a task stands. */
export type Circumstance =
  /** The text that it executes is not the one that it began. */
  | 'torn'
  /** It was called as the other version is. */
  | 'wrong-signature'
  | 'asleep';

/** What data holds, as a task sees it. */
export interface HeldData {
  readonly data: string;
  readonly value: Value;
}

export interface AtomInCycle {
  readonly atom: string;
  readonly value: 'true' | 'false' | 'changing';
}

export interface NeverTaken {
  readonly task: string;
  /** In words. */
  readonly action: string;
  /** From where to where in its program graph. */
  readonly from: string;
  readonly to: string;
  readonly subject?: Subject;
  readonly enabled: 'always' | 'sometimes';
  /** Nothing obliges the task to take it. */
  readonly voluntary: boolean;
}
