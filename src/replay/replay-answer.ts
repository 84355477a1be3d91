import type { Composition } from '../livepatch/index.js';
import {
  type DeadEnd,
  itEnds,
  type Measurement,
  mayTake,
  type Possibility,
  type Quantity,
} from '../logic/index.js';
import { evaluate, type State, type Step } from '../system/index.js';
import { noticesOfCycle, noticesOfSteps } from './noticing.js';
import { replayLasso } from './replay-lasso.js';
import type { DeadEndRun, WorstCaseRun } from './run.js';
import { futuresOf, ReplayError, takePath } from './take-path.js';

/**
 * Takes the run to a state from which a goal is said to be out of reach, and looks for the goal from there on, as far as
 * the reference interpreter looks.
 *
 * @throws ReplayError when the goal is in reach
 */
export function replayDeadEnd(
  composition: Composition,
  property: string,
  possibility: Possibility,
  { states }: DeadEnd,
): DeadEndRun {
  const { system } = composition;
  const { from, goal, goalInWords, by } = possibility;
  const { taken: _, ...run } = takePath(composition, property, states);
  const last = states.at(-1) as State;
  const isReached = (state: State): boolean => evaluate(goal, system, state);
  if (!evaluate(from, system, last)) throw new ReplayError(`${property}: nothing is asked of the last state`);
  const isAllowed = ({ process, edge }: Step): boolean =>
    mayTake(possibility, process.name, edge.action.tags);
  if (isReached(last)) throw new ReplayError(`${property}: the last state is the goal`);
  for (const { target } of futuresOf(system, last, isAllowed))
    if (isReached(target)) throw new ReplayError(`${property}: the goal is in reach`);
  const notices = [
    ...noticesOfSteps(composition, run),
    { kind: 'out-of-reach', property, goal: goalInWords, ...(by && { by }) } as const,
  ];
  return { kind: 'dead-end', ...run, mayBeShorter: false, notices };
}

/** What was measured, in one unit. */
export interface UnitMeasured {
  readonly quantity: Quantity;
  readonly measurement: Measurement;
}

/**
 * Takes the run of a worst case, if there is one, and counts again.
 *
 * @throws ReplayError when the count is another
 */
export function replayMeasurement(
  composition: Composition,
  property: string,
  { quantity: { during }, measurement: { unit, worst, run, endless } }: UnitMeasured,
): WorstCaseRun | undefined {
  const { system } = composition;
  if (endless) {
    const { loopStart, cycle, mayBeShorter, ...run } = replayLasso(
      composition,
      property,
      itEnds(during),
      endless,
    );
    const notices = [...run.notices, { kind: 'endless' } as const];
    return {
      ...run,
      kind: 'worst-case',
      stretch: { kind: 'endless', loopStart, cycle, mayBeShorter },
      notices,
    };
  }
  if (!run) return undefined;
  const { states, loopStart } = run;
  const path = loopStart === undefined ? states : [...states, states[loopStart] as State];
  const isCounted = ({ process, edge }: Step): boolean => unit.counts(process, edge.action.tags);
  const { taken, ...shown } = takePath(composition, property, path, isCounted);
  const applies = path.map((state) => evaluate(during, system, state));
  if (loopStart !== undefined) {
    const grows = taken.slice(loopStart).some(isCounted) && applies.slice(loopStart).every((each) => each);
    if (worst !== 'unbounded' || !grows)
      throw new ReplayError(`${property}: the cycle does not add to the count of ${unit.name}`);
    const notices = [
      ...noticesOfCycle(composition, shown, loopStart),
      { kind: 'grows', unit: unit.name } as const,
    ];
    return { kind: 'worst-case', ...shown, stretch: { kind: 'growing', loopStart }, notices };
  }
  // A stretch begins where it becomes true for the last time.
  const end = applies.at(-1) ? applies.length : applies.length - 1;
  const begin = applies.lastIndexOf(false, end - 1) + 1;
  const count = taken.slice(begin).filter(isCounted).length;
  if (count !== worst)
    throw new ReplayError(`${property}: the run takes ${count} ${unit.name}, not ${worst}`);
  const counted = {
    kind: 'counted',
    unit: unit.name,
    count,
    first: begin + 1,
    last: taken.length,
    ends: applies.at(-1) === false,
  } as const;
  const notices = [...noticesOfSteps(composition, shown), counted];
  return { kind: 'worst-case', ...shown, stretch: { kind: 'counted' }, notices };
}
