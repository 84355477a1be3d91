import { type Gather, gathers, type Leave, leaves, type Switch, switches } from '../model.js';

/**
 * Where a consistency model stands in Pavlik's taxonomy (LKML, 7 November 2014), and how it gathers: the points that
 * make sense. Why another does not is said by {@link whyNotAPoint}.
 */
export type Point = AtOnce | Opportunistic | Freezing | LazyByStack | LazyAtBoundary | Synchronised;

export interface AtOnce {
  readonly leave: 'function';
  readonly switch: 'function' | 'kernel';
  readonly gather: 'none';
}

export interface Opportunistic {
  readonly leave: 'patched-set' | 'kernel';
  readonly switch: 'kernel';
  readonly gather: 'opportunistic';
}

export interface Freezing {
  readonly leave: 'patched-set' | 'kernel';
  readonly switch: 'kernel';
  readonly gather: 'freeze';
}

export interface LazyByStack {
  readonly leave: 'patched-set';
  readonly switch: 'thread';
  readonly gather: 'lazy';
}

export interface LazyAtBoundary {
  readonly leave: 'kernel';
  readonly switch: 'thread';
  readonly gather: 'lazy';
}

export interface Synchronised {
  readonly leave: 'kernel';
  readonly switch: 'thread';
  readonly gather: 'lazy-then-freeze';
}

/** Any combination, whether or not it makes sense. */
export interface Coordinates {
  readonly leave: Leave;
  readonly switch: Switch;
  readonly gather: Gather;
}

/** What is wrong with a combination of leave, switch and gather; absent for one that makes sense. */
export function whyNotAPoint({ leave, switch: unit, gather }: Coordinates): string | undefined {
  if (unit === 'function')
    return leave !== 'function'
      ? 'a function that is redirected by itself has been left by whoever calls it: with switch=function, expected leave=function'
      : gather !== 'none'
        ? 'a function that is redirected by itself waits for nobody: with switch=function, expected gather=none'
        : undefined;
  if (leave === 'function')
    return unit === 'thread'
      ? 'a task that may switch wherever it is switches at once, and so does every other: with leave=function, expected switch=function or switch=kernel'
      : gather !== 'none'
        ? 'where nothing has to be left but a function, there is nothing to wait for: with leave=function, expected gather=none'
        : undefined;
  if (gather === 'none') return `gather=none waits for nobody to leave anything: expected leave=function`;
  if (unit === 'kernel')
    return gather === 'lazy' || gather === 'lazy-then-freeze'
      ? 'a task cannot switch by itself when all switch at one instant: with switch=kernel, expected gather=opportunistic or gather=freeze'
      : undefined;
  if (gather === 'opportunistic')
    return 'an opportunistic attempt switches all tasks at one instant, or none: expected switch=kernel';
  if (gather === 'freeze')
    return 'tasks that are held until all are held switch at one instant: with gather=freeze, expected switch=kernel';
  if (gather === 'lazy-then-freeze' && leave === 'patched-set')
    return 'a task that is held at the boundary has left the patched set, and has switched already: with gather=lazy-then-freeze, expected leave=kernel';
  return undefined;
}

/** Whether a combination makes sense. */
export function isPoint(coordinates: Coordinates): coordinates is Coordinates & Point {
  return whyNotAPoint(coordinates) === undefined;
}

/** Every point that makes sense. */
export const points: readonly Point[] = leaves.flatMap((leave) =>
  switches.flatMap((unit) =>
    gathers.map((gather): Coordinates => ({ leave, switch: unit, gather })).filter(isPoint),
  ),
);
