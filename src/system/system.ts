import type { FairnessConstraint } from './fairness.js';
import type { ProcessTemplate } from './graph.js';
import type { Variable } from './variable.js';

/**
 * A transition system, given as the interleaving of the program graphs of its processes over typed finite
 * variables (Baier and Katoen, definition 2.21). An immutable value; made by `defineSystem` only.
 */
export interface System {
  readonly variables: readonly Variable[];
  readonly templates: readonly ProcessTemplate[];
  /** All processes, in the order of their templates. */
  readonly processes: readonly Process[];
  /** Which infinite runs count, where it is asked what happens in the long run. */
  readonly fairness: readonly FairnessConstraint[];
}

/** One process of the interleaving. */
export interface Process {
  /** `writer` where its template makes one process, else `writer.1`, `writer.2`, … */
  readonly name: string;
  readonly template: ProcessTemplate;
}

/** What the processes of a template are called: by its name where it makes one, else numbered from 1. */
export function processNamesOf({ name, count }: Pick<ProcessTemplate, 'name' | 'count'>): readonly string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}.${index + 1}`);
}
