import { type Assignment, type Expression, never, or } from '../../system/index.js';
import type { Patch, Rules } from '../model.js';
import { type PatcherStep, places } from '../patcher.js';

/*
 * The life of a patch, the same under every consistency model: it is put in, and perhaps taken out again; while it is
 * being put in, the patcher may change its mind. What a model says is how each of these transitions goes.
 */

/** What the patcher does in one step. */
export interface Act {
  /** What the step is called in a trace. In it, `%` stands for the function. */
  readonly action: string;
  /** The patched function that it is about, where there is such a step for each. */
  readonly functionName?: string;
  readonly when?: Expression<boolean>;
  readonly set?: readonly Assignment[];
  /** See {@link PatcherStep}. */
  readonly callback?: NonNullable<PatcherStep['callback']>;
  readonly isTakenIfPossibleAgainAndAgain?: boolean;
}

/** A step amid a transition, and the place to which it leads. */
export interface Link extends Act {
  readonly at: string;
  /** The functions have been switched there. */
  readonly isSwitched?: boolean;
}
/** When everything can switch at one instant, besides what has to be left, and whether the patcher is sure to meet one. */
export type Instant = Required<Pick<Act, 'when'>> & Pick<Act, 'isTakenIfPossibleAgainAndAgain'>;

/** A place at which the patcher waits during a transition, and how it gets away from there. */
export interface Stage {
  readonly at: string;
  /** What it does before it can end the transition, or go on with it. */
  readonly prepares?: readonly Link[];
  /** Ends the transition. */
  readonly ends?: Act & { readonly through?: readonly Link[] };
  /** Goes on with the transition at the place `to`, which may be the same. */
  readonly goesOn?: Act & { readonly to: string; readonly through?: readonly Link[] };
  /** Gives the transition up, where a callback fails. */
  readonly refuses?: Act;
  /** Changes its mind. */
  readonly reverses?: Act;
}

/** How the patcher gets all tasks from one version to the other: the steps, and the places at which it is under way. */
export interface Transition {
  /** Absent where it begins with what another step has done. */
  readonly starts?: Act;
  readonly places: readonly string[];
  /** Those of the places where the functions have been switched. */
  readonly switched: readonly string[];
  readonly stages: readonly Stage[];
  /** The steps of the transition between the places at which it begins and ends. */
  steps(from: string, to: string): readonly PatcherStep[];
}

/** A transition that waits for something, at one stage or at several in turn. */
export function waiting(starts: Act | undefined, ...stages: readonly [Stage, ...Stage[]]): Transition {
  const [first] = stages;
  const onward = stages.flatMap(({ goesOn }) => (goesOn ? [goesOn.to] : []));
  const links = stages.flatMap(linksOf);
  const refuses = stages.find((stage) => stage.refuses)?.refuses;
  return {
    ...(starts && { starts }),
    places: [
      ...new Set([
        ...stages.map(({ at }) => at),
        ...links.map(({ at }) => at),
        ...onward,
        ...(refuses ? [preparationFailed] : []),
      ]),
    ],
    switched: links.flatMap(({ at, isSwitched }) => (isSwitched ? [at] : [])),
    stages,
    steps: (from, to) => [
      ...(starts ? [{ ...starts, from, to: first.at }] : []),
      ...stages.flatMap(({ at, prepares = [], ends, goesOn }): readonly PatcherStep[] => {
        const ready = prepares.at(-1)?.at ?? at;
        const { through = [], ...last } = ends ?? { action: '' };
        const { through: onTheWay = [], to: next, ...leaves } = goesOn ?? { action: '', to };
        return [
          ...inTurn(at, prepares),
          ...inTurn(ready, through),
          ...(ends ? [{ ...last, from: through.at(-1)?.at ?? ready, to, completes: true }] : []),
          ...inTurn(ready, onTheWay),
          ...(goesOn ? [{ ...leaves, from: onTheWay.at(-1)?.at ?? ready, to: next }] : []),
        ];
      }),
      ...(refuses ? [{ ...refuses, from: preparationFailed, to: 'refused', completes: true }] : []),
    ],
  };
}

function linksOf({ prepares = [], ends, goesOn }: Stage): readonly Link[] {
  return [...prepares, ...(ends?.through ?? []), ...(goesOn?.through ?? [])];
}

function inTurn(from: string, links: readonly Link[]): readonly PatcherStep[] {
  return links.map(({ at, isSwitched: _, ...act }, index) => ({
    ...act,
    from: links[index - 1]?.at ?? from,
    to: at,
  }));
}

/** Where the patcher stands when a callback has failed that prepares for the patch, until it has made good for that. */
export const preparationFailed = 'preparation failed';

/** The same transition with one more stage, to which the patcher may go from its last one. */
export function withStage({ starts, stages }: Transition, action: string, stage: Stage): Transition {
  const last = stages.at(-1);
  if (!last) throw new Error('a transition that waits for nobody has no stages');
  const [first = stage, ...others] = [
    ...stages.slice(0, -1),
    { ...last, goesOn: { action, to: stage.at } },
    stage,
  ];
  return waiting(starts, first, ...others);
}

/**
 * A transition that waits for nobody: one unit after the other, each in a step.
 *
 * @param placeOf where the patcher stands when it has done a unit that is not the last
 */
export function oneByOne(
  units: readonly string[],
  placeOf: (unit: string) => string,
  act: (unit: string) => Act,
): Transition {
  const between = units.slice(0, -1).map(placeOf);
  return {
    places: between,
    switched: [],
    stages: [],
    steps: (from, to) =>
      units.map((unit, index) => ({
        ...act(unit),
        from: between[index - 1] ?? from,
        to: between[index] ?? to,
        ...(index === units.length - 1 && { completes: true }),
      })),
  };
}

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
  const isNotIn =
    (switched: readonly string[]) =>
    (place: string): boolean =>
      !switched.includes(place);
  const goingIn = at(...putIn.places.filter(isNotIn(putIn.switched)));
  const isPatched = at('patched', ...(replaces ? [replacedIsFreed] : []));
  const goingBack = back ? at(...back.places) : never;
  const goingOut = at(...takenOut.places.filter(isNotIn(takenOut.switched)));
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
      patcher: at.patcher([
        ...beginning('in', putIn.steps('unpatched', 'patched')),
        ...(isReversible ? [...changesItsMind, ...(back?.steps('patched', 'reversed') ?? [])] : []),
        ...(replaces
          ? [{ action: 'unloads the patch that is replaced', from: 'patched', to: replacedIsFreed }]
          : []),
        ...(removed ? beginningAnywhere(whereIn, takenOut.steps('patched', out)) : []),
        ...(removed && typeof unload === 'object' ? [{ ...unload, from: out, to: 'unloaded' }] : []),
      ]),
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
