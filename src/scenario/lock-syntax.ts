import { z } from 'zod';
import { name, nameOr, pathText } from './name-schema.js';
import { type LockKind, lockKinds } from './scenario.js';
import type { CompletionStatement, LockStatement } from './statement.js';
import {
  keywordAndName,
  madeOf,
  mapping,
  none,
  onSignal,
  type StatementReader,
  type Syntax,
} from './statement-form.js';

/* How the statements are written by which tasks take locks and release them, and wait for completions. */

const readable: readonly LockKind[] = ['rw-semaphore', 'rwlock'];
const exclusive = lockKinds.filter((kind) => kind !== 'semaphore');

/** @param key of the mapping where the lock is named, if it is in one */
function lockNamed(
  given: string,
  kinds: readonly LockKind[],
  { names, find, report }: StatementReader,
  key?: string,
): string | undefined {
  const { inside } = names;
  const lock = names.locks.find(
    (each) => each.name === given || (inside !== undefined && each.name === `${inside}.${given}`),
  );
  if (!lock) {
    const fitting = names.locks.filter(({ kind }) => kinds.includes(kind));
    return find(
      'lock',
      given,
      fitting.map((each) => each.name),
      key,
    );
  }
  if (kinds.includes(lock.kind)) return lock.name;
  const instead =
    lock.kind === 'semaphore'
      ? "a semaphore is taken by 'down', and given back by 'up'"
      : kinds.includes('semaphore')
        ? "it is taken by 'lock', and released by 'unlock'"
        : 'only an rw-semaphore or an rwlock can be read';
  return report(
    `'${given}' is declared as a ${lock.kind}, expected: ${kinds.join(' or ')}`,
    instead,
    'unknown-name',
    key,
  );
}

function ofLock<const K extends LockStatement>(kind: K, kinds: readonly LockKind[]) {
  return {
    text: {
      form: `${kind} L`,
      parse(words: readonly string[], reader: StatementReader) {
        const [given, ...more] = words;
        if (given === undefined || more.length > 0)
          return reader.report(`expected '${kind}' and the name of one lock, found '${reader.text}'`);
        return madeOf(lockNamed(given, kinds, reader), (lock) => ({ kind, lock }));
      },
    },
    print: ({ lock }: { readonly lock: string }) => `${kind} ${lock}`,
    bodies: none,
  };
}

function ofCompletion<const K extends CompletionStatement>(kind: K) {
  return {
    text: keywordAndName(`${kind} X`, 'completion', (completion) => ({ kind, completion })),
    print: ({ completion }: { readonly completion: string }) => `${kind} ${completion}`,
    bodies: none,
  };
}

type Kinds = LockStatement | CompletionStatement | 'trylock' | 'wait-for-completion';

export const locking: { readonly [K in Kinds]: Syntax<K> } = {
  lock: { ...ofLock('lock', exclusive), steps: ['acquires'] },
  unlock: ofLock('unlock', exclusive),
  'read-lock': { ...ofLock('read-lock', readable), steps: ['acquires'] },
  'read-unlock': ofLock('read-unlock', readable),
  down: { ...ofLock('down', ['semaphore']), steps: ['acquires'] },
  up: ofLock('up', ['semaphore']),
  trylock: {
    mapping: mapping<'trylock'>({
      schema: (body) =>
        z
          .strictObject({
            trylock: nameOr(pathText),
            then: body.describe('With the lock taken.'),
            else: body.optional().describe('The lock was not free.'),
          })
          .describe('Takes the lock if it is free, and never waits.'),
      parse(document, reader) {
        const lock = lockNamed(document.trylock, exclusive, reader, 'trylock');
        if (lock === undefined) return undefined;
        return {
          kind: 'trylock',
          lock,
          taken: reader.body('then', document.then),
          busy: reader.body('else', document.else),
        };
      },
      example: (words) => `{ trylock: ${words || '…'}, then: [ … ], else: [ … ] }`,
    }),
    print: ({ lock }) => `trylock ${lock}`,
    bodies: ({ taken, busy }) => [taken, busy],
  },
  complete: ofCompletion('complete'),
  'complete-all': ofCompletion('complete-all'),
  'reinit-completion': ofCompletion('reinit-completion'),
  'wait-for-completion': {
    text: {
      form: 'wait-for-completion X [interruptible]',
      parse([given, manner, ...more], { find, names, report, text }) {
        if (given === undefined || more.length > 0 || (manner !== undefined && manner !== 'interruptible'))
          return report(
            `expected 'wait-for-completion', the name of a completion, and perhaps 'interruptible', found '${text}'`,
          );
        return madeOf(find('completion', given, names.completions), (completion) => ({
          kind: 'wait-for-completion',
          completion,
          interruptible: manner !== undefined,
          onSignal: [],
        }));
      },
    },
    mapping: mapping<'wait-for-completion'>({
      schema: (body) =>
        z
          .strictObject({ 'wait-for-completion': name, 'on-signal': onSignal(body) })
          .describe('Sleeps, interruptibly, until the completion can be counted down.'),
      parse(document, { find, names, errorPath }) {
        const undone = errorPath(document['on-signal']);
        return madeOf(
          find('completion', document['wait-for-completion'], names.completions, 'wait-for-completion'),
          (completion) => ({
            kind: 'wait-for-completion',
            completion,
            interruptible: true,
            onSignal: undone,
          }),
        );
      },
    }),
    print: ({ completion, interruptible }) =>
      `wait-for-completion ${completion}${interruptible ? ' interruptible' : ''}`,
    bodies: (statement) => [statement.onSignal],
    steps: ['acquires'],
  },
};
