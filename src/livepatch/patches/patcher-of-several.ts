import { SystemDefinitionError } from '../../system/index.js';
import type { Rules } from '../model.js';
import type { Patcher, PatcherStep } from '../patcher.js';
import { patcherName } from '../vocabulary.js';
import type { Plan, PlannedPatch } from './plan.js';

/** The rules for one patch, with all their names made its own. */
export interface RulesOfPatch {
  readonly patch: PlannedPatch;
  /** As the model says them. */
  readonly rules: Rules;
  readonly settled: NonNullable<Rules['settled']>;
  readonly steps: readonly PatcherStep[];
}

/** What the places of the patcher are labelled with, besides their own names. */
export const patcherLabels = {
  /** What the rules for a patch call the place. */
  place: (patch: string, place: string): string => `${patch}: ${place}`,
  begun: (operation: number): string => `operation ${operation} has begun`,
  workingOn: (patch: string): string => `works on ${patch}`,
  replaced: (patch: string): string => `${patch} has been replaced`,
} as const;

/** How far the operations have come, and where the rules for each patch have the patcher stand. */
interface Place {
  readonly operation: number;
  readonly places: readonly string[];
}

/**
 * One patcher for several patches: it goes through the program graph for each, as far as the operations have come. An operation
 * begins when the transition of the one before is finished; what is freed after a transition may be freed meanwhile.
 */
export function patcherOfSeveral(plan: Plan, all: readonly RulesOfPatch[]): Patcher {
  const initial: Place = {
    operation: 0,
    places: all.map(({ rules: { patcher } }) => {
      const [first] = patcher.steps;
      if (!first) throw new SystemDefinitionError([`the ${patcher.name} has no step: expected at least one`]);
      return first.from;
    }),
  };
  const nameOf = ({ operation, places }: Place): string => {
    const moved = all.flatMap(({ patch }, index) =>
      places[index] === initial.places[index] ? [] : [`${patch.name}: ${places[index]}`],
    );
    return `${moved.length === 0 ? 'no patch' : moved.join(', ')} (${operation} of ${plan.stacks.length - 1})`;
  };
  const steps: PatcherStep[] = [];
  const labels = new Map<string, readonly string[]>();
  const underMutex: string[] = [];
  const open = [initial];
  for (const place of open) {
    const from = nameOf(place);
    if (labels.has(from)) continue;
    labels.set(from, labelsAt(place, plan, all));
    if (all.some(({ rules: { patcher } }, index) => patcher.underMutex?.includes(place.places[index] ?? '')))
      underMutex.push(from);
    const go = (to: Place, step: Omit<PatcherStep, 'from' | 'to'>): void => {
      open.push(to);
      steps.push({ ...step, from, to: nameOf(to) });
    };
    const { operation, places } = place;
    const next = operation + 1;
    const isOver = isSettled(place, plan, all);
    const refusal = plan.refusals.get(next);
    if (isOver && refusal) {
      const { operation: refused, reason } = refusal;
      go({ ...place, operation: next }, { action: `refuses to ${refused.kind} ${refused.patch}: ${reason}` });
    }
    all.forEach(({ patch, steps: own }, index) => {
      for (const step of own.filter((each) => each.from === places[index])) {
        const begun = step.begins && (step.begins === 'in' ? patch.enabledBy : patch.disabledBy);
        // Where a transition has been turned round, it may begin once more.
        if (begun !== undefined && !(begun === operation || (isOver && begun === next))) continue;
        const { from: _, to, action, ...others } = step;
        go(
          { operation: begun ?? operation, places: places.with(index, to) },
          { ...others, action: `${action} (${patch.name})` },
        );
      }
    });
  }
  return {
    name: patcherName,
    places: [...labels.keys()],
    steps: steps.length > 0 ? steps : [idle(nameOf(initial))],
    labels,
    underMutex,
  };
}

function idle(at: string): PatcherStep {
  return { action: 'does nothing', from: at, to: at, when: { kind: 'constant', value: false } };
}

/** Whether the transition of the last operation that has begun is finished. */
function isSettled({ operation, places }: Place, plan: Plan, all: readonly RulesOfPatch[]): boolean {
  if (operation === 0 || plan.refusals.has(operation)) return true;
  return all.some(
    ({ patch, settled }, index) =>
      (patch.enabledBy === operation && settled.in.includes(places[index] ?? '')) ||
      (patch.disabledBy === operation && settled.out.includes(places[index] ?? '')),
  );
}

function labelsAt(place: Place, plan: Plan, all: readonly RulesOfPatch[]): readonly string[] {
  const { operation, places } = place;
  const working = all.find(
    ({ patch }) =>
      patch.enabledBy === lastDone(operation, plan) || patch.disabledBy === lastDone(operation, plan),
  );
  const replaced = all.flatMap(({ patch, settled }, index) =>
    operation > patch.enabledBy || (operation === patch.enabledBy && settled.in.includes(places[index] ?? ''))
      ? patch.replaced
      : [],
  );
  return [
    ...all.map(({ patch }, index) => patcherLabels.place(patch.name, places[index] ?? '')),
    ...Array.from({ length: operation }, (_, index) => patcherLabels.begun(index + 1)),
    ...(working ? [patcherLabels.workingOn(working.patch.name)] : []),
    ...new Set(replaced.map(patcherLabels.replaced)),
  ];
}

/** The last operation that was not refused. */
function lastDone(operation: number, { refusals }: Plan): number {
  return operation > 0 && refusals.has(operation) ? lastDone(operation - 1, { refusals } as Plan) : operation;
}
