import { originalVersion } from '../../scenario/index.js';
import {
  and,
  at,
  type Expression,
  never,
  or,
  type ProcessReference,
  processNamed,
} from '../../system/index.js';
import type { Rules } from '../model.js';
import { isInsideVersion } from '../versions.js';
import { insideFunction, labels, patcherName } from '../vocabulary.js';
import { patcherLabels } from './patcher-of-several.js';
import type { Plan, PlannedPatch } from './plan.js';
import type { Names } from './relabel.js';

/**
 * What the names in the rules for one patch stand for among those for others. Its new functions are those that it brings, and for
 * a nop the original; its old functions are those that come next below it: not those below these.
 */
export function namesFor(patch: PlannedPatch, plan: Plan, { variables, patcher }: Rules): Names {
  const own = new Set(variables.map((each) => each.name));
  const places = new Set(patcher.steps.flatMap(({ from, to }) => [from, to]));
  const functions = [...patch.own, ...patch.nops];
  const newOf = (task: ProcessReference, functionName: string): Expression<boolean> =>
    isInsideVersion(task, functionName, patch.own.includes(functionName) ? patch.name : originalVersion);
  const oldOf = (task: ProcessReference, functionName: string): Expression<boolean> =>
    whatIsBelow(task, functionName, patch, plan);
  const all = (
    task: ProcessReference,
    of: (task: ProcessReference, functionName: string) => Expression<boolean>,
  ): Expression<boolean> => or(...functions.map((each) => of(task, each)));
  return {
    // Those of the workload are all patches' own.
    variable: (name) => (own.has(name) ? `${name} (${patch.name})` : name),
    at(process, label) {
      if (process.kind === 'named' && process.name === patcherName)
        return places.has(label) ? at(process, patcherLabels.place(patch.name, label)) : never;
      if (label === labels.insideOld) return all(process, oldOf);
      if (label === labels.insideNew) return all(process, newOf);
      const old = functions.find((each) => label === insideFunction(each, 'old'));
      if (old !== undefined) return oldOf(process, old);
      const changed = functions.find((each) => label === insideFunction(each, 'new'));
      return changed === undefined ? undefined : newOf(process, changed);
    },
  };
}

/** A body is on the stack that is next below that of the patch: another one, once a patch below has been taken out. */
function whatIsBelow(
  task: ProcessReference,
  functionName: string,
  { name, enabledBy, disabledBy }: PlannedPatch,
  { stacks, versionAfter, versionBelow }: Plan,
): Expression<boolean> {
  const first = versionAfter(enabledBy - 1, functionName);
  const changes: { readonly since: number; readonly version: string }[] = [{ since: 0, version: first }];
  const last = disabledBy ?? stacks.length - 1;
  for (let operation = enabledBy + 1; operation <= last; operation++) {
    const version = versionBelow(operation, functionName, name);
    if (version !== undefined && version !== changes.at(-1)?.version)
      changes.push({ since: operation, version });
  }
  const hasBegun = (operation: number): Expression<boolean> =>
    at(processNamed(patcherName), patcherLabels.begun(operation));
  return or(
    ...changes.map(({ since, version }, index) => {
      const next = changes[index + 1];
      return and(
        ...(since > 0 ? [hasBegun(since)] : []),
        ...(next ? [{ kind: 'not' as const, operand: hasBegun(next.since) }] : []),
        isInsideVersion(task, functionName, version),
      );
    }),
  );
}
