import { type Lifecycle, originalVersion, type Scenario } from '../../scenario/index.js';
import {
  and,
  at,
  type Expression,
  never,
  not,
  or,
  type ProcessReference,
  processNamed,
} from '../../system/index.js';
import type { Mechanism } from '../mechanism-rules.js';
import type { ModelInstance, Rules, Scheduler } from '../model.js';
import type { Patcher } from '../patcher.js';
import { patcherName } from '../vocabulary.js';
import { asAfter } from './as-after.js';
import { codeStatesOf } from './code-states-of-several.js';
import { conditionsOf } from './conditions.js';
import { hooksOf } from './hooks.js';
import { functionsOf, type Part, partFor } from './part.js';
import { patcherLabels, patcherOfSeveral } from './patcher-of-several.js';
import { planOf } from './plan.js';

/**
 * What a model does with several patches: what it does with one, for each. A call enters the version of the latest patch that has
 * one and does not send the task to what is below it.
 */
export function mechanismOfSeveral(
  scenario: Scenario,
  lifecycle: Lifecycle,
  instance: ModelInstance,
  scheduler: Scheduler,
): Mechanism {
  const plan = planOf(lifecycle, instance.model, instance.parameters);
  if (instance.isAsAfter !== undefined)
    return asAfter(instance.isAsAfter, plan, scenario, instance, scheduler);
  const parts = plan.patches.map((patch) => partFor(patch, plan, instance, scheduler));
  const patcher = patcherOfSeveral(plan, parts);
  const codeStates = codeStatesOf(scenario, plan, instance, hasBegunUnder(patcher));
  return {
    variables: [
      ...parts.flatMap(({ rules, relabel }) => rules.variables.map(relabel.variable)),
      ...new Map(
        parts.flatMap(({ rules: { common = [] } }) => common.map((each) => [each.name, each])),
      ).values(),
    ],
    entersVersion: (task, functionName, version) =>
      entersVersion(parts, ({ entersNew }) => entersNew, task, functionName, version),
    interruptEntersVersion: (task, functionName, version) =>
      entersVersion(
        parts,
        ({ interruptEntersNew, entersNew }) => interruptEntersNew ?? entersNew,
        task,
        functionName,
        version,
      ),
    isFreed: (functionName, version) =>
      or(...parts.map((part) => isFreedBy(part, parts, functionName, version))),
    ...hooksOf(parts),
    ...conditionsOf(parts),
    patcher,
    codeStates,
    said: parts.map(({ patch, rules }) => ({ rules, functions: functionsOf(patch) })),
  };
}

/** True once the patcher has come so far; never, if it does not. */
function hasBegunUnder({ labels }: Patcher): (operation: number) => Expression<boolean> {
  const carried = new Set([...(labels?.values() ?? [])].flat());
  return (operation) => {
    const label = patcherLabels.begun(operation);
    return carried.has(label) ? at(processNamed(patcherName), label) : never;
  };
}

/** From the latest patch down, as `klp_ftrace_handler()` goes through the stack of a function. */
function entersVersion(
  parts: readonly Part[],
  ruleOf: (rules: Rules) => Rules['entersNew'],
  task: ProcessReference,
  functionName: string,
  version: string,
): Expression<boolean> {
  const entered: Expression<boolean>[] = [];
  const above: Expression<boolean>[] = [];
  for (const { patch, rules, relabel } of parts.toReversed()) {
    if (!functionsOf(patch).includes(functionName)) continue;
    const sendsToIts = and(
      relabel.expression(ruleOf(rules)(task, functionName)),
      not(at(processNamed(patcherName), patcherLabels.replaced(patch.name))),
    );
    if (version === (patch.own.includes(functionName) ? patch.name : originalVersion))
      entered.push(and(sendsToIts, ...above.map(not)));
    above.push(sendsToIts);
  }
  if (version === originalVersion) entered.push(and(...above.map(not)));
  return or(...entered);
}

function isFreedBy(
  { patch, rules: { freed = {} }, relabel }: Part,
  parts: readonly Part[],
  functionName: string,
  version: string,
): Expression<boolean> {
  const named = functionsOf(patch);
  const its = (rule: ((functionName: string) => Expression<boolean>) | undefined): Expression<boolean> =>
    rule ? relabel.expression(rule(named.includes(functionName) ? functionName : (named[0] ?? ''))) : never;
  if (version === patch.name) return patch.own.includes(functionName) ? its(freed.new) : never;
  const isReplaced = patch.replaced.includes(version) && parts.some((part) => part.patch.name === version);
  return isReplaced ? its(freed.old) : never;
}
