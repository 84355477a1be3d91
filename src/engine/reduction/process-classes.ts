import type { System } from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';
import { interchangeableProcesses } from './interchangeable.js';

/** Processes that nothing tells apart, by their indices. What is found for the first, its representative, holds for all. */
export type ProcessClass = readonly [representative: number, ...others: number[]];

/** All processes of a system in classes: groups of interchangeable ones, then each of the others alone. */
export function processClasses(system: System, requirements: Requirements): readonly ProcessClass[] {
  const groups = interchangeableProcesses(system, requirements) as readonly ProcessClass[];
  const grouped = new Set(groups.flat());
  const alone = system.processes.flatMap((_, index) => (grouped.has(index) ? [] : [index]));
  return [...groups, ...alone.map((index): ProcessClass => [index])];
}

/**
 * For each class that has another process than the representative of `members`: one that stands for all of these.
 */
export function othersThan(members: ProcessClass, classes: readonly ProcessClass[]): readonly number[] {
  return classes.flatMap((each) => (each === members ? each.slice(1, 2) : each.slice(0, 1)));
}
