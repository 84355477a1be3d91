import fc from 'fast-check';
import { stringify } from 'yaml';
import { sometimesInterrupted } from './with-interrupts.js';

/*
 * Small scenario documents: two tasks at most of each kind, and one that may be forked, two patched functions and a helper, a lock of each kind, one event
 * and one completion, one flag and two counters. Functions only call later ones, so there is no recursion.
 */

type StatementDocument = unknown;

/**
 * @param callable calls, as they are written
 * @param values what the body may return; where there are any, it returns one at its end
 */
export function statements(
  callable: readonly string[],
  depth: number,
  values: readonly string[] = [],
): fc.Arbitrary<StatementDocument[]> {
  if (values.length > 0)
    return fc
      .tuple(nested(callable, depth, values), fc.constantFrom(...values))
      .map(([body, value]) => [...body, `return ${value}`]);
  return nested(callable, depth, values);
}

function nested(
  callable: readonly string[],
  depth: number,
  values: readonly string[],
): fc.Arbitrary<StatementDocument[]> {
  const simple = fc.constantFrom(
    'lock A',
    'unlock A',
    'lock S',
    'unlock S',
    'sleep',
    'sleep uninterruptible',
    'sleep freezable',
    'wait ready freezable',
    'cond-resched',
    'signal-pending',
    'fork child',
    'release-task',
    'load M',
    'unload M',
    'wait ready',
    'wait ready uninterruptible',
    'wake ready',
    'set flag on',
    'set flag off',
    'set mine flag',
    'assert flag = off',
    'assert mine != on',
    'assert not (flag = on and users > 0) or mine = flag',
    'assert users <= spare',
    'wait until flag = on',
    'wait until users >= 1 and mine != flag uninterruptible',
    'wait until not (flag = off or users < spare) freezable',
    'wait until users > 0 without-safe-point',
    'set users spare + 1',
    'set users users + spare',
    'set spare spare - users',
    'set spare users - 2',
    'increment users',
    'decrement users',
    ...(values.length > 0 ? values.map((each) => `return ${each}`) : ['return']),
    'preempt-disable',
    'preempt-enable',
    'rcu-read-lock',
    'rcu-read-unlock',
    'synchronize-rcu',
    'lock R',
    'unlock R',
    'read-lock R',
    'read-unlock R',
    'read-lock Q',
    'read-unlock Q',
    'lock H',
    'unlock H',
    'down T',
    'up T',
    'complete done',
    'complete-all done',
    'reinit-completion done',
    'wait-for-completion done',
    'wait-for-completion done interruptible',
  );
  const leaf =
    callable.length === 0
      ? simple
      : fc.oneof(simple, fc.constantFrom(...callable.map((each) => `call ${each}`)));
  if (depth === 0) return fc.array(leaf, { maxLength: 2 });
  const inner = nested(callable, depth - 1, values);
  const onSignal = nested(callable, depth - 1, []);
  const compound = fc.oneof(
    fc.record({
      if: fc.constantFrom(
        'flag = on',
        'users != 0',
        'mine = flag',
        'users < spare or not flag = mine',
        'users = spare',
      ),
      then: inner,
      else: inner,
    }),
    fc.record({ trylock: fc.constantFrom('A', 'R', 'H'), then: inner, else: inner }),
    fc.record({ 'wait-for-completion': fc.constant('done'), 'on-signal': onSignal }),
    fc.record({ either: fc.tuple(inner, inner) }),
    fc.record({ loop: inner }),
    fc.constant({ assert: 'flag = off', bug: 'a bug' }),
    fc.record({ switch: fc.constant('users'), cases: fc.record({ 0: inner }), else: inner }),
    fc.record({ switch: fc.constant('flag'), cases: fc.record({ on: inner, off: inner }) }),
    fc.record({ sleep: fc.constant('interruptible'), 'on-signal': onSignal }),
    fc.record({ wait: fc.constantFrom('ready', 'until flag = on and users < 1'), 'on-signal': onSignal }),
    ...(callable.length === 0
      ? []
      : [fc.record({ call: fc.constantFrom(...callable), 'on-signal': onSignal })]),
  );
  const body = fc.array(fc.oneof({ weight: 4, arbitrary: leaf }, { weight: 1, arbitrary: compound }), {
    maxLength: 2,
  });
  return fc.oneof(
    { weight: 4, arbitrary: body },
    {
      weight: 1,
      arbitrary: fc
        .tuple(inner, body)
        .map(([leapt, after]) => [{ if: 'flag = on', then: ['goto out'] }, ...leapt, 'label out', ...after]),
    },
  );
}

/** Calls of the helper, which takes and returns something before the patch and after it. */
const helper = ['helper(on) -> mine', 'helper(flag)', 'helper(mine) -> flag'];
/** Calls of `inner`, as they are written before the patch and after it. */
const inner = { old: ['inner'], new: ['inner(1) -> users', 'inner(users)'] };

const outer = fc.record(
  {
    old: statements([...inner.old, ...helper], 1),
    new: statements([...inner.new, ...helper], 1),
    signature: fc.constant({ old: 'f(x)', new: 'f(x, y)' }),
  },
  { requiredKeys: ['old', 'new'] },
);

export const userTask = fc.record(
  {
    kind: fc.constant('user'),
    runs: fc.constantFrom(['first'], ['second'], ['first', 'second']),
    repeat: fc.constantFrom('once', 'forever'),
    count: fc.integer({ min: 1, max: 2 }),
  },
  { requiredKeys: ['kind', 'runs'] },
);
export const otherTask = fc.oneof(
  statements(['outer', 'inner'], 0).map((body) => ({ kind: 'kthread', runs: ['safe-point', ...body] })),
  statements(['outer'], 0).map((body) => ({ kind: 'kthread', runs: ['sleep', ...body] })),
  fc.constant({ kind: 'cpu-hog' }),
  fc.constant({ kind: 'signaller', signals: ['user'] }),
  userTask,
);

/** What the patcher can come to: it forks no task, and stays in the task list. */
const isOfTasks = (statement: unknown): boolean => /fork|release-task/.test(JSON.stringify(statement));

const callback = (callable: readonly string[], ...others: readonly string[]) =>
  fc
    .tuple(statements(callable, 1), fc.subarray([...others]))
    .map(([body, more]) => [...body, ...more].filter((each) => !isOfTasks(each)));

const callbacks = (callable: readonly string[]) =>
  fc.record(
    {
      'pre-patch': callback(callable, 'fail'),
      'post-patch': callback(callable),
      'pre-unpatch': callback(callable),
      'post-unpatch': callback(callable),
    },
    { requiredKeys: [] },
  );

/** What statements may name, of which {@link withUsed} leaves what none does. */
export const declaredLocks = {
  locks: fc.constantFrom('mutex', 'spinlock').map((S) => ({
    ...{ A: 'mutex', S, R: 'rw-semaphore', Q: 'rwlock' },
    ...{ H: { kind: 'mutex', 'handed-over': true }, T: { kind: 'semaphore', count: 2 } },
  })),
  completions: fc.constant(['done']),
};

/** The text of a scenario that is well-formed. */
export const arbitraryScenarioText: fc.Arbitrary<string> = sometimesInterrupted(
  fc.record({
    scenario: fc.constant('random'),
    ...declaredLocks,
    events: fc.constant(['ready']),
    data: fc.constant({
      flag: ['off', 'on'],
      users: '0..1',
      spare: '-1..1',
      mine: { values: ['off', 'on'], per: 'task' },
    }),
    functions: fc.record({
      outer,
      inner: fc.record({
        old: statements(helper, 1),
        new: statements(helper, 1, ['0', 'users', 'more']),
        signature: fc.constant({ old: {}, new: { parameters: { more: '0..1' }, returns: '0..1' } }),
      }),
      helper: fc.record({
        body: statements([], 1, ['off', 'on', 'given']),
        signature: fc.constant({ parameters: { given: ['off', 'on'] }, returns: ['off', 'on'] }),
      }),
    }),
    syscalls: fc.record({
      first: statements(['outer', 'inner'], 1),
      second: statements(['inner', ...helper], 0),
    }),
    tasks: fc.record(
      { user: userTask, child: fc.constant({ kind: 'user', runs: ['second'] }), other: otherTask },
      { requiredKeys: ['user', 'child'] },
    ),
    patch: fc.oneof(
      fc.record({ removed: fc.boolean(), reversed: fc.boolean() }),
      fc.record({ removed: fc.boolean(), earlier: fc.constant('stacked') }),
      fc.constant({ earlier: 'replaced' }),
    ),
    module: fc.option(
      fc.record({
        functions: fc.constantFrom(['inner'], ['inner', 'helper'], ['outer']),
        initially: fc.constantFrom('loaded', 'absent'),
      }),
      { freq: 1 },
    ),
    callbacks: fc.option(fc.record({ calling: callbacks([...inner.old, ...helper]), alone: callbacks([]) }), {
      freq: 1,
    }),
  }),
)
  .map(({ module, ...document }) =>
    module
      ? { ...document, modules: { M: module }, patch: { ...document.patch, mutex: 'A' } }
      : withoutModules(document),
  )
  .map(({ callbacks: chosen, ...document }) => {
    if (!chosen) return stringify(withUsed(document));
    const { inner, helper } = document.functions;
    const own = isOfTasks([inner, helper]) ? chosen.alone : chosen.calling;
    return stringify(withUsed({ ...document, patch: { ...document.patch, callbacks: own } }));
  });

/** The same without the statements that load modules. */
export function withoutModules<T>(document: T): T {
  const text = JSON.stringify(document).replaceAll(/"(un)?load M"/g, '"cond-resched"');
  return JSON.parse(text) as T;
}

/** What no statement names is not declared: a search would carry it through all states. */
export function withUsed<T extends { readonly locks: object; readonly completions: readonly string[] }>({
  locks,
  completions,
  ...document
}: T) {
  const words = new Set(JSON.stringify(document).split(/[^\w-]+/));
  return {
    ...document,
    locks: Object.fromEntries(Object.entries(locks).filter(([name]) => words.has(name))),
    completions: completions.filter((name) => words.has(name)),
  };
}
