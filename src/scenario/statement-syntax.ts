import { assertion } from './assert-syntax.js';
import { branching } from './branch-syntax.js';
import { call, returning } from './call-syntax.js';
import { printOperand } from './condition.js';
import { deferred } from './deferred-syntax.js';
import { locking } from './lock-syntax.js';
import { modules } from './module-syntax.js';
import { objects } from './object-syntax.js';
import { sleep, wait } from './sleep-syntax.js';
import {
  counterIn,
  type Kind,
  keywordAlone,
  keywordAndName,
  madeOf,
  none,
  type Syntax,
} from './statement-form.js';
import { synchronisation } from './synchronisation-syntax.js';

/** By kind, in the order in which messages and the schema list them. */
export const statementSyntax: { readonly [K in Kind]: Syntax<K> } = {
  call,
  ...locking,
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
      parse([name, written, operator, summand, ...more], { report, text, data, operand, arithmetic }) {
        const isSum = (operator === '+' || operator === '-') && summand !== undefined;
        if (
          name === undefined ||
          written === undefined ||
          more.length > 0 ||
          (operator !== undefined && !isSum)
        )
          return report(`expected 'set', the name of data and a value, found '${text}'`);
        const target = data(name);
        const value =
          target && (isSum ? arithmetic(target, [written, operator, summand]) : operand(target, written));
        return target && value && { kind: 'set', data: target.name, value };
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
  assert: assertion,
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
  return: returning,
  ...modules,
  fail: {
    text: keywordAlone('fail', { kind: 'fail' }),
    print: () => 'fail',
    bodies: none,
  },
  ...synchronisation,
  ...objects,
  ...branching,
  ...deferred,
};
