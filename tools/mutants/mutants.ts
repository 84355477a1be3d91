import {
  type ConsistencyModel,
  instantiate,
  labels,
  type Patch,
  type Rules,
  type Scheduler,
  taskAt,
  thisTask,
} from '../../src/livepatch/index.js';
import { always } from '../../src/system/index.js';
import { faultsOf } from './operators.js';

/** A consistency model with one fault planted in it. It has the name of the original, so what is expected of that applies. */
export interface Mutant {
  /** `kgraft: onKernelExit dropped` */
  readonly name: string;
  readonly operator: string;
  readonly original: ConsistencyModel;
  readonly model: ConsistencyModel;
}

/** What a model is asked for its rules with, to see which faults there are: neighbouring steps are others in each. */
const patches: readonly Patch[] = [true, false].flatMap((removed) =>
  [true, false].map((reversed) => ({
    functions: ['f', 'g'],
    removed,
    reversed,
    callbacks: new Set(),
    modules: [],
  })),
);

/** Of no workload: which variables it would ask for is not a matter of the rules. */
const scheduler: Scheduler = { isBlocked: (task) => taskAt(task, labels.asleep) };

/** All mutants of a model. Of those that are the same, one; none that is the original itself. */
export function mutantsOf(original: ConsistencyModel): readonly Mutant[] {
  const faults = new Map(
    patches.flatMap((patch) =>
      faultsOf(original, patch, instantiate(original), scheduler).map(
        ({ name, operator }) => [name, operator] as const,
      ),
    ),
  );
  const seen = new Set([print(original)]);
  return [...faults].flatMap(([name, operator]) => {
    const model = plant(original, name);
    const printed = print(model);
    if (seen.has(printed)) return [];
    seen.add(printed);
    return [{ name: `${original.name}: ${name}`, operator, original, model }];
  });
}

/** Under a patch where there is no place for the fault, the rules are those of the original. */
function plant(original: ConsistencyModel, fault: string): ConsistencyModel {
  return {
    ...original,
    rules(patch, parameters, scheduler) {
      const planted = faultsOf(original, patch, { parameters }, scheduler).find(({ name }) => name === fault);
      return planted?.rules ?? original.rules(patch, parameters, scheduler);
    },
  };
}

/** The rules of a model, as a text: equal texts, equal rules. */
function print(model: ConsistencyModel): string {
  // A guard that is always true, and an empty list of assignments, say the same as none.
  const isNothing = (key: string, value: unknown): boolean =>
    (key === 'when' && value === always) || (key === 'set' && Array.isArray(value) && value.length === 0);
  return JSON.stringify(
    patches.map((patch) => {
      const rules: Rules = model.rules(patch, instantiate(model).parameters, scheduler);
      return [
        rules,
        rules.held?.(thisTask),
        rules.awaits?.(thisTask),
        rules.onFork?.(thisTask),
        patch.functions.map((name) => [
          rules.entersNew(thisTask, name),
          rules.freed?.old?.(name),
          rules.freed?.new?.(name),
        ]),
      ];
    }),
    (key, value) => (isNothing(key, value) ? undefined : value),
  );
}
