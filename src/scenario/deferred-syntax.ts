import type { StatementOf } from './statement.js';
import { keywordAlone, madeOf, none, type StatementReader, type Syntax } from './statement-form.js';

/* How the statements are written by which a task has something done later, and by which it ends. */

type TimerKind = StatementOf<'arm' | 'cancel' | 'cancel-sync'>['kind'];

function ofTimer<K extends TimerKind>(kind: K): Syntax<K> {
  const parse = (words: readonly string[], { only, names }: StatementReader) =>
    madeOf(only(words, 'timer', names.timers), (timer) => ({ kind, timer }));
  return {
    // One mapping for all three: which of them it is, the compiler does not follow.
    text: { form: `${kind} T`, parse } as unknown as NonNullable<Syntax<K>['text']>,
    print: (statement) => `${kind} ${statement.timer}`,
    bodies: none,
  };
}

export const deferred: {
  readonly [K in TimerKind | 'queue-work' | 'exit']: Syntax<K>;
} = {
  arm: ofTimer('arm'),
  cancel: ofTimer('cancel'),
  'cancel-sync': ofTimer('cancel-sync'),
  'queue-work': {
    text: {
      form: 'queue-work W',
      parse: (words, { only, names }) =>
        madeOf(only(words, 'work item', names.work), (work) => ({ kind: 'queue-work', work })),
    },
    print: ({ work }) => `queue-work ${work}`,
    bodies: none,
  },
  exit: {
    text: keywordAlone('exit', { kind: 'exit' }),
    print: () => 'exit',
    bodies: none,
  },
};
