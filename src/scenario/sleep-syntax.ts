import { z } from 'zod';
import { name } from './name-schema.js';
import { mapping, onSignal, type Syntax } from './statement-form.js';

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
    parse(document, { report, body }) {
      const interruptible = document.sleep === 'interruptible';
      if (!interruptible && document['on-signal'])
        report('an uninterruptible sleep ignores signals', undefined, undefined, 'on-signal');
      return {
        kind: 'sleep',
        interruptible,
        freezable: false,
        onSignal: body('on-signal', document['on-signal']),
      };
    },
  }),
  print: ({ interruptible, freezable }) =>
    `sleep${interruptible ? '' : ' uninterruptible'}${freezable ? ' freezable' : ''}`,
  bodies: (statement) => [statement.onSignal],
  steps: ['wakes-up'],
};

export const wait: Syntax<'wait'> = {
  text: {
    form: 'wait E [uninterruptible | freezable | without-safe-point]',
    parse([given, word, ...more], { report, text, find, names }) {
      const isOne =
        word === undefined || ['uninterruptible', 'freezable', 'without-safe-point'].includes(word);
      if (given === undefined || more.length > 0 || !isOne)
        return report(
          `expected 'wait E', 'wait E uninterruptible', 'wait E freezable' or 'wait E without-safe-point', found '${text}'`,
        );
      const event = find('event', given, names.events);
      if (event === undefined) return undefined;
      return {
        kind: 'wait',
        event,
        interruptible: word !== 'uninterruptible',
        withoutSafePoint: word === 'without-safe-point',
        freezable: word === 'freezable',
        onSignal: [],
      };
    },
  },
  mapping: mapping<'wait'>({
    schema: (body) =>
      z
        .strictObject({ wait: name, 'on-signal': onSignal(body) })
        .describe('Sleeps, interruptibly, until the event is there, and takes it.'),
    parse(document, { find, names, body }) {
      const event = find('event', document.wait, names.events, 'wait');
      if (event === undefined) return undefined;
      const undone = body('on-signal', document['on-signal']);
      return {
        ...{ kind: 'wait', event, interruptible: true, withoutSafePoint: false, freezable: false },
        onSignal: undone,
      };
    },
  }),
  print: ({ event, interruptible, withoutSafePoint, freezable }) =>
    [
      `wait ${event}`,
      ...(interruptible ? [] : ['uninterruptible']),
      ...(freezable ? ['freezable'] : []),
      ...(withoutSafePoint ? ['without-safe-point'] : []),
    ].join(' '),
  bodies: (statement) => [statement.onSignal],
  steps: ['acquires'],
};
