import { type ProcessReference, processNamed, type System } from '../system/index.js';

/**
 * The processes of a role, and of those that nothing tells apart only the first: what is true of one of them in all
 * runs is true of all. Nothing tells the processes of a template apart unless something names one of them.
 */
export function representatives(system: System, role: string): readonly ProcessReference[] {
  return system.templates
    .filter(({ roles }) => roles.includes(role))
    .flatMap((template) => {
      const names = system.processes.filter((each) => each.template === template).map(({ name }) => name);
      const areAlike =
        names.length > 1 && !names.some((name) => mentions(name, [system.templates, system.variables]));
      return (areAlike ? names.slice(0, 1) : names).map(processNamed);
    });
}

/** Whether a reference, a constant or an initial value is the name of a process. */
export function mentions(name: string, data: unknown): boolean {
  if (Array.isArray(data)) return data.some((each) => mentions(name, each));
  if (typeof data !== 'object' || data === null) return false;
  if ('kind' in data && data.kind === 'named' && 'name' in data && data.name === name) return true;
  if ('kind' in data && data.kind === 'constant' && 'value' in data && data.value === name) return true;
  if ('initial' in data && Array.isArray(data.initial) && data.initial.includes(name)) return true;
  return Object.values(data).some((each) => mentions(name, each));
}
