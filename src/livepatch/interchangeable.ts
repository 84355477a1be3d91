import { namesMentioned, type ProcessReference, processNamed, type System } from '../system/index.js';

/**
 * The processes of a role, and of those that nothing tells apart only the first: what is true of one of them in all
 * runs is true of all. Those that play another role besides are left out. Nothing tells the processes of a template apart unless something names one of them.
 */
export function representatives(system: System, role: string, but: string): readonly ProcessReference[] {
  const teams = system.templates
    .filter(({ roles }) => roles.includes(role) && !roles.includes(but))
    .map((template) => system.processes.filter((each) => each.template === template).map(({ name }) => name));
  const isTeam = (names: readonly string[]): boolean => names.length > 1;
  const mentioned = teams.some(isTeam)
    ? namesMentioned([system.templates, system.variables])
    : new Set<string>();
  return teams.flatMap((names) => {
    const areAlike = isTeam(names) && !names.some((name) => mentioned.has(name));
    return (areAlike ? names.slice(0, 1) : names).map(processNamed);
  });
}
