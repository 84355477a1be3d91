import type { Expression, ProcessReference } from '../system/index.js';
import type { CodeStates } from './code-states.js';
import type { Effect, Rules, Section } from './model.js';

/** What a mechanism does with all patches of a scenario: the rules for each of them, put together. */
export interface Mechanism extends Omit<Rules, RuleOfOnePatch> {
  /** True when a call of `functionName` by `task` enters that version. */
  entersVersion(task: ProcessReference, functionName: string, version: string): Expression<boolean>;
  /** The same of an interrupt on top of `task`. */
  interruptEntersVersion(task: ProcessReference, functionName: string, version: string): Expression<boolean>;
  /** True once the code of that version of a function has been freed or overwritten. */
  isFreed(functionName: string, version: string): Expression<boolean>;
  readonly beforeKernelExit: readonly Section[];
  readonly atReschedule: readonly Section[];
  readonly atFreezableSleep: readonly Section[];
  /** What an idle task does at the end of each round of its loop. Absent where it is passed by. */
  readonly idle?: { readonly onKernelExit?: Effect; readonly beforeKernelExit: readonly Section[] };
  readonly reversals: readonly NonNullable<Rules['reversal']>[];
  readonly codeStates: CodeStates;
  /** What the model says, of each patch by itself, with the functions of that patch. */
  readonly said: readonly { readonly rules: Rules; readonly functions: readonly string[] }[];
}

type RuleOfOnePatch =
  | 'entersNew'
  | 'freed'
  | 'reversal'
  | 'interruptEntersNew'
  | 'idle'
  | 'common'
  | 'settled'
  | 'beforeKernelExit'
  | 'atReschedule'
  | 'atFreezableSleep';
