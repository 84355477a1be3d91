import { z } from 'zod';
import { printCondition, printOperand } from './condition.js';
import { name } from './name-schema.js';
import { objects } from './object-syntax.js';
import { sleep, wait } from './sleep-syntax.js';
import {
  counterIn,
  type Kind,
  keywordAlone,
  keywordAndName,
  madeOf,
  mapping,
  none,
  onSignal,
  type Syntax,
} from './statement-form.js';
import { synchronisation } from './synchronisation-syntax.js';

/** By kind, in the order in which messages and the schema list them. */
export const statementSyntax: { readonly [K in Kind]: Syntax<K> } = {
  call: {
    text: {
      form: 'call F',
      parse: (words, { only, names }) =>
        madeOf(only(words, 'function', names.functions), (f) => ({
          kind: 'call',
          function: f,
          onSignal: [],
        })),
    },
    mapping: mapping<'call'>({
      schema: (body) =>
        z.strictObject({ call: name, 'on-signal': onSignal(body) }).describe('Calls a function.'),
      parse(document, { find, names, body }) {
        const callee = find('function', document.call, names.functions, 'call');
        if (callee === undefined) return undefined;
        return { kind: 'call', function: callee, onSignal: body('on-signal', document['on-signal']) };
      },
    }),
    print: (statement) => `call ${statement.function}`,
    bodies: (statement) => [statement.onSignal],
  },
  lock: {
    text: keywordAndName('lock L', 'lock', (lock) => ({ kind: 'lock', lock })),
    print: ({ lock }) => `lock ${lock}`,
    bodies: none,
    steps: ['acquires'],
  },
  unlock: {
    text: keywordAndName('unlock L', 'lock', (lock) => ({ kind: 'unlock', lock })),
    print: ({ lock }) => `unlock ${lock}`,
    bodies: none,
  },
  sleep,
  wait,
  wake: {
    text: keywordAndName('wake E', 'event', (event) => ({ kind: 'wake', event })),
    print: ({ event }) => `wake ${event}`,
    bodies: none,
  },
  set: {
    text: {
      form: 'set D V',
      parse([data, written, operator, summand, ...more], { report, text, operand, arithmetic }) {
        const isSum = (operator === '+' || operator === '-') && summand !== undefined;
        if (
          data === undefined ||
          written === undefined ||
          more.length > 0 ||
          (operator !== undefined && !isSum)
        )
          return report(`expected 'set', the name of data and a value, found '${text}'`);
        const value = isSum ? arithmetic(data, [written, operator, summand]) : operand(data, written);
        return value && { kind: 'set', data, value };
      },
    },
    print: ({ data, value }) => `set ${data} ${printOperand(value)}`,
    bodies: none,
  },
  increment: {
    text: {
      form: 'increment D',
      parse: (words, reader) => madeOf(counterIn(words, reader), (data) => ({ kind: 'increment', data })),
    },
    print: ({ data }) => `increment ${data}`,
    bodies: none,
  },
  decrement: {
    text: {
      form: 'decrement D',
      parse: (words, reader) => madeOf(counterIn(words, reader), (data) => ({ kind: 'decrement', data })),
    },
    print: ({ data }) => `decrement ${data}`,
    bodies: none,
  },
  assert: {
    text: {
      form: 'assert C',
      parse(words, reader) {
        const condition = reader.condition(words.join(' '));
        return condition && { kind: 'assert', condition };
      },
    },
    print: ({ condition }) => `assert ${printCondition(condition)}`,
    bodies: none,
  },
  fork: {
    text: {
      form: 'fork T',
      parse: (words, { only, names }) =>
        madeOf(only(words, 'task', names.tasks), (task) => ({ kind: 'fork', task })),
    },
    print: ({ task }) => `fork ${task}`,
    bodies: none,
  },
  'cond-resched': {
    text: keywordAlone('cond-resched', { kind: 'cond-resched' }),
    print: () => 'cond-resched',
    bodies: none,
  },
  'signal-pending': {
    text: keywordAlone('signal-pending', { kind: 'signal-pending' }),
    print: () => 'signal-pending',
    bodies: none,
  },
  'release-task': {
    text: keywordAlone('release-task', { kind: 'release-task' }),
    print: () => 'release-task',
    bodies: none,
  },
  'safe-point': {
    text: keywordAlone('safe-point', { kind: 'safe-point' }),
    print: () => 'safe-point',
    bodies: none,
  },
  return: {
    text: keywordAlone('return', { kind: 'return' }),
    print: () => 'return',
    bodies: none,
  },
  fail: {
    text: keywordAlone('fail', { kind: 'fail' }),
    print: () => 'fail',
    bodies: none,
  },
  ...synchronisation,
  ...objects,
  if: {
    mapping: mapping<'if'>({
      schema: (body) =>
        z
          .strictObject({
            if: z
              .string()
              .describe(
                'A condition: D = V or D != V, where V is a value of D or other data with the same values; of counters, also ' +
                  '<, <=, > and >=. Conditions are joined by and, or, not and parentheses.',
              ),
            then: body,
            else: body.optional(),
          })
          .describe('Goes on according to what data holds.'),
      parse(document, reader) {
        const condition = reader.condition(document.if, 'if');
        const whenTrue = reader.body('then', document.then);
        const whenFalse = reader.body('else', document.else);
        return condition && { kind: 'if', condition, whenTrue, whenFalse };
      },
      example: (words) => `{ if: ${words || '…'}, then: [ … ], else: [ … ] }`,
    }),
    print: ({ condition }) => `if ${printCondition(condition)}`,
    bodies: ({ whenTrue, whenFalse }) => [whenTrue, whenFalse],
  },
  either: {
    mapping: mapping<'either'>({
      schema: (body) =>
        z.strictObject({ either: z.array(body).min(1) }).describe('Goes on by one of these, any of them.'),
      parse: (document, { bodies }) => ({ kind: 'either', branches: bodies('either', document.either) }),
      example: () => '{ either: [ … ] }',
    }),
    print: () => 'either',
    bodies: ({ branches }) => branches,
  },
  loop: {
    mapping: mapping<'loop'>({
      schema: (body) => z.strictObject({ loop: body }).describe('Does these any number of times, also none.'),
      parse: (document, { body }) => ({ kind: 'loop', body: body('loop', document.loop) }),
      example: () => '{ loop: [ … ] }',
    }),
    print: () => 'loop',
    bodies: ({ body }) => [body],
    steps: ['leaves-loop'],
  },
  forever: {
    mapping: mapping<'forever'>({
      schema: (body) =>
        z.strictObject({ forever: body }).describe('Does these over and over, and never goes on.'),
      parse: (document, { body }) => ({ kind: 'forever', body: body('forever', document.forever) }),
      example: () => '{ forever: [ … ] }',
    }),
    print: () => 'forever',
    bodies: ({ body }) => [body],
  },
  trylock: {
    mapping: mapping<'trylock'>({
      schema: (body) =>
        z
          .strictObject({
            trylock: name,
            then: body.describe('With the lock taken.'),
            else: body.optional().describe('The lock was not free.'),
          })
          .describe('Takes the lock if it is free, and never waits.'),
      parse(document, { find, names, body }) {
        const lock = find('lock', document.trylock, names.locks, 'trylock');
        if (lock === undefined) return undefined;
        return {
          kind: 'trylock',
          lock,
          taken: body('then', document.then),
          busy: body('else', document.else),
        };
      },
      example: (words) => `{ trylock: ${words || '…'}, then: [ … ], else: [ … ] }`,
    }),
    print: ({ lock }) => `trylock ${lock}`,
    bodies: ({ taken, busy }) => [taken, busy],
  },
};
