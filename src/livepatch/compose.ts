import type { Requirements } from '../engine/index.js';
import type { Scenario } from '../scenario/index.js';
import {
  defineSystem,
  type Edge,
  type Expression,
  type ProcessReference,
  type System,
  SystemDefinitionError,
} from '../system/index.js';
import { representatives } from './interchangeable.js';
import type { Mechanism } from './mechanism-rules.js';
import type { ModelInstance } from './model.js';
import type { ObjectUse } from './object-uses.js';
import { assertionsOf, type NamedObserver, notesOf, observersOf } from './observer.js';
import { mechanismOf } from './patcher.js';
import { type NamedPremise, premisesOf } from './premise.js';
import type { Claim, Property } from './property.js';
import { type Answer, analysisOf, type Question, questionsOf } from './question.js';
import type { ExecutedStatement } from './task-graph.js';
import { mechanismRole, taskRole } from './vocabulary.js';
import { type Woven, weave } from './weave.js';
import { contradictions, saidByModel, saidByProperty, unknownLabels, unknownTags } from './words-used.js';

/** A scenario under a consistency model, with the observers of some properties: what is searched. */
export interface Composition {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  readonly properties: readonly Property[];
  /** What the mechanism does, in this scenario. */
  readonly rules: Mechanism;
  readonly system: System;
  readonly requirements: Requirements<Answer>;
  /** By the name of a property: the goals of the requirements that must be reached, lest it hold vacuously. */
  readonly premises: ReadonlyMap<string, readonly NamedPremise[]>;
  /** What is asked of the graph of all states, by the analyses of the requirements. */
  readonly questions: readonly Question[];
  readonly executed: readonly ExecutedStatement[];
  /** The names of the variables that no task can see: those in which the properties remember something. */
  readonly observerVariables: ReadonlySet<string>;
  /** What the bodies claim where they stand. */
  readonly claims: readonly Claim[];
  /** What they do with objects where they stand. */
  readonly objectUses: readonly ObjectUse[];
  /** What data holds; of data that each task has, that of `task`. */
  dataOf(name: string, task: ProcessReference): Expression;
}

/**
 * Composes the tasks of a scenario with the rules and the patcher of a consistency model, and with the observers of
 * the properties. The result is a transition system of which no part knows any more what a patch is.
 *
 * @throws SystemDefinitionError when a model or property uses the language wrongly, or two properties have one name
 * @throws TaskTooLargeError when the calls of a task nest too deeply
 */
export function compose(
  scenario: Scenario,
  instance: ModelInstance,
  properties: readonly Property[],
): Composition {
  return observe(weave(scenario, instance), properties);
}

/**
 * Adds the observers of some properties.
 *
 * @throws SystemDefinitionError when a model or property uses the language wrongly, or two properties have one name
 */
export function observe(woven: Woven, properties: readonly Property[]): Composition {
  const { scenario, instance, rules, facts, fairness } = woven;
  const observers = observersOf(properties, facts);
  const { templates, executed } = withObservers(woven, observers);
  const variables = observers.flatMap((observer) => observer.variables ?? []);
  const system = defineSystem({ variables: [...woven.variables, ...variables], templates, fairness });
  const alike = representatives(system, taskRole, mechanismRole);
  const asked = observers.map((observer) => {
    const questions = questionsOf(observer, alike);
    const said = saidByProperty(observer, questions, facts.codeStates);
    return {
      property: observer.property,
      questions,
      premises: premisesOf(observer, questions, facts.codeStates),
      said,
    };
  });
  const questions = asked.flatMap((each) => each.questions);
  const deadlock = observers.flatMap((each) =>
    each.kind === 'safety' && each.deadlock ? [each.property] : [],
  );
  const claimed = [...facts.claims, ...facts.objectUses].map(({ label }) => label);
  const misused = [
    ...rules.said.flatMap((each) =>
      unknownLabels([saidByModel(instance, each)], mechanismOf(each.rules), scenario, claimed),
    ),
    ...unknownLabels(
      asked.map(({ said }) => said),
      mechanismOf(rules),
      scenario,
      claimed,
    ),
    ...unknownTags(questions),
    ...rules.said.flatMap((each) => contradictions(instance, each, scenario)),
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
    claims: woven.facts.claims,
    objectUses: woven.facts.objectUses,
    dataOf: woven.facts.dataOf,
    executed,
    observerVariables: new Set(variables.map(({ name }) => name)),
  };
}

/** The templates with what observers note, and assert, at their steps. */
function withObservers(
  { templates, moments, executed }: Woven,
  observers: readonly NamedObserver[],
): Pick<Woven, 'templates' | 'executed'> {
  const observed = new Map<Edge, Edge>();
  for (const [edge, moment] of moments) {
    const notes = observers.flatMap((observer) => notesOf(observer, moment));
    const assertions = observers.flatMap((observer) => assertionsOf(observer, moment));
    if (notes.length > 0 || assertions.length > 0)
      observed.set(edge, { ...edge, assignments: [...edge.assignments, ...notes], assertions });
  }
  if (observed.size === 0) return { templates, executed };
  const replaced = (edge: Edge): Edge => observed.get(edge) ?? edge;
  return {
    templates: templates.map((each) => ({
      ...each,
      graph: { ...each.graph, edges: each.graph.edges.map(replaced) },
    })),
    executed: executed.map((each) => ({ ...each, edge: replaced(each.edge) })),
  };
}
