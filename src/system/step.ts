import { Map as ImmutableMap } from 'immutable';
import { bindProcess, type Environment, evaluate, resolveProcess } from './evaluate.js';
import { actionName, type Edge } from './graph.js';
import { edgesFrom, processesWithRole, variableNamed } from './lookup.js';
import { printSort, type SortDescription, type Value, valuesOf } from './sort.js';
import { makeState, type State, variableKey } from './state.js';
import { stateVariables } from './state-variable.js';
import type { Process, System } from './system.js';
import type { Assignment } from './variable.js';

/** One way on from a state: an enabled edge of a process, with the process chosen where the edge has a choice. */
export interface Step {
  readonly process: Process;
  readonly edge: Edge;
  /** The name of the chosen process. */
  readonly chosen?: string;
}

/** Thrown when a step would give a variable a value that is not of its sort. The system is wrong, not the input. */
export class OutOfRangeError extends Error {
  override readonly name = 'OutOfRangeError';
  constructor(
    readonly variable: string,
    readonly value: Value,
    sort: SortDescription,
    step: string,
  ) {
    super(`step '${step}' gives ${variable} the value ${value}, which is not in ${printSort(sort)}`);
  }
}

/** All states in which the system may start: every combination of the initial values of its variables. */
export function initialStates(system: System): readonly State[] {
  const locations = ImmutableMap(
    system.processes.map(({ name, template }) => [name, template.graph.initial] as const),
  );
  const combinations = stateVariables(system).reduce<readonly ImmutableMap<string, Value>[]>(
    (soFar, { key, variable: { initial } }) =>
      soFar.flatMap((values) => initial.map((value) => values.set(key, value))),
    [ImmutableMap()],
  );
  return combinations.map((values) => makeState({ locations, values }));
}

/** The steps that can be taken in a state, in the order of the processes and of their edges. */
export function enabledSteps(system: System, state: State): readonly Step[] {
  return system.processes.flatMap((process) =>
    edgesFrom(process.template.graph, state.locations.get(process.name) as string)
      .flatMap((edge) => instances(system, process, edge))
      .filter((step) => evaluate(step.edge.guard, system, state, environmentOf(step))),
  );
}

/**
 * The state after a step.
 *
 * @throws OutOfRangeError when an assignment leaves the sort of its variable
 */
export function takeStep(system: System, state: State, step: Step): State {
  const writes = step.edge.assignments.flatMap((assignment) => writesOf(system, state, step, assignment));
  // Not by `setIn`, which sets nothing where a name is that of a member of all objects: `constructor`.
  return state.set('locations', state.locations.set(step.process.name, step.edge.to)).set(
    'values',
    state.values.withMutations((values) => {
      for (const [key, value] of writes) values.set(key, value);
    }),
  );
}

/** The safety properties whose assertions about this step are false where it is taken. */
export function violatedAssertions(system: System, state: State, step: Step): readonly string[] {
  return step.edge.assertions
    .filter(({ condition }) => !evaluate(condition, system, state, environmentOf(step)))
    .map(({ property }) => property);
}

/** What a step is called: the name of its action, in which `%` stands for the chosen process, or for its subject. */
export function stepName({ edge, chosen }: Step): string {
  return actionName(edge.action, chosen);
}

function instances(system: System, process: Process, edge: Edge): readonly Step[] {
  if (edge.choice === undefined) return [{ process, edge }];
  return processesWithRole(system, edge.choice.role).map((chosen) => ({ process, edge, chosen }));
}

function environmentOf({ process, edge, chosen }: Step): Environment {
  const environment: Environment = { self: process.name, bound: new Map() };
  return edge.choice && chosen !== undefined
    ? bindProcess(environment, edge.choice.binder, chosen)
    : environment;
}

function writesOf(
  system: System,
  state: State,
  step: Step,
  assignment: Assignment,
): readonly (readonly [string, Value])[] {
  const { forEach, of, name, value } = assignment;
  const environments = forEach
    ? processesWithRole(system, forEach.role).map((each) =>
        bindProcess(environmentOf(step), forEach.binder, each),
      )
    : [environmentOf(step)];
  return environments.map((environment) => {
    const key = variableKey(name, of && resolveProcess(of, environment));
    const result = evaluate(value, system, state, environment);
    const sort = variableNamed(system, name)?.sort as SortDescription;
    if (!valuesOf(sort, (role) => processesWithRole(system, role)).includes(result))
      throw new OutOfRangeError(key, result, sort, stepName(step));
    return [key, result];
  });
}
