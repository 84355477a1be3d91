import type { Composition } from '../livepatch/index.js';
import { type DeadEnd, itEnds, type Measurement, type Possibility, type Quantity } from '../logic/index.js';
import { evaluate, type State, type Step } from '../system/index.js';
import { type Counterexample, futuresOf, ReplayError, takePath } from './replay.js';
import { replayLasso } from './replay-lasso.js';

/**
 * Takes the run to a state from which a goal is said to be out of reach, and looks for the goal from there on, as far as
 * the reference interpreter looks.
 *
 * @throws ReplayError when the goal is in reach
 */
export function replayDeadEnd(
  composition: Composition,
  property: string,
  { from, goal, goalInWords, by, withoutTag }: Possibility,
  { states }: DeadEnd,
): Counterexample {
  const { system } = composition;
  const { taken: _, ...run } = takePath(composition, property, states);
  const last = states.at(-1) as State;
  const isReached = (state: State): boolean => evaluate(goal, system, state);
  if (!evaluate(from, system, last)) throw new ReplayError(`${property}: nothing is asked of the last state`);
  const isAllowed = ({ process, edge }: Step): boolean =>
    (by?.includes(process.name) ?? true) &&
    (withoutTag === undefined || !edge.action.tags.includes(withoutTag));
  if (isReached(last)) throw new ReplayError(`${property}: the last state is the goal`);
  for (const { target } of futuresOf(system, last, isAllowed))
    if (isReached(target)) throw new ReplayError(`${property}: the goal is in reach`);
  const who = by === undefined ? 'no run' : `no run of ${by.join(' and ')} alone`;
  return { ...run, remark: `from here on, ${who} leads to where ${goalInWords}` };
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
): Counterexample | undefined {
  const { system } = composition;
  if (endless) {
    const run = replayLasso(composition, property, itEnds(during), endless);
    return { ...run, remark: 'it lasts for ever' };
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
    const remark = `the cycle can be gone round any number of times: each time, more ${unit.name}`;
    return { ...shown, loopStart, remark };
  }
  // A stretch begins where it becomes true for the last time.
  const end = applies.at(-1) ? applies.length : applies.length - 1;
  const begin = applies.lastIndexOf(false, end - 1) + 1;
  const count = taken.slice(begin).filter(isCounted).length;
  if (count !== worst)
    throw new ReplayError(`${property}: the run takes ${count} ${unit.name}, not ${worst}`);
  return { ...shown, remark: `steps ${begin + 1} to ${taken.length}: ${count} ${unit.name}` };
}
