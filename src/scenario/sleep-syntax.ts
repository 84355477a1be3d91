import { z } from 'zod';
import { printCondition } from './condition.js';
import { nameOr } from './name-schema.js';
import type { StatementOf, WaitedFor } from './statement.js';
import { madeOf, mapping, onSignal, type StatementReader, type Syntax } from './statement-form.js';

/* How the statements are written in which a task sleeps. */

export const sleep: Syntax<'sleep'> = {
  text: {
    form: 'sleep [uninterruptible | freezable]',
    parse: ([word, ...more], { report, text }) =>
      more.length === 0 && (word === undefined || word === 'uninterruptible' || word === 'freezable')
        ? {
            kind: 'sleep',
            interruptible: word !== 'uninterruptible',
            freezable: word === 'freezable',
            onSignal: [],
          }
        : report(`expected 'sleep', 'sleep uninterruptible' or 'sleep freezable', found '${text}'`),
  },
  mapping: mapping<'sleep'>({
    schema: (body) =>
      z
        .strictObject({ sleep: z.enum(['interruptible', 'uninterruptible']), 'on-signal': onSignal(body) })
        .describe('Sleeps until something outside the scenario ends it, which may be never.'),
    parse(document, { report, errorPath }) {
      const interruptible = document.sleep === 'interruptible';
      if (!interruptible && document['on-signal'])
        report('an uninterruptible sleep ignores signals', undefined, undefined, 'on-signal');
      return {
        kind: 'sleep',
        interruptible,
        freezable: false,
        onSignal: errorPath(document['on-signal']),
      };
    },
  }),
  print: ({ interruptible, freezable }) =>
    `sleep${interruptible ? '' : ' uninterruptible'}${freezable ? ' freezable' : ''}`,
  bodies: (statement) => [statement.onSignal],
  steps: ['wakes-up'],
};

const manners = ['uninterruptible', 'freezable', 'without-safe-point'];

/** @param manner one of those words, if there is one */
function waitFor(until: WaitedFor, manner?: string): Omit<StatementOf<'wait'>, 'source'> {
  return {
    kind: 'wait',
    until,
    interruptible: manner !== 'uninterruptible',
    withoutSafePoint: manner === 'without-safe-point',
    freezable: manner === 'freezable',
    onSignal: [],
  };
}

function waitUntil(
  words: readonly string[],
  { condition }: StatementReader,
): Omit<StatementOf<'wait'>, 'source'> | undefined {
  const last = words.at(-1) ?? '';
  // After an operator it is a value.
  const isManner = manners.includes(last) && !/[=<>]$/.test(words.at(-2) ?? '');
  const written = (isManner ? words.slice(0, -1) : words).join(' ');
  return madeOf(condition(written), (found) =>
    waitFor({ kind: 'condition', condition: found }, isManner ? last : undefined),
  );
}

export const wait: Syntax<'wait'> = {
  text: {
    form: ['wait E', 'wait until C'].map((each) => `${each} [${manners.join(' | ')}]`).join(' | '),
    parse(words, reader) {
      const { report, text, find, names } = reader;
      const [given, word, ...more] = words;
      const isOne = word === undefined || manners.includes(word);
      if (given === 'until' && (more.length > 0 || !isOne)) return waitUntil(words.slice(1), reader);
      if (given === undefined || more.length > 0 || !isOne)
        return report(
          `expected 'wait E', 'wait E uninterruptible', 'wait E freezable' or 'wait E without-safe-point', found '${text}'`,
        );
      const event = find('event', given, names.events);
      return event === undefined ? undefined : waitFor({ kind: 'event', event }, word);
    },
  },
  mapping: mapping<'wait'>({
    schema: (body) =>
      z
        .strictObject({
          wait: nameOr(/until\s.+/).describe('E, or until C.'),
          'on-signal': onSignal(body),
        })
        .describe(
          'Sleeps, interruptibly, until the event is there, and takes it; or until the condition is true.',
        ),
    parse(document, { find, names, condition, errorPath }) {
      const [, written] = /^until\s+(.+)$/.exec(document.wait) ?? [];
      const until: WaitedFor | undefined =
        written === undefined
          ? madeOf(find('event', document.wait, names.events, 'wait'), (event) => ({ kind: 'event', event }))
          : madeOf(condition(written, 'wait', document.wait), (found) => ({
              kind: 'condition',
              condition: found,
            }));
      const undone = errorPath(document['on-signal']);
      return until && { ...waitFor(until), onSignal: undone };
    },
  }),
  print: ({ until, interruptible, withoutSafePoint, freezable }) =>
    [
      until.kind === 'event' ? `wait ${until.event}` : `wait until ${printCondition(until.condition)}`,
      ...(interruptible ? [] : ['uninterruptible']),
      ...(freezable ? ['freezable'] : []),
      ...(withoutSafePoint ? ['without-safe-point'] : []),
    ].join(' '),
  bodies: (statement) => [statement.onSignal],
  steps: ['acquires'],
};
