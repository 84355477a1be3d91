import type { Assignment, Expression } from '../../system/index.js';
import type { PatcherStep } from '../patcher.js';

/* How the patcher gets all tasks from one version to the other. */

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
  /** Those of the places at which the patcher stands amid what it does at once, and does not wait for tasks. */
  readonly brief: readonly string[];
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
    brief: [...links.map(({ at }) => at), ...(refuses ? [preparationFailed] : [])],
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
    brief: between,
    steps: (from, to) =>
      units.map((unit, index) => ({
        ...act(unit),
        from: between[index - 1] ?? from,
        to: between[index] ?? to,
        ...(index === units.length - 1 && { completes: true }),
      })),
  };
}
