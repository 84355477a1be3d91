import { type Expression, never, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { type PatcherStep, places } from '../patcher.js';
import type { Transition } from './transition.js';

/*
 * The life of a patch, the same under every consistency model: it is put in, and perhaps taken out again; while it is
 * being put in, the patcher may change its mind. What a model says is how each of these transitions goes.
 */

/** Of the step by which the patcher changes its mind: nothing obliges it to. */
const unobliged = { voluntary: true, changesItsMind: true };

/** What a model says of the life of a patch. */
export interface Life {
  readonly putIn: Transition;
  /**
   * Back to the old functions, after the patcher has changed its mind; absent where that takes no time, for nobody
   * has switched yet.
   */
  readonly back?: Transition;
  readonly takenOut: Transition;
  /** When the code of the patch is freed. */
  readonly unload: Unload;
}

/** When the code of the patch is freed: by the step that ends the transition out of it, by a step of its own, or never. */
export type Unload = 'at the end' | { readonly action: string } | 'never';

/** Where in the life of the patch the patcher is, as conditions; and the rules that follow from that alone. */
export interface Course {
  readonly goingIn: Expression<boolean>;
  readonly isIn: Expression<boolean>;
  readonly goingBack: Expression<boolean>;
  readonly goingOut: Expression<boolean>;
  readonly isOut: Expression<boolean>;
  /** True at some of the places of the transitions. */
  at(...places: readonly string[]): Expression<boolean>;
  readonly rules: Pick<Rules, 'patcher' | 'inTransition' | 'isPatched' | 'reversal' | 'freed' | 'settled'>;
}

const replacedIsFreed = 'replaced patch unloaded';

/** Makes the patcher's program graph, for a patch that is put in once, and reversed or removed if it says so. */
export function lifecycle(
  { earlier, removed, reversed }: Patch,
  { putIn, back, takenOut, unload }: Life,
): Course {
  const out = unload === 'at the end' ? 'unloaded' : 'restored';
  const mayReverse = putIn.stages.some(({ reverses }) => reverses);
  const isReversible = reversed && mayReverse;
  // The code of the earlier patch is freed where that of any patch is.
  const replaces = earlier === 'replaced' && unload !== 'never';
  const isRefusable = putIn.stages.some(({ refuses }) => refuses);
  const at = places<string>(
    ...(['unpatched', 'patched', 'reversed', 'restored', 'unloaded'] as const),
    ...(isRefusable ? ['refused'] : []),
    ...(replaces ? [replacedIsFreed] : []),
    ...[putIn, back, takenOut].flatMap((transition) => transition?.places ?? []),
  );
  const changesItsMind = putIn.stages.flatMap(({ at: from, reverses }): readonly PatcherStep[] =>
    reverses ? [{ ...reverses, from, to: back?.places[0] ?? 'reversed', ...unobliged }] : [],
  );
  const notSwitched = ({ places: all, switched }: Transition): readonly string[] =>
    all.filter((place) => !switched.includes(place));
  const goingIn = at(...notSwitched(putIn));
  const isPatched = at('patched', ...(replaces ? [replacedIsFreed] : []));
  const goingBack = back ? at(...back.places) : never;
  const goingOut = at(...notSwitched(takenOut));
  // Only places to which the patcher comes under this model.
  const ends = [
    ...(mayReverse ? ['reversed'] : []),
    out,
    ...(typeof unload === 'object' ? ['unloaded'] : []),
  ];
  const whereIn = ['patched', ...(replaces ? [replacedIsFreed] : [])];
  const reversible = putIn.stages.flatMap((stage) => (stage.reverses ? [stage.at] : []));
  return {
    ...{ at, goingIn, goingBack, goingOut },
    isIn: or(isPatched, at(...putIn.switched)),
    isOut: at(...ends, ...takenOut.switched),
    rules: {
      patcher: at.patcher(
        [
          ...beginning('in', putIn.steps('unpatched', 'patched')),
          ...(isReversible ? [...changesItsMind, ...(back?.steps('patched', 'reversed') ?? [])] : []),
          ...(replaces
            ? [
                {
                  action: 'unloads the patch that is replaced',
                  from: 'patched',
                  to: replacedIsFreed,
                  withoutMutex: true,
                },
              ]
            : []),
          ...(removed ? beginningAnywhere(whereIn, takenOut.steps('patched', out)) : []),
          ...(removed && typeof unload === 'object'
            ? [{ ...unload, from: out, to: 'unloaded', withoutMutex: true }]
            : []),
        ],
        [putIn, back, takenOut].flatMap((transition) => transition?.brief ?? []),
      ),
      settled: { in: whereIn, out: ends },
      inTransition: at(...putIn.places, ...(back?.places ?? []), ...takenOut.places),
      isPatched,
      ...(isReversible && {
        reversal: {
          possible: at(...reversible, ...(back?.places ?? [])),
          done: at('reversed', ...(isRefusable ? ['refused'] : [])),
        },
      }),
      ...(unload !== 'never' && {
        freed: {
          new: () => at('unloaded', ...(isRefusable ? ['refused'] : [])),
          ...(replaces && { old: () => at(replacedIsFreed) }),
        },
      }),
    },
  };
}

function beginning(begins: 'in' | 'out', steps: readonly PatcherStep[]): readonly PatcherStep[] {
  return steps.map((step, index) => (index === 0 ? { ...step, begins } : step));
}

/** The steps of the transition out of the patch: it begins wherever the patch is in. */
function beginningAnywhere(places: readonly string[], steps: readonly PatcherStep[]): readonly PatcherStep[] {
  const [first, ...others] = beginning('out', steps);
  return first ? [...places.map((from) => ({ ...first, from })), ...others] : [];
}
