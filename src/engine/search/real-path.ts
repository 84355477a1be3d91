import { type Edge, enabledSteps, initialStates, type State, takeStep } from '../../system/index.js';
import type { CompiledSystem } from '../compiled/index.js';
import type { ReductionPlan } from '../reduction/index.js';

/**
 * Finds a run of the system itself that goes through the states of a path of the reduced state space: through one that has the
 * same representative as each of them, and where processes are not seen between two steps, through what is between.
 *
 * @param path the numbers of the states
 * @throws Error when there is none: a reduction is wrong then
 */
export function realPath(
  compiled: CompiledSystem,
  plan: ReductionPlan,
  path: readonly number[],
): readonly State[] {
  if (plan.groups.length === 0 && !plan.merges) return path.map((state) => compiled.stateOf(state));
  const { system } = compiled;
  const stands = (state: State, number: number): boolean =>
    compiled.isRepresentative(number, compiled.representative(state).words);
  const [first, ...others] = path as readonly [number, ...number[]];
  const initial = initialStates(system).find((each) => stands(each, first));
  if (!initial) throw new Error('the path does not begin in an initial state');
  const states = [initial];
  for (const number of others) {
    const next = continuations(compiled, plan, states.at(-1) as State).find((each) =>
      stands(each.at(-1) as State, number),
    );
    if (!next) throw new Error(`no step leads to the state that stands for state ${number}`);
    states.push(...next);
  }
  return states;
}

/** The states that come after one: by a step of a process, and more of its steps where it need not be seen between them. */
function continuations(
  { system }: CompiledSystem,
  { ampleSets }: ReductionPlan,
  state: State,
): readonly (readonly State[])[] {
  return enabledSteps(system, state).flatMap((step) => {
    const index = system.processes.indexOf(step.process);
    const { locations } = step.process.template.graph;
    const onlyEdges = new Set<Edge>(
      (ampleSets?.[index] ?? []).flatMap(
        (each) => each?.conditions.flatMap(({ onlyEdge }) => onlyEdge ?? []) ?? [],
      ),
    );
    const ways: (readonly State[])[] = [[takeStep(system, state, step)]];
    // Its own steps from such locations form no cycle, so there are fewer than locations.
    for (let length = 1; length <= locations.length; length++) {
      const way = ways.at(-1) as readonly State[];
      const last = way.at(-1) as State;
      const next = enabledSteps(system, last).find(
        (each) => each.process === step.process && onlyEdges.has(each.edge),
      );
      if (!next) break;
      ways.push([...way, takeStep(system, last, next)]);
    }
    return ways;
  });
}
