import { originalVersion } from '../../scenario/index.js';
import type { ModelInstance, Patch, Scheduler } from '../model.js';
import { namesFor } from './names-for-patch.js';
import type { RulesOfPatch } from './patcher-of-several.js';
import type { Plan, PlannedPatch } from './plan.js';
import { Relabelling } from './relabel.js';

/** The rules for one of several patches. */
export interface Part extends RulesOfPatch {
  readonly relabel: Relabelling;
}

/** What its stack entries are for: a patch that replaces others has one for each function that they have changed. */
export function functionsOf({ own, nops }: PlannedPatch): readonly string[] {
  return [...own, ...nops];
}

export function partFor(
  patch: PlannedPatch,
  plan: Plan,
  instance: ModelInstance,
  scheduler: Scheduler,
): Part {
  const hasBelow = functionsOf(patch).some(
    (each) => plan.versionAfter(patch.enabledBy - 1, each) !== originalVersion,
  );
  const asked: Patch = {
    functions: functionsOf(patch),
    modules: [],
    earlier: patch.replaced.length > 0 ? 'replaced' : hasBelow ? 'stacked' : undefined,
    removed: patch.disabledBy !== undefined,
    reversed: patch.reversed,
    isBelowAnother: patch.isBelowAnother,
    callbacks: new Map(),
  };
  const rules = instance.model.rules(asked, instance.parameters, scheduler);
  const relabel = new Relabelling(namesFor(patch, plan, rules));
  return {
    ...{ patch, rules, relabel },
    settled: rules.settled ?? { in: [], out: [] },
    steps: rules.patcher.steps.map((step) => relabel.step(step)),
  };
}
