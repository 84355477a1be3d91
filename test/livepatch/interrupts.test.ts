import { describe, expect, test } from 'vitest';
import { verdictOf } from '../support/check.js';

/* What runs on top of tasks, what they have done later, and how they end. */

const scenario = (parts: {
  readonly read?: string;
  readonly tasks?: string;
  readonly more?: string;
}): string => `
scenario: test
locks: { S: spinlock, M: mutex }
data: { D: [x, y], n: 0..2 }
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f${parts.read ?? ''}] }
tasks:
  reader: { kind: user, runs: [read] }
  ${parts.tasks ?? ''}
${parts.more ?? ''}
`;

const ask = (parts: Parameters<typeof scenario>[0], property: string, model = 'null') =>
  verdictOf(scenario(parts), model, property);

const asked = (parts: Parameters<typeof scenario>[0], formula: string, model = 'null') =>
  ask({ ...parts, more: `${parts.more ?? ''}\nproperties: { asked: '${formula}' }` }, 'asked', model);

describe('an interrupt', () => {
  const tasks = 'irq: { kind: interrupt, runs: [set D y, set D x] }';

  test('comes between any two steps of a task, and the task takes none meanwhile', async () => {
    expect(
      await ask(
        { read: ', set D x, assert D = x', tasks: 'irq: { kind: interrupt, runs: [set D y] }' },
        'data-compatibility',
      ),
    ).toBe('violated');
    // Whatever it does is over before the task goes on.
    expect(await ask({ read: ', assert D = x', tasks }, 'data-compatibility')).toBe('violated');
    const onReader = 'irq: { kind: interrupt, runs: [set D y, set D x], on: [reader] }';
    expect(
      await asked({ read: ', set n 1', tasks: onReader }, '[] (is(D, y) && is(n, 0) -> is(n, 0) U is(D, x))'),
    ).toBe('holds');
  });

  test('does not come where interrupts are off, on whatever CPU they are', async () => {
    const section = ', local-irq-save, set D x, assert D = x, local-irq-restore';
    const irq = (on: string): string => `irq: { kind: interrupt, runs: [set D y], on: [${on}] }`;
    expect(await ask({ read: section, tasks: irq('reader') }, 'data-compatibility')).toBe('holds');
    expect(
      await ask({ read: section, tasks: `idle: { kind: idle }\n  ${irq('idle')}` }, 'data-compatibility'),
    ).toBe('violated');
    const nested =
      ', local-irq-save, local-irq-save, local-irq-restore, set D x, assert D = x, local-irq-restore';
    expect(await ask({ read: nested, tasks: irq('reader') }, 'data-compatibility')).toBe('holds');
  });

  test('comes to no task that is asleep, or waits for a mutex that another one has', async () => {
    const irq = 'irq: { kind: interrupt, runs: [set D y], on: [sleeper] }';
    const sleeper = (body: string): string => `sleeper: { kind: kthread, runs: [${body}] }\n  ${irq}`;
    expect(await asked({ tasks: sleeper('sleep uninterruptible') }, '[] is(D, x)')).toBe('holds');
    expect(await asked({ tasks: sleeper('cond-resched') }, '[] is(D, x)')).toBe('violated');
  });

  test('waits for ever for a spinlock of the task that it has interrupted', async () => {
    const irq = 'irq: { kind: interrupt, runs: [lock S, unlock S], on: [reader] }';
    expect(await ask({ read: ', lock S, unlock S', tasks: irq }, 'deadlock-freedom')).toBe('violated');
    expect(
      await ask(
        { read: ', local-irq-save, lock S, unlock S, local-irq-restore', tasks: irq },
        'deadlock-freedom',
      ),
    ).toBe('holds');
  });

  test('neither sleeps nor goes back with a lock', async () => {
    for (const body of ['sleep', 'lock M, unlock M', 'lock S', 'local-irq-save', 'cond-resched'])
      expect([
        body,
        await ask(
          { read: ', lock S, unlock S', tasks: `irq: { kind: interrupt, runs: [${body}] }` },
          'lock-discipline',
        ),
      ]).toEqual([body, 'violated']);
    expect(
      await ask(
        {
          read: ', local-irq-save, lock S, unlock S, local-irq-restore',
          tasks: 'irq: { kind: interrupt, runs: [lock S, unlock S] }',
        },
        'lock-discipline',
      ),
    ).toBe('holds');
    expect(await ask({ read: ', local-irq-save', tasks }, 'lock-discipline')).toBe('violated');
    expect(await ask({ read: ', local-irq-save, sleep, local-irq-restore', tasks }, 'lock-discipline')).toBe(
      'violated',
    );
  });

  test('comes so often as is said, and else without bound', async () => {
    const counting = (times: string): string => `irq: { kind: interrupt, runs: [increment n]${times} }`;
    expect(await ask({ tasks: counting(', times: 2') }, 'data-compatibility')).toBe('holds');
    expect(await ask({ tasks: counting('') }, 'data-compatibility')).toBe('violated');
  });

  test('is redirected as the task on top of which it runs, but under kGraft, where its CPU decides', async () => {
    const text = (condition: string): string => `
scenario: an interrupt on top of a task that has switched
data: { seen: [nothing, old, new] }
functions:
  f: { old: [], new: [] }
  handler: { old: [set seen old], new: [set seen new] }
syscalls: { read: [call f] }
tasks:
  reader: { kind: user, runs: [read] }
  irq: { kind: interrupt, runs: [call handler], on: [reader] }
properties: { asked: '${condition}' }
`;
    const apart = '[] ! (inside-old(reader) && inside-new(irq))';
    // Nobody but the reader is interrupted.
    expect(await verdictOf(text(apart), 'klp', 'asked')).toBe('holds');
    expect(await verdictOf(text(apart), 'klp:steps=fine', 'asked')).toBe('holds');
    expect(await verdictOf(text(apart), 'kgraft', 'asked')).toBe('violated');
  });

  test('keeps klp from its task, stop_machine() from the machine, and nobody from the end of a transition', async () => {
    const interrupted = {
      read: ', set n 1, set n 0',
      tasks: 'irq: { kind: interrupt, runs: [set D y, call g, set D x], on: [reader] }',
    };
    const text = (model: string, property: string) =>
      verdictOf(
        scenario(interrupted).replace(
          'f: { old: [], new: [] }',
          'f: { old: [], new: [] }, g: { old: [], new: [] }',
        ),
        model,
        property,
      );
    for (const model of ['klp', 'klp:steps=fine', 'simple', 'kgraft', 'null'])
      expect([model, await text(model, 'convergence')]).toEqual([model, 'holds']);
    for (const model of ['klp', 'klp:steps=fine', 'kpatch', 'simple']) {
      expect([model, await text(model, 'stack-consistency')]).toEqual([model, 'vacuous']);
      expect([model, await text(model, 'no-warning')]).not.toEqual([model, 'violated']);
    }
    for (const model of ['kpatch', 'simple'])
      for (const property of ['global-consistency', 'atomic-switch'])
        expect([model, property, await text(model, property)]).toEqual([model, property, 'holds']);
  });

  test('takes a task in user space over the boundary', async () => {
    const hog = (irq: string): string => `
scenario: a hog
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f] }
tasks: { hog: { kind: cpu-hog }, reader: { kind: user, runs: [read] }${irq} }
fairness: { strong: [enters-kernel(reader)${irq === '' ? '' : ', interrupts(irq)'}] }
`;
    const irq = ', irq: { kind: interrupt, runs: [call f], on: [hog] }';
    for (const model of ['klp:wake=nobody:kernel=no-stack', 'kgraft:wake=nobody', 'simple:wake=nobody']) {
      expect([model, await verdictOf(hog(''), model, 'convergence')]).toEqual([model, 'violated']);
      expect([model, await verdictOf(hog(irq), model, 'convergence')]).toEqual([model, 'holds']);
    }
  });
});

describe('a timer', () => {
  const tasks = 'idle: { kind: idle }\n  tick: { kind: timer, runs: [set D y] }';

  test('comes once it is armed, and once', async () => {
    expect(await asked({ tasks }, '[] is(D, x)')).toBe('holds');
    expect(await asked({ read: ', arm tick', tasks: `${tasks}` }, '[] is(D, x)')).toBe('violated');
    const once = 'idle: { kind: idle }\n  tick: { kind: timer, runs: [increment n] }';
    const text = scenario({ read: ', arm tick', tasks: once }).replace(
      'runs: [read] }',
      'runs: [read], repeat: once }',
    );
    expect(
      await verdictOf(
        text.concat("properties: { asked: '[] (exited(reader) && is(n, 1) -> [] is(n, 1))' }\n"),
        'null',
        'asked',
      ),
    ).toBe('holds');
  });

  test('comes sooner or later', async () => {
    const text = scenario({ read: ', arm tick', tasks }).replace(
      'runs: [read] }',
      'runs: [read], repeat: once }',
    );
    const comes = "properties: { asked: '[] (exited(reader) -> <> is(D, y))' }\n";
    expect(await verdictOf(text.concat(comes), 'null', 'asked')).toBe('holds');
    expect(
      await verdictOf(
        text.replace('kind: timer', 'kind: interrupt').replace(', arm tick', '').concat(comes),
        'null',
        'asked',
      ),
    ).toBe('violated');
  });

  test('is cancelled; and cancelled in such a way that it does not run any more', async () => {
    const body = (cancel: string): string => `, arm tick, ${cancel} tick, set D x, assert D = x`;
    const once = (cancel: string): string =>
      scenario({ read: body(cancel), tasks }).replace('runs: [read] }', 'runs: [read], repeat: once }');
    expect(await verdictOf(once('cancel-sync'), 'null', 'data-compatibility')).toBe('holds');
    expect(await verdictOf(once('cancel'), 'null', 'data-compatibility')).toBe('violated');
    expect(await verdictOf(once('arm'), 'null', 'data-compatibility')).toBe('violated');
  });

  test('waits for ever where it is waited for with a lock that it needs', async () => {
    const needs = 'idle: { kind: idle }\n  tick: { kind: timer, runs: [lock S, unlock S], on: [idle] }';
    const read = ', lock S, arm tick, cancel-sync tick, unlock S';
    expect(await ask({ read, tasks: needs }, 'deadlock-freedom')).toBe('violated');
    expect(
      await ask({ read: ', arm tick, cancel-sync tick, lock S, unlock S', tasks: needs }, 'deadlock-freedom'),
    ).toBe('holds');
  });
});

describe('a worker', () => {
  const worker = 'kworker: { kind: worker }';

  test.each(['klp', 'kpatch', 'null'])(
    'that has nothing more to do is in no deadlock under %s',
    async (model) => {
      const tasks = `${worker}\n  last: { kind: user, runs: [read], repeat: once }`;
      const parts = { read: ', queue-work flush', tasks, more: 'work: { flush: [call f] }' };
      const text = scenario(parts).replace('runs: [read] }', 'runs: [read], repeat: once }');
      expect(await verdictOf(text, model, 'deadlock-freedom')).toBe('holds');
    },
  );

  const more = 'work: { flush: [call f, decrement n] }';

  test('does what is queued, and what is queued twice before it begins, once', async () => {
    const read = ', increment n, queue-work flush';
    expect(await asked({ tasks: worker, more }, '[] sleeping(kworker)')).toBe('holds');
    const text = scenario({ read, tasks: worker, more }).replace(
      'runs: [read] }',
      'runs: [read], repeat: once }',
    );
    expect(
      await verdictOf(
        `${text}properties: { asked: '[] (exited(reader) -> <> is(n, 0))' }\n`,
        'null',
        'asked',
      ),
    ).toBe('holds');
    const twice = text.replace(read, `${read}${read}`);
    expect(
      await verdictOf(
        `${twice}properties: { asked: '[] (exited(reader) -> <> is(n, 0))' }\n`,
        'null',
        'asked',
      ),
    ).toBe('violated');
  });

  test('is switched where it sleeps, or between two work items', async () => {
    const text = scenario({ read: ', queue-work flush', tasks: worker, more: 'work: { flush: [call f] }' });
    // Queued again before it has come to sleep, for ever: no round of klp finds it off its CPU.
    expect(await verdictOf(text, 'klp', 'convergence')).toBe('violated');
    expect(await verdictOf(text, 'klp:finds=preempted', 'convergence')).toBe('holds');
    expect(await verdictOf(text, 'kgraft', 'convergence')).toBe('holds');
    expect(await verdictOf(text, 'simple', 'convergence')).toBe('holds');
    const rare = text.replace('runs: [read] }', 'runs: [read], repeat: once }');
    expect(await verdictOf(rare, 'klp', 'convergence')).toBe('holds');
  });
});

test('an idle task is switched where it comes round, if it is woken, and is nobody to the others', async () => {
  const tasks = 'idle: { kind: idle }';
  expect(await ask({ tasks }, 'convergence', 'klp')).toBe('holds');
  expect(await ask({ tasks }, 'convergence', 'klp:wake=nobody')).toBe('violated');
  for (const model of ['kgraft', 'simple'])
    expect([model, await ask({ tasks }, 'convergence', model)]).toEqual([model, 'holds']);
  const busy = 'idle: { kind: idle, runs: [call f] }';
  expect(await ask({ tasks: busy }, 'unload-safety', 'klp')).toBe('vacuous');
  expect(await ask({ tasks: busy, more: 'patch: { removed: true }' }, 'unload-safety', 'klp')).toBe('holds');
  // kGraft goes over the task list, which has no idle tasks.
  expect(await ask({ tasks: busy, more: 'patch: { removed: true }' }, 'unload-safety', 'kgraft')).toBe(
    'violated',
  );
});

test('a task that exits is gone, with what is on its stack', async () => {
  const dies = { read: ', { if: D = x, then: [exit] }, set n 1' };
  expect(await asked(dies, '[] is(n, 0)')).toBe('holds');
  expect(await asked({ read: ', set D y, exit' }, '[] (is(D, y) -> <> exited(reader))')).toBe('holds');
  expect(await ask({ read: ', local-irq-save, exit' }, 'lock-discipline')).toBe('violated');
  expect(await ask({ read: ', exit' }, 'convergence', 'klp')).toBe('holds');
});
