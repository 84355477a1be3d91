import fc from 'fast-check';
import { stringify } from 'yaml';

/*
 * Small scenarios with objects: two kinds, of which one refers to the other, references of tasks and one that all share, shadow
 * variables, and reference counts.
 */

const simple = fc.constantFrom(
  'new sk',
  'new head',
  'new w',
  'new w->sk',
  'pick sk',
  'pick w',
  'free sk',
  'free head',
  'free w->sk',
  'free w',
  'get sk',
  'get head',
  'put sk',
  'put head',
  'set sk head',
  'set head sk',
  'set sk none',
  'set w->sk sk',
  'set head w->sk',
  'set sk->state open',
  'set sk->state head->state',
  'set w->sk->state open',
  'increment sk->users',
  'decrement head->users',
  'set sk->users head->users + 1',
  'set sk->refcount 2',
  'shadow-alloc sk->mark',
  'shadow-get-or-alloc sk->mark',
  'shadow-get-or-alloc head->seen',
  'shadow-free sk->mark',
  'shadow-free w->sk->seen',
  'shadow-free-all mark',
  'set sk->mark high',
  'increment sk->seen',
  'assert sk->state = open',
  'assert sk = none or sk->users < 1',
  'assert head != none and head->mark != none and head->mark = high',
  'wait until head != none',
  'wait until sk->users >= 1 freezable',
  'sleep',
  'lock sk->guard',
  'unlock sk->guard',
  'lock head->guard',
  'unlock head->guard',
  'lock sk->bit',
  'unlock sk->bit',
);

const branch = fc.record({
  if: fc.constantFrom(
    'sk = none',
    'sk != head',
    'sk->state = open',
    'sk != none and sk->mark = none',
    'not (head = none or head->seen > 0)',
    'w->sk->state = open',
  ),
  then: fc.array(simple, { maxLength: 2 }),
  else: fc.array(simple, { maxLength: 1 }),
});

const trylock = fc.record({
  trylock: fc.constantFrom('sk->guard', 'head->bit'),
  then: fc.array(simple, { maxLength: 2 }),
});
const compound = fc.oneof({ weight: 3, arbitrary: branch }, { weight: 1, arbitrary: trylock });

const body = fc.array(fc.oneof({ weight: 5, arbitrary: simple }, { weight: 1, arbitrary: compound }), {
  maxLength: 3,
});

/** The text of a scenario that is well-formed. */
export const arbitraryObjectScenarioText: fc.Arbitrary<string> = fc
  .record({
    scenario: fc.constant('random'),
    objects: fc.record({
      socket: fc.record({
        count: fc.integer({ min: 1, max: 2 }),
        initially: fc.integer({ min: 0, max: 1 }),
        fields: fc.constant({ state: ['fresh', 'open'], users: '0..1' }),
        locks: fc.constant({ guard: 'mutex', bit: 'spinlock' }),
        shadow: fc.constant({ mark: ['low', 'high'], seen: '0..1' }),
        refcount: fc.constant(2),
      }),
      waiter: fc.constant({ count: 1, fields: { sk: { 'refers-to': 'socket' } } }),
    }),
    data: fc.constant({
      sk: { 'refers-to': 'socket', per: 'task' },
      head: { 'refers-to': 'socket' },
      w: { 'refers-to': 'waiter' },
    }),
    functions: fc.record({ f: fc.record({ old: body, new: body }), helper: body }),
    syscalls: fc.record({ s: body.map((each) => ['new sk', 'call f', 'call helper', ...each]) }),
    tasks: fc.record({
      user: fc.record({
        kind: fc.constant('user'),
        runs: fc.constant(['s']),
        repeat: fc.constantFrom('once', 'forever'),
        count: fc.integer({ min: 1, max: 2 }),
      }),
      worker: body.map((each) => ({ kind: 'kthread', runs: ['safe-point', ...each] })),
    }),
  })
  .map((document) => stringify(document));
