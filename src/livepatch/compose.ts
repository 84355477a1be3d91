import type { Requirements } from '../engine/index.js';
import type { Scenario, TaskDeclaration } from '../scenario/index.js';
import {
  and,
  at,
  defineSystem,
  not,
  type ProcessTemplate,
  type System,
  SystemDefinitionError,
} from '../system/index.js';
import { assumedBy, fairnessOf } from './fairness.js';
import { GraphBuilder } from './graph-builder.js';
import { representatives } from './interchangeable.js';
import type { ModelInstance, Rules } from './model.js';
import { observersOf } from './observer.js';
import type { Patcher } from './patcher.js';
import { type NamedPremise, premisesOf } from './premise.js';
import type { Facts, Property } from './property.js';
import { type Answer, analysisOf, type Question, questionsOf } from './question.js';
import type { ExecutedStatement, Surroundings } from './task-graph.js';
import { WorkloadVariables } from './variables.js';
import { labels, patcherName, stepTags, taskRole } from './vocabulary.js';
import { contradictions, saidByModel, saidByProperty, unknownLabels } from './words-used.js';
import { compileTask } from './workload.js';

/** A scenario under a consistency model, with the observers of some properties: what is searched. */
export interface Composition {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  readonly properties: readonly Property[];
  /** What the mechanism does, in this scenario. */
  readonly rules: Rules;
  readonly system: System;
  readonly requirements: Requirements<Answer>;
  /** By the name of a property: the goals of the requirements that must be reached, lest it hold vacuously. */
  readonly premises: ReadonlyMap<string, readonly NamedPremise[]>;
  /** What is asked of the graph of all states, by the analyses of the requirements. */
  readonly questions: readonly Question[];
  readonly executed: readonly ExecutedStatement[];
  /** The names of the variables that no task can see: those in which the properties remember something. */
  readonly observerVariables: ReadonlySet<string>;
}

/** The task that `wake=userspace` adds to a workload. Its name cannot be that of a task of a scenario. */
const wakeUpScript = 'wake-up script';

/**
 * Composes the tasks of a scenario with the rules and the patcher of a consistency model, and with the observers of
 * the properties. The result is a transition system of which no part knows any more what a patch is.
 *
 * @throws SystemDefinitionError when a model or property uses the language wrongly, or two properties have one name
 * @throws TooManyLocationsError when the calls of a task nest too deeply
 */
export function compose(
  scenario: Scenario,
  instance: ModelInstance,
  properties: readonly Property[],
): Composition {
  const rules = exemptExited(instance.model.rules(scenario.patch, instance.parameters));
  const tasks: readonly TaskDeclaration[] = [...scenario.tasks, ...scriptOf(scenario, instance)];
  const variables = new WorkloadVariables(
    scenario,
    tasks.some(({ kind }) => kind === 'signaller'),
  );
  const facts: Facts = {
    patchedFunctions: scenario.patch.functions,
    locks: scenario.locks,
    ownerOf: (lock) => variables.ownerOf(lock).value,
    isPending: (event) => variables.event(event).value,
    dataOf: (name, task) => variables.data(name, task).value,
    claims: variables.claims(),
    rules,
  };
  const observers = observersOf(properties, facts);
  const surroundings: Surroundings = { scenario, instance, rules, observers, variables };
  const compiled = tasks.map((task) => compileTask(task, surroundings));
  const templates = [...compiled.map(({ template }) => template), compilePatcher(rules.patcher)];
  const system = defineSystem({
    variables: [
      ...variables.all(),
      ...rules.variables,
      ...observers.flatMap((observer) => observer.variables ?? []),
    ],
    templates,
    fairness: [...templates.flatMap(fairnessOf), ...assumedBy(scenario, templates)],
  });
  const alike = representatives(system, taskRole);
  const asked = observers.map((observer) => {
    const questions = questionsOf(observer, alike);
    const said = saidByProperty(observer, questions);
    return { property: observer.property, questions, premises: premisesOf(observer, questions), said };
  });
  const questions = asked.flatMap((each) => each.questions);
  const deadlock = observers.flatMap((each) =>
    each.kind === 'safety' && each.deadlock ? [each.property] : [],
  );
  const byModel = saidByModel(instance, rules, facts.patchedFunctions);
  const claimed = facts.claims.map(({ label }) => label);
  const misused = [
    ...unknownLabels([byModel, ...asked.map(({ said }) => said)], scenario, rules, claimed),
    ...contradictions(instance, rules, scenario),
  ];
  if (misused.length > 0) throw new SystemDefinitionError(misused);
  return {
    scenario,
    instance,
    properties,
    rules,
    system,
    requirements: {
      invariants: observers.flatMap((each) =>
        each.kind === 'safety' && each.invariant ? [{ property: each.property, holds: each.invariant }] : [],
      ),
      goals: new Map(
        asked.flatMap(({ premises }) => premises).map(({ goal, condition }) => [goal, condition]),
      ),
      ...(deadlock.length > 0 && { deadlock: { properties: deadlock, role: taskRole } }),
      analyses: new Map(questions.map((question) => [question.name, analysisOf(question)])),
    },
    premises: new Map(asked.map(({ property, premises }) => [property, premises])),
    questions,
    executed: compiled.flatMap(({ executed }) => executed),
    observerVariables: new Set(
      observers.flatMap((observer) => (observer.variables ?? []).map(({ name }) => name)),
    ),
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
  for (const { action, from, to, when, set, completes, voluntary } of steps)
    graph.addEdge(
      from,
      to,
      {
        name: action,
        tags: [
          ...(completes ? [stepTags.completes] : []),
          ...(voluntary ? [stepTags.voluntary, stepTags.changesItsMind] : []),
        ],
      },
      { ...(when && { guard: when }), ...(set && { set }) },
    );
  return { name: patcherName, count: 1, roles: [patcherName], graph: graph.build(first.from) };
}
