import type { Scenario, TaskDeclaration } from '../scenario/index.js';
import {
  and,
  at,
  type Edge,
  type FairnessConstraint,
  not,
  type ProcessTemplate,
  SystemDefinitionError,
  type Variable,
} from '../system/index.js';
import { assumedBy, fairnessOf } from './fairness.js';
import { GraphBuilder, type Moment } from './graph-builder.js';
import type { ModelInstance, Rules } from './model.js';
import type { Patcher } from './patcher.js';
import type { Facts } from './property.js';
import { aboutFunction, type ExecutedStatement, type Surroundings } from './task-graph.js';
import { WorkloadVariables } from './variables.js';
import { labels, patcherName, stepTags } from './vocabulary.js';
import { compileTask } from './workload.js';

/** A scenario under a consistency model, before any property: what all compositions of the two share. */
export interface Woven {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  /** What the mechanism does, in this scenario. */
  readonly rules: Rules;
  readonly facts: Facts;
  readonly variables: readonly Variable[];
  /** One a task, and that of the patcher. */
  readonly templates: readonly ProcessTemplate[];
  readonly fairness: readonly FairnessConstraint[];
  readonly executed: readonly ExecutedStatement[];
  /** The steps at which observers may take note of something. */
  readonly moments: ReadonlyMap<Edge, Moment>;
}

/** The task that `wake=userspace` adds to a workload. Its name cannot be that of a task of a scenario. */
const wakeUpScript = 'wake-up script';

/**
 * Weaves the tasks of a scenario with the rules of a consistency model, and adds its patcher.
 *
 * @throws SystemDefinitionError when the patcher has no step
 * @throws TaskTooLargeError
 */
export function weave(scenario: Scenario, instance: ModelInstance): Woven {
  const tasks: readonly TaskDeclaration[] = [...scenario.tasks, ...scriptOf(scenario, instance)];
  const variables = new WorkloadVariables(
    scenario,
    tasks.some(({ kind }) => kind === 'signaller'),
  );
  const rules = exemptExited(
    instance.model.rules(scenario.patch, instance.parameters, {
      isBlocked: (task) => variables.isBlocked(task),
    }),
  );
  const surroundings: Surroundings = { scenario, instance, rules, variables, total: { steps: 0 } };
  const compiled = tasks.map((task) => compileTask(task, surroundings));
  const templates = [...compiled.map(({ template }) => template), compilePatcher(rules.patcher)];
  return {
    scenario,
    instance,
    rules,
    facts: {
      patchedFunctions: scenario.patch.functions,
      locks: scenario.locks,
      ownerOf: (lock) => variables.ownerOf(lock).value,
      isPending: (event) => variables.event(event).value,
      dataOf: (name, task) => variables.data(name, task).value,
      claims: variables.claims(),
      rules,
    },
    variables: [...variables.all(), ...rules.variables],
    templates,
    fairness: [...templates.flatMap(fairnessOf), ...assumedBy(scenario, templates)],
    executed: compiled.flatMap(({ executed }) => executed),
    moments: new Map(compiled.flatMap(({ moments }) => [...moments])),
  };
}

/** A task that has exited is in nobody's task list: no transition waits for it. */
function exemptExited(rules: Rules): Rules {
  const { awaits, signals = awaits } = rules;
  const unlessExited =
    (condition: NonNullable<Rules['awaits']>): NonNullable<Rules['awaits']> =>
    (task) =>
      and(not(at(task, labels.exited)), condition(task));
  return {
    ...rules,
    ...(awaits && { awaits: unlessExited(awaits) }),
    ...(signals && { signals: unlessExited(signals) }),
  };
}

function scriptOf(scenario: Scenario, { wake }: ModelInstance): readonly TaskDeclaration[] {
  if (wake !== 'userspace') return [];
  const signals = scenario.tasks.filter(({ kind }) => kind !== 'kthread').map(({ name }) => name);
  return [{ kind: 'signaller', name: wakeUpScript, count: 1, signals, source: { line: 1, column: 1 } }];
}

/** The places of the patcher's program graph are labels too, so that rules can speak of where it stands. */
function compilePatcher({ steps }: Patcher): ProcessTemplate {
  const graph = new GraphBuilder();
  const [first] = steps;
  if (first === undefined)
    throw new SystemDefinitionError(['the patcher has no step: expected at least one']);
  for (const name of new Set(steps.flatMap(({ from, to }) => [from, to])))
    graph.addLocation(name, [name], true);
  for (const step of steps) {
    const { action, functionName, from, to, when, set, choice } = step;
    graph.addEdge(
      from,
      to,
      {
        name: action,
        ...(functionName !== undefined && aboutFunction(functionName)),
        tags: [
          ...(step.completes ? [stepTags.completes] : []),
          ...(step.voluntary ? [stepTags.voluntary] : []),
          ...(step.changesItsMind ? [stepTags.changesItsMind] : []),
          ...(step.isTakenIfPossibleAgainAndAgain ? [stepTags.succeeds] : []),
        ],
      },
      { ...(when && { guard: when }), ...(set && { set }), ...(choice && { choice }) },
    );
  }
  return { name: patcherName, count: 1, roles: [patcherName], graph: graph.build(first.from) };
}
