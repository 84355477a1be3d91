import { inspect } from 'node:util';
import { z } from 'zod';
import type { Lifecycle, TaskDeclaration } from '../scenario/index.js';
import { abridge } from './quote.js';

/** What an implementation of a patching protocol is to be started with: the tasks, and the patch. Plain JSON. */
export interface Setup {
  /** The name of the model that it is held against: `kgraft:wake=nobody`. */
  readonly model: string;
  readonly tasks: readonly {
    /** As steps and stacks name it: `writer`, or `writer.2` of several. */
    readonly name: string;
    readonly kind: TaskDeclaration['kind'];
  }[];
  readonly patch: {
    /** The functions that the patch replaces. */
    readonly functions: readonly string[];
    /** Whether it is taken out again. */
    readonly removed: boolean;
    /** Whether the patcher may change its mind before it is in. */
    readonly reversed: boolean;
  };
  /** Where there are several patches: which, and what is done with them. */
  readonly lifecycle?: Lifecycle;
}

/**
 * One step of a walk. Plain JSON. A call does not say which version it enters: to know that is the implementation's
 * part.
 */
export interface ConformanceStep {
  /** The task that takes it, or `patcher`. */
  readonly process: string;
  /** What it is called in traces: `enters the kernel: write()`, `calls update`. */
  readonly action: string;
  /** The function that the step calls, returns from, or redirects. */
  readonly function?: string;
  /** The line of the scenario; absent for a step of the mechanism. */
  readonly line?: number;
}

/** What there is to see after a step. Plain JSON. */
export interface Observation {
  /** Whether the step was possible. One that was not is refused, and changes nothing. */
  readonly taken: boolean;
  /**
   * Which bodies of patched functions are on the stack of each task: `update (old)`, `update (new)`. In any order; tasks
   * with none may be left out.
   */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  /** Whether a transition has begun, and is not finished for everybody. Needed where the model says that. */
  readonly inTransition?: boolean | undefined;
}

/** An implementation of a patching protocol, which is told what happens, and says what is to be seen then. */
export interface Implementation {
  /** Puts it into its initial state: no patch, nobody in the kernel. Called before each walk. */
  start(setup: Setup): Promise<void> | void;
  /** Takes a step, or refuses it. */
  step(step: ConformanceStep): Promise<Observation> | Observation;
  /** Called once, when no walk is to follow. */
  stop?(): Promise<void> | void;
}

/** Thrown when an implementation fails: it dies, is silent, or answers something that is no observation. */
export class ImplementationError extends Error {
  override readonly name = 'ImplementationError';
}

/** Who makes more mistakes in one answer makes the same one over and over. */
const toldFaults = 5;

const observation = z.strictObject({
  taken: z.boolean(),
  stacks: z.record(z.string(), z.array(z.string())),
  inTransition: z.boolean().optional(),
});

/** @throws ImplementationError saying what is not as in {@link Observation} */
export function parseObservation(answer: unknown): Observation {
  const parsed = observation.safeParse(answer);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(new z.ZodError(parsed.error.issues.slice(0, toldFaults)));
  throw new ImplementationError(
    `answered ${abridge(print(answer))}, expected an observation { taken, stacks, inTransition? }:\n${faults}`,
  );
}

/** As JSON, unless it contains itself, or something that JSON has no words for. */
function print(answer: unknown): string {
  try {
    return JSON.stringify(answer) ?? String(answer);
  } catch {
    return inspect(answer);
  }
}
