import type { ConsistencyModel } from '../model.js';
import { consistencyModel, type ModelParts } from './consistency-model.js';
import type { Point } from './point.js';

const putIn = { starts: 'starts to put the patch in', at: 'putting in', ends: 'has put the patch in' };
const back = { starts: 'changes its mind', at: 'going back', ends: 'is back where it began' };
const takenOut = {
  starts: 'starts to take the patch out',
  at: 'taking out',
  ends: 'has taken the patch out',
};
const abandons = 'finds a task that has not left, abandons the attempt';

/**
 * The consistency model at a point of the taxonomy, under no other name than that of the point:
 * `leave=patched-set,switch=thread,gather=lazy`.
 */
export function modelAt(point: Point): ConsistencyModel {
  const { leave, switch: unit, gather } = point;
  const isAwaited = gather !== 'none' && gather !== 'opportunistic';
  const common = {
    name: nameOfPoint(point),
    summary: `what must be left: ${leave}; what switches at one instant: ${unit}; how that is gathered: ${gather}`,
    source: "a point of Pavlik's taxonomy, LKML, 7 November 2014",
    wake: isAwaited ? 'kernel' : 'nobody',
    unload: leave === 'function' ? 'never' : { action: 'frees the code of the patch' },
  } as const satisfies Partial<ModelParts>;
  return consistencyModel(partsOf(point, common));
}

export function nameOfPoint({ leave, switch: unit, gather }: Point): string {
  return `leave=${leave},switch=${unit},gather=${gather}`;
}

type CommonParts = Pick<ModelParts, 'name' | 'summary' | 'source' | 'wake' | 'unload'>;

function partsOf(point: Point, common: CommonParts): ModelParts {
  switch (point.gather) {
    case 'none':
      return {
        ...{ ...point, ...common },
        putIn: { each: 'redirects %', at: (unit) => `${unit} redirected` },
        takenOut: { each: 'restores %', at: (unit) => `${unit} restored` },
      };
    case 'opportunistic':
      return {
        ...{ ...point, ...common, back },
        putIn: { ...putIn, abandons },
        takenOut: { ...takenOut, abandons },
      };
    case 'freeze':
      return { ...point, ...common, putIn, back, takenOut };
    case 'lazy':
      return point.leave === 'kernel'
        ? { ...point, ...common, flag: 'in progress', putIn, back, takenOut }
        : { ...point, ...common, putIn, back, takenOut };
    case 'lazy-then-freeze':
      return {
        ...{ ...point, ...common, flag: 'in progress', putIn, back, takenOut },
        point: {
          demand: 'demands that everybody be held',
          putIn: { at: 'holding', ends: 'has everybody held: the patch is in' },
          back,
          takenOut: { at: 'holding to take out', ends: 'has everybody held: the patch is out' },
        },
      };
  }
}
