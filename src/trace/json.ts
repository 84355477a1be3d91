import {
  type CycleReport,
  cycleOf,
  loopStartOf,
  mayBeShorter,
  type NeverTaken,
  type Notice,
  type Run,
} from '../replay/index.js';
import { sayNotices, sayReason } from './say.js';

/** The run as `check --json` and `explain --format json` give it. */
export function toJson(run: Run) {
  const loopStart = loopStartOf(run);
  const cycle = cycleOf(run);
  const [remark] = sayNotices(run.notices.filter(({ kind }) => remarkable.includes(kind)));
  return {
    kind: run.kind,
    steps: run.steps.map(({ task, action, location, source, changes }) => ({
      task,
      action,
      location,
      ...(source && { line: source.line, column: source.column }),
      changes: changes.map(({ variable, before, after }) => ({ variable, before, after })),
    })),
    ...(run.kind === 'stuck' && { stuckTasks: [...run.stuckTasks] }),
    ...(loopStart !== undefined && { loopStart }),
    ...(cycle && { cycle: cycleToJson(cycle) }),
    ...(mayBeShorter(run) && { mayBeShorter: true as const }),
    ...(remark !== undefined && { remark }),
    notices: run.notices.map(noticeToJson),
  };
}

/** What is no longer possible at the end, or why a worst case is one. */
const remarkable: readonly Notice['kind'][] = ['out-of-reach', 'counted', 'grows', 'endless'];

function cycleToJson({ fairness, neverTaken, awaited, awaitedAtTimes, mentioned, atoms }: CycleReport) {
  return {
    fairness: fairness.map(({ task, assumption, because }) => ({
      task,
      assumption,
      because: sayReason(because),
      possible: because.kind !== 'never-possible',
    })),
    neverTaken: neverTaken.map(({ task, action, enabled, voluntary }: NeverTaken) => ({
      task,
      action,
      enabled,
      voluntary,
    })),
    awaited: [...awaited],
    awaitedAtTimes: [...awaitedAtTimes],
    mentioned: [...mentioned],
    atoms: atoms.map((each) => ({ ...each })),
  };
}

/** JSON has no lists that are read only, which is all that this takes away. */
function noticeToJson(notice: Notice): Mutable<Notice> {
  return structuredClone(notice) as Mutable<Notice>;
}

type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;
