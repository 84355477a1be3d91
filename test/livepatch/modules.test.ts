import { describe, expect, test } from 'vitest';
import { cellsOf, runOf, verdictOf } from '../support/check.js';

/* Modules that tasks load and unload: whose code is where, and what klp does about it. */

const scenario = (calls: string, modprobe: string, more = '', initially = 'absent'): string => `
scenario: test
locks: [klp_mutex]
data: { hook: [none, there] }
functions:
  f: { old: [], new: [] }
  helper: [sleep]
modules: { M: { functions: [f, helper], initially: ${initially} } }
syscalls: { read: ${calls}, modprobe: ${modprobe} }
tasks:
  reader: { kind: user, runs: [read] }
  modprobe: { kind: user, runs: [modprobe], repeat: once }
patch: { mutex: klp_mutex, ${more} }
`;
const careful = '[{ if: hook = there, then: [call f] }]';

describe('code of a module', () => {
  test.each(['klp', 'kgraft', 'kpatch', 'null'])(
    'is not called before it is there under %s',
    async (model) => {
      expect(await verdictOf(scenario('[call f]', '[load M]'), model, 'unload-safety')).toBe('violated');
      expect(await verdictOf(scenario(careful, '[load M, set hook there]'), model, 'unload-safety')).toBe(
        'holds',
      );
    },
  );

  test('is freed under whoever is in it, in a function that is not patched as well', async () => {
    const text = scenario('[call helper]', '[unload M]', '', 'loaded');
    const cells = await cellsOf(text, 'klp');
    expect(cells.find(({ property }) => property.name === 'unload-safety')?.verdict).toMatchObject({
      kind: 'violated',
    });
    const asleep = scenario(
      '[{ if: hook = none, then: [call f] }]',
      '[set hook there, unload M]',
      '',
      'loaded',
    );
    expect((await runOf(asleep, 'klp', 'unload-safety')).at(-1)).toMatch(
      /^(modprobe: frees the code|reader: calls f)/,
    );
  });

  test('that is new is in the module of the patch: a task in it goes on when the other has gone', async () => {
    // The reader is in the new function from where nothing of the old module is left on its stack.
    const text = `
scenario: test
locks: [klp_mutex]
data: { stage: [early, late] }
functions:
  f: { old: [], new: [set stage late, sleep] }
modules: { M: { functions: [f] } }
syscalls: { read: [call f], modprobe: [wait until stage = late, unload M] }
tasks:
  reader: { kind: user, runs: [read], repeat: once }
  modprobe: { kind: user, runs: [modprobe], repeat: once }
patch: { mutex: klp_mutex }
`;
    expect(await verdictOf(text, 'klp', 'unload-safety')).toBe('holds');
  });
});

describe('the notifier of klp', () => {
  test('patches a module that comes, in the midst of a transition too, and whoever is patched goes on to its new functions', async () => {
    const text = scenario(careful, '[load M, set hook there]', 'removed: true, reversed: true');
    for (const model of ['klp', 'klp:steps=fine'])
      for (const property of ['task-monotonicity', 'stack-consistency', 'no-warning', 'deadlock-freedom'])
        expect([model, property, await verdictOf(text, model, property)]).not.toContain('violated');
  });

  test('waits for the mutex, which the patcher has at times', async () => {
    const text = scenario(careful, '[load M, set hook there]');
    const cells = await cellsOf(
      `${text}properties: { waits: '[] !waits-for(modprobe, klp_mutex)' }\n`,
      'klp',
    );
    expect(cells.find(({ property }) => property.name === 'waits')?.verdict.kind).toBe('violated');
    expect(await verdictOf(text, 'klp', 'no-starvation')).toBe('holds');
  });

  test('without klp_alive, a patch finds a module that it has not come to, or that has gone for it', async () => {
    for (const [modprobe, initially, step] of [
      ['[load M]', 'absent', 'modprobe: klp_module_coming(M)'],
      ['[unload M]', 'loaded', 'modprobe: frees the code of module M'],
    ] as const) {
      const text = scenario('[]', modprobe, '', initially).replace('read: []', 'read: [sleep]');
      const run = await runOf(text, 'klp:bug=module-not-alive', 'no-warning');
      expect(run.at(-1)).toBe(step);
      expect(await verdictOf(text, 'klp', 'no-warning')).not.toBe('violated');
    }
  });
});

test('what a model does to a module that it knows nothing of is what it does to any function', async () => {
  const text = scenario(careful, '[load M, set hook there]', 'removed: true');
  for (const model of ['kgraft', 'kpatch', 'simple'])
    expect([model, await verdictOf(text, model, 'task-monotonicity')]).not.toContain('violated');
});
