import { namesMentioned, type System } from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';

/**
 * The processes that nothing tells apart, in groups, each process by its index: those of one template that neither the
 * system nor what is asked of it names. To exchange two of a group is an automorphism of the system, for quantifiers,
 * choices and processes as values know equality only (Ip and Dill, "Better verification through symmetry", 1996).
 */
export function interchangeableProcesses(
  { templates, variables, processes }: System,
  { invariants, goals }: Requirements,
): readonly (readonly number[])[] {
  const mentioned = namesMentioned([templates, variables, invariants, [...goals.values()]]);
  return templates
    .map((template) =>
      processes.flatMap((process, index) =>
        process.template === template && !mentioned.has(process.name) ? [index] : [],
      ),
    )
    .filter(({ length }) => length > 1);
}
