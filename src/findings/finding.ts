import type { EntryTable, KernelIndex } from '../kernel-index/index.js';
import type { PatchFacts } from './facts.js';
import type { FindingRule, Severity } from './rules.js';

/** Something that is to be known of a patch, and that no search is needed for. */
export interface StaticFinding {
  readonly rule: FindingRule;
  readonly severity: Severity;
  /** The function, the type or the variable that it is about. */
  readonly subject: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** A sentence, for people. */
  readonly message: string;
  /** Where else to look. */
  readonly places: readonly Place[];
}

export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** What findings are made of. */
export interface FindingsRequest {
  readonly facts: PatchFacts;
  readonly index: KernelIndex;
  /** Whether the index is one of the whole source tree: then whoever it does not list does not call. */
  readonly isWhole: boolean;
  readonly table: EntryTable;
  /** @default 'x86' */
  readonly architecture?: string;
}

/** A finding without what its rule and its subject say. */
export interface Observation {
  readonly rule: FindingRule;
  readonly message: string;
  readonly places?: readonly Place[];
}
