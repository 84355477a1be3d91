import { hasUserSpace, type Scenario, type TaskDeclaration } from '../scenario/index.js';
import {
  and,
  at,
  type Edge,
  type FairnessConstraint,
  never,
  not,
  or,
  type ProcessTemplate,
  type Variable,
} from '../system/index.js';
import { claimsOf } from './claims.js';
import { assumedBy, fairnessOf } from './fairness.js';
import type { Moment } from './graph-builder.js';
import { lockUses } from './lock-uses.js';
import { mechanismFor } from './mechanism-for.js';
import type { Mechanism } from './mechanism-rules.js';
import type { ModelInstance, Rules, Scheduler } from './model.js';
import { mechanismOf } from './patcher.js';
import { compileMechanism } from './patcher-graph.js';
import type { Facts } from './property.js';
import type { ExecutedStatement, Surroundings } from './task-graph.js';
import { WorkloadVariables } from './variables.js';
import { labels } from './vocabulary.js';
import { type CompiledTask, compileTask } from './workload.js';

/** A scenario under a consistency model, before any property: what all compositions of the two share. */
export interface Woven {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  /** What the mechanism does, in this scenario. */
  readonly rules: Mechanism;
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
 * @throws SystemDefinitionError when a process of the mechanism has no step
 * @throws TaskTooLargeError
 */
export function weave(scenario: Scenario, instance: ModelInstance): Woven {
  const tasks: readonly TaskDeclaration[] = [...scenario.tasks, ...scriptOf(scenario, instance)];
  const variables = new WorkloadVariables(
    scenario,
    tasks.some(({ kind }) => kind === 'signaller'),
  );
  const rules = exemptUnlisted(
    mechanismFor(scenario, instance, schedulerOf(variables), variables.modules.forMechanism()),
  );
  const surroundings: Surroundings = { scenario, instance, rules, variables, total: { steps: 0 } };
  const compiled = tasks.map((task) => compileTask(task, surroundings));
  const passesSomeBy = hasUnlisted(compiled);
  const all = [
    ...compiled,
    ...mechanismOf(rules).map((each) => compileMechanism(each, passesSomeBy, surroundings)),
  ];
  const templates = all.map(({ template }) => template);
  const { stopped } = rules;
  return {
    scenario,
    instance,
    rules,
    facts: {
      patchedFunctions: scenario.patch.functions,
      locks: scenario.locks.map(({ name }) => name),
      holds: (lock, task) => variables.locks.holds(lock, task),
      wants: (lock, task) => variables.locks.isWanted(lock, task),
      lockUses: lockUses(scenario.locks, variables.locks, scenario.patch.mutex),
      isPending: (event) => variables.isPending(event),
      dataOf: (name, task) => variables.data.read(name, task).value,
      objectUses: variables.objectUses(),
      claims: claimsOf(scenario, variables),
      moduleCode: variables.modules.code(),
      atomicSections: variables.sections.all(),
      isAtomic: (task) =>
        or(variables.isAtomic(task), stopped ? and(stopped, at(task, labels.inCallback)) : never),
      isEverAtomic: variables.isEverAtomic || stopped !== undefined,
      interrupts: variables.interrupts.names,
      isOnTopOf: (interrupt, task) => variables.interrupts.isOnTopOf(interrupt, task),
      codeStates: rules.codeStates,
      rules,
    },
    variables: [...variables.all(), ...rules.variables],
    templates,
    fairness: [...templates.flatMap(fairnessOf), ...assumedBy(scenario, templates)],
    executed: all.flatMap(({ executed }) => executed),
    moments: new Map(all.flatMap(({ moments }) => [...moments])),
  };
}

function schedulerOf(variables: WorkloadVariables): Scheduler {
  const isBlocked: Scheduler['isBlocked'] = (task) => variables.isBlocked(task);
  const isInterrupted: Scheduler['isBlocked'] = (task) => variables.interrupts.isInterrupted(task);
  const hasInterrupts = variables.interrupts.names.length > 0;
  return {
    isBlocked,
    ...((variables.preemption.isEverOff || hasInterrupts) && {
      cannotBePreempted: (task) =>
        or(and(variables.preemption.isOff(task), not(isBlocked(task))), isInterrupted(task)),
    }),
    ...(hasInterrupts && { isInterrupted }),
    ...(variables.hasDyingTasks && { hasDyingTasks: true }),
  };
}

/** No transition waits for a task that is in nobody's task list. */
function exemptUnlisted(rules: Mechanism): Mechanism {
  const { awaits, signals = awaits } = rules;
  const listed =
    (condition: NonNullable<Rules['awaits']>): NonNullable<Rules['awaits']> =>
    (task) =>
      and(not(at(task, labels.unlisted)), condition(task));
  return {
    ...rules,
    ...(awaits && { awaits: listed(awaits) }),
    ...(signals && { signals: listed(signals) }),
  };
}

function scriptOf(scenario: Scenario, { wake }: ModelInstance): readonly TaskDeclaration[] {
  if (wake !== 'userspace') return [];
  const signals = scenario.tasks.filter(hasUserSpace).map(({ name }) => name);
  return [{ kind: 'signaller', name: wakeUpScript, count: 1, signals, source: { line: 1, column: 1 } }];
}

function hasUnlisted(compiled: readonly CompiledTask[]): boolean {
  return compiled.some(({ template: { graph } }) =>
    graph.locations.some(
      ({ labels: carried }) => carried.includes(labels.unlisted) && !carried.includes(labels.exited),
    ),
  );
}
