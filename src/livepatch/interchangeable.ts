import { namesMentioned, type ProcessReference, processNamed, type System } from '../system/index.js';

/**
 * The processes of a role, and of those that nothing tells apart only the first: what is true of one of them in all
 * runs is true of all. Nothing tells the processes of a template apart unless something names one of them.
 */
export function representatives(system: System, role: string): readonly ProcessReference[] {
  const mentioned = namesMentioned([system.templates, system.variables]);
  return system.templates
    .filter(({ roles }) => roles.includes(role))
    .flatMap((template) => {
      const names = system.processes.filter((each) => each.template === template).map(({ name }) => name);
      const areAlike = names.length > 1 && !names.some((name) => mentioned.has(name));
      return (areAlike ? names.slice(0, 1) : names).map(processNamed);
    });
}
