import type { Scenario } from '../../scenario/index.js';
import { always, never } from '../../system/index.js';
import type { Mechanism } from '../mechanism-rules.js';
import type { ModelInstance, Scheduler } from '../model.js';
import { codeStatesOf } from './code-states-of-several.js';
import type { Plan } from './plan.js';

/** A kernel in which nothing is patched live. */
export function asAfter(
  done: number,
  plan: Plan,
  scenario: Scenario,
  instance: ModelInstance,
  scheduler: Scheduler,
): Mechanism {
  const { patcher, signals } = instance.model.rules(
    { ...scenario.patch, modules: [] },
    instance.parameters,
    scheduler,
  );
  const entersVersion: Mechanism['entersVersion'] = (_task, functionName, version) =>
    plan.versionAfter(done, functionName) === version ? always : never;
  return {
    ...{ variables: [], patcher, said: [], reversals: [], entersVersion },
    interruptEntersVersion: entersVersion,
    ...{ beforeKernelExit: [], atReschedule: [], atFreezableSleep: [] },
    ...(signals && { signals }),
    isFreed: () => never,
    codeStates: codeStatesOf(scenario, plan, instance, (operation) => (operation <= done ? always : never)),
  };
}
