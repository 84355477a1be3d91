import type { Scenario } from '../scenario/index.js';
import { never, not } from '../system/index.js';
import { oldAndNewStates } from './code-states.js';
import type { Mechanism } from './mechanism-rules.js';
import type { ModelInstance, Module, Rules, Scheduler, Section } from './model.js';
import { mechanismOfSeveral } from './patches/index.js';

/** What a model does with the one patch of a scenario, or with several. */
export function mechanismFor(
  scenario: Scenario,
  instance: ModelInstance,
  scheduler: Scheduler,
  modules: readonly Module[],
): Mechanism {
  return scenario.lifecycle
    ? mechanismOfSeveral(scenario, scenario.lifecycle, instance, scheduler)
    : mechanismOfOne(
        scenario,
        instance.model.rules({ ...scenario.patch, modules }, instance.parameters, scheduler),
      );
}

function mechanismOfOne(scenario: Scenario, rules: Rules): Mechanism {
  const {
    entersNew,
    interruptEntersNew = entersNew,
    idle,
    freed = {},
    reversal,
    beforeKernelExit,
    atReschedule,
    atFreezableSleep,
    ...same
  } = rules;
  const { settled: _, common = [], ...others } = same;
  const listed = (section: Section | undefined): readonly Section[] => (section ? [section] : []);
  return {
    ...others,
    variables: [...rules.variables, ...common],
    entersVersion: byVersion(entersNew),
    interruptEntersVersion: byVersion(interruptEntersNew),
    ...(idle && { idle: { ...idle, beforeKernelExit: listed(idle.beforeKernelExit) } }),
    isFreed: (functionName, version) =>
      (version === 'new' ? freed.new?.(functionName) : freed.old?.(functionName)) ?? never,
    beforeKernelExit: listed(beforeKernelExit),
    atReschedule: listed(atReschedule),
    atFreezableSleep: listed(atFreezableSleep),
    reversals: reversal ? [reversal] : [],
    codeStates: oldAndNewStates(scenario),
    said: [{ rules, functions: scenario.patch.functions }],
  };
}

function byVersion(entersNew: Rules['entersNew']): Mechanism['entersVersion'] {
  return (task, functionName, version) => {
    const entered = entersNew(task, functionName);
    return version === 'new' ? entered : not(entered);
  };
}
