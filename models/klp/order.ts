import type { Assignment, Expression, PatcherStep } from '../../src/model.js';
import type { Ordering, Protocol } from './protocol.js';

/** Something that the patcher does in one step, under `klp_mutex`, and where it stands then. */
export interface Act {
  readonly action: string;
  readonly at: string;
  readonly when?: Expression<boolean>;
  readonly set?: readonly Assignment[];
  /** What keeps it behind the act before: a write barrier, or a sync in between. */
  readonly after?: Ordering;
  /** It changes nothing of the mechanism but that others have gone on. */
  readonly isWait?: true;
  /** What is run then, before the patcher stands there. */
  readonly callback?: PatcherStep['callback'];
}

/**
 * The steps of acts that follow one another. Without an ordering, the two that it keeps in order change places: what another
 * CPU may see where there is no barrier.
 *
 * @param from where the patcher stands before the first
 */
export function inOrder(from: string, acts: readonly Act[], { without }: Protocol): readonly PatcherStep[] {
  const later = acts.findIndex(({ after }) => after !== undefined && after === without);
  const earlier = acts.findLastIndex(({ isWait }, index) => index < later && !isWait);
  const [first, second] = [acts[earlier], acts[later]];
  // Where the patcher stands after either is as before, and so is what the first of them waits for.
  const ordered =
    first && second
      ? acts
          .with(earlier, { ...second, at: first.at, ...(first.when && { when: first.when }) })
          .with(later, { action: first.action, at: second.at, ...(first.set && { set: first.set }) })
      : acts;
  return ordered.map(({ action, at: to, when, set, callback }, position) => ({
    action,
    from: ordered[position - 1]?.at ?? from,
    to,
    ...(when && { when }),
    ...(set && { set }),
    ...(callback && { callback }),
  }));
}
