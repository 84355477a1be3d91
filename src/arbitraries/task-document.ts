import fc from 'fast-check';
import type { TaskDocument } from '../scenario/index.js';
import type { ScenarioSize } from './size.js';
import { arbitraryBody, type BodyDocument, type Vocabulary } from './statements.js';

/** A task, and the bodies of its system calls, which have no names yet. */
export interface ArbitraryTask {
  readonly document: TaskDocument;
  readonly syscalls: readonly BodyDocument[];
}

/**
 * Mostly two tasks. Where there are more, each makes one system call: what three longer ones do together is soon too much to be
 * searched, and shows little that three short ones do not.
 */
export function arbitraryTasks(
  vocabulary: Vocabulary,
  size: ScenarioSize,
  userTasksOnly: boolean,
): fc.Arbitrary<ArbitraryTask[]> {
  const ofLength = (length: number): fc.Arbitrary<ArbitraryTask[]> => {
    const [syscalls, statements] = length > 2 ? [1, 1] : [2, Math.max(2, size.statements)];
    const task = arbitraryTask(vocabulary, { syscalls, statements }, userTasksOnly);
    return fc.array(task, { minLength: length, maxLength: length });
  };
  return fc
    .oneof(
      ...Array.from({ length: size.tasks }, (_, index) => ({
        weight: index === 1 ? size.tasks : 1,
        arbitrary: ofLength(index + 1),
      })),
    )
    .map((tasks) =>
      // Somebody must be there to be signalled.
      tasks.some(({ document }) => document.kind === 'user')
        ? tasks
        : tasks.filter(({ document }) => document.kind !== 'signaller'),
    );
}

function arbitraryTask(
  vocabulary: Vocabulary,
  most: { readonly syscalls: number; readonly statements: number },
  userTasksOnly: boolean,
): fc.Arbitrary<ArbitraryTask> {
  const bodyOf = (each: Vocabulary): fc.Arbitrary<BodyDocument> =>
    arbitraryBody(each, { statements: most.statements, depth: 0 }, 1);
  const user = fc
    .record({
      repeat: fc.constantFrom('once' as const, 'forever' as const),
      syscalls: fc.array(bodyOf({ ...vocabulary, safePoints: false }), {
        minLength: 1,
        maxLength: most.syscalls,
      }),
    })
    .map(
      ({ repeat, syscalls }): ArbitraryTask => ({ document: { kind: 'user', runs: [], repeat }, syscalls }),
    );
  const kernelThread = fc.record({ body: bodyOf(vocabulary), hasSafePoint: fc.boolean() }).map(
    ({ body: each, hasSafePoint }): ArbitraryTask => ({
      document: { kind: 'kthread', runs: hasSafePoint ? [...each, 'safe-point'] : each },
      syscalls: [],
    }),
  );
  const hog = fc
    .boolean()
    .map(
      (timer): ArbitraryTask => ({ document: { kind: 'cpu-hog', ...(timer && { timer }) }, syscalls: [] }),
    );
  const signaller = fc.constant<ArbitraryTask>({ document: { kind: 'signaller' }, syscalls: [] });
  return fc.oneof(
    { weight: 14, arbitrary: user },
    ...(userTasksOnly
      ? []
      : [
          { weight: 4, arbitrary: kernelThread },
          { weight: 1, arbitrary: hog },
          { weight: 1, arbitrary: signaller },
        ]),
  );
}
