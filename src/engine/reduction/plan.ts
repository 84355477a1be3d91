import type { System } from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';
import { findAmpleSets } from './ample.js';
import type { AmpleSets } from './ample-sets.js';
import { interchangeableProcesses } from './interchangeable.js';
import { TimeIsUpError, TooMuchWorkError } from './static-dependence.js';

/**
 * Ways to search less than all states. `symmetry`: of states that differ only in which of several identical processes is
 * which, one is searched. `partial-order`: where the order of independent steps does not matter, one order is searched.
 * `merging`: a process that has one independent step to take is not seen before it has taken it.
 */
export const reductionNames = ['symmetry', 'partial-order', 'merging'] as const;

export type ReductionName = (typeof reductionNames)[number];

/** What became of a reduction in a search. */
export interface ReductionReport {
  readonly name: ReductionName;
  readonly on: boolean;
  /** Why it is off. */
  readonly reason?: string;
}

/** What the generator of code needs to know. */
export interface ReductionPlan {
  /** Groups of processes, by their indices, whose order does not matter. */
  readonly groups: readonly (readonly number[])[];
  /** Absent when no use is made of them. */
  readonly ampleSets?: AmpleSets;
  /** Whether ample sets are searched in place of all steps. */
  readonly takesAmpleAlone: boolean;
  readonly merges: boolean;
}

export const noReduction: ReductionPlan = { groups: [], takesAmpleAlone: false, merges: false };

/** A representative is found by sorting numbers of 31 bits; one of them says which variables name a process. */
const maximumNamingVariables = 31;

const timeIsUp = 'the time was up before independent steps were found';

/** @param isTimeUp asked now and then: then nothing more is looked for */
export function planReductions(
  system: System,
  requirements: Requirements,
  wanted: ReadonlySet<ReductionName>,
  isTimeUp: () => boolean = () => false,
): { readonly plan: ReductionPlan; readonly reports: readonly ReductionReport[] } {
  const reports: ReductionReport[] = [];
  const decide = <T>(name: ReductionName, find: () => T | string): T | undefined => {
    const found = !wanted.has(name)
      ? 'not asked for'
      : (requirements.analyses?.size ?? 0) > 0
        ? 'infinite runs, what stays possible, and quantities are asked of all states'
        : find();
    const isOff = typeof found === 'string';
    reports.push({ name, on: !isOff, ...(isOff && { reason: found }) });
    return isOff ? undefined : found;
  };
  let known: AmpleSets | undefined;
  const ampleSets = (): AmpleSets | string => {
    if (known === undefined && isTimeUp()) return timeIsUp;
    try {
      known ??= findAmpleSets(system, requirements, isTimeUp);
    } catch (error) {
      if (error instanceof TimeIsUpError) return timeIsUp;
      if (!(error instanceof TooMuchWorkError)) throw error;
      return 'the program graphs are too large to be searched for independent steps';
    }
    const isUsed = known.some((locations) => locations.some((each) => each !== undefined));
    return isUsed ? known : 'no process has a step that is independent of all that others may do';
  };
  const groups = decide('symmetry', () => findGroups(system, requirements)) ?? [];
  const alone = decide('partial-order', ampleSets);
  const merged = decide('merging', (): AmpleSets | string => {
    const sets = ampleSets();
    if (typeof sets === 'string') return sets;
    const isUsed = sets.some((locations) =>
      locations.some((each) => each?.conditions.some(({ onlyEdge }) => onlyEdge !== undefined)),
    );
    return isUsed ? sets : 'no process has only one step to take that is independent of others';
  });
  const sets = alone ?? merged;
  return {
    plan: {
      groups,
      ...(sets && { ampleSets: sets }),
      takesAmpleAlone: alone !== undefined,
      merges: merged !== undefined,
    },
    reports,
  };
}

/** Whether any of these reductions can be used. */
export function canReduce(
  system: System,
  requirements: Requirements,
  wanted: readonly ReductionName[],
  isTimeUp?: () => boolean,
): boolean {
  return planReductions(system, requirements, new Set(wanted), isTimeUp).reports.some(({ on }) => on);
}

function findGroups(system: System, requirements: Requirements): readonly (readonly number[])[] | string {
  const groups = interchangeableProcesses(system, requirements);
  if (groups.length === 0) return 'no two processes are interchangeable';
  const naming = system.variables.filter(({ sort }) => sort.kind === 'process');
  const own = naming.find(({ role }) => role !== undefined);
  if (own) return `each process has a variable '${own.name}' that names processes`;
  if (naming.length > maximumNamingVariables)
    return `more than ${maximumNamingVariables} variables name processes`;
  return groups;
}
