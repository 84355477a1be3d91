import type { KernelCall } from './calls.js';

/*
 * A body of C, as far as a scenario can say it: what happens, in which order, and where it may go on one way or another. Jumps are
 * still there.
 */

/** A line of one of the two versions of a file. */
export interface Place {
  readonly line: number;
  /** Where it is another one than that of the function. */
  readonly file?: string;
}

export type Step = { readonly at: Place } & (
  | { readonly kind: 'lock' | 'unlock'; readonly lock: string; readonly lockKind: LockKind }
  | {
      readonly kind: 'trylock';
      readonly lock: string;
      readonly lockKind: LockKind;
      readonly taken: Steps;
      readonly busy: Steps;
    }
  | { readonly kind: 'wait' | 'wake'; readonly event: string }
  | { readonly kind: 'simple'; readonly does: SimpleAct }
  /** `names` is one function, or those that a table has there. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly throughField: boolean;
      readonly usesResult: boolean;
    }
  /** What touches something that others see, and is not in the table of calls. */
  | { readonly kind: 'touch'; readonly text: string }
  /** The condition is the text in C where the first branch is the one of true, and the second that of false. */
  | { readonly kind: 'choice'; readonly branches: readonly Steps[]; readonly condition?: string }
  /** `endless`: it is left by jumps only. */
  | { readonly kind: 'loop'; readonly body: Steps; readonly endless: boolean }
  | { readonly kind: 'label' | 'goto'; readonly label: string }
  | { readonly kind: 'return' }
  /** A statement of a scenario, put there afterwards. */
  | { readonly kind: 'ghost'; readonly statement: string }
  /** Old code comes through what the new code takes to be its own. */
  | { readonly kind: 'visit'; readonly section: string }
);

export type Steps = readonly Step[];

export type LockKind = NonNullable<KernelCall['kind']>;

/** What needs no more than its name. */
export type SimpleAct =
  | 'sleep'
  | 'rcu-read-lock'
  | 'rcu-read-unlock'
  | 'synchronize-rcu'
  | 'preempt-disable'
  | 'preempt-enable';

/** The steps right below a step, in which others may stand. */
export function partsOf(step: Step): readonly Steps[] {
  switch (step.kind) {
    case 'choice':
      return step.branches;
    case 'loop':
      return [step.body];
    case 'trylock':
      return [step.taken, step.busy];
    default:
      return [];
  }
}

/** The same step, each of the sequences below it changed. */
export function mapParts(step: Step, change: (steps: Steps) => Steps): Step {
  switch (step.kind) {
    case 'choice':
      return { ...step, branches: step.branches.map(change) };
    case 'loop':
      return { ...step, body: change(step.body) };
    case 'trylock':
      return { ...step, taken: change(step.taken), busy: change(step.busy) };
    default:
      return step;
  }
}

/** All steps, those in branches too, in the order of the text. */
export function* allSteps(steps: Steps): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const part of partsOf(step)) yield* allSteps(part);
  }
}

/** Changes each step from the innermost on: to none, to one, or to several. */
export function rewrite(steps: Steps, change: (step: Step) => Steps): Steps {
  return steps.flatMap((step) => change(mapParts(step, (part) => rewrite(part, change))));
}
