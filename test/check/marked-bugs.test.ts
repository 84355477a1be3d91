import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { InputError } from '../../src/scenario/index.js';
import { verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';

/* An assert that a bug breaks before the patch: the old functions by themselves are no verdict. */

const text = (parts: {
  readonly old: string;
  readonly new: string;
  readonly after?: string;
  readonly more?: string;
}): string => `
scenario: a bug
data: { D: [sound, broken] }
functions: { f: { old: ${parts.old}, new: ${parts.new} }, g: { old: [], new: [] } }
syscalls: { read: [call f, ${parts.after ?? '{ assert: D = sound, bug: D is broken }'}, set D sound] }
tasks: { reader: { kind: user, runs: [read] } }
${parts.more ?? ''}
`;
const repaired = { old: '[set D broken]', new: '[]' };

async function codesOf(scenario: string): Promise<readonly string[]> {
  const request = { scenarios: [scenarioOf(scenario)], knownModels: models, knownProperties: properties };
  try {
    await check({ ...request, models: [] });
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.diagnostics.map(({ code, line }) => `${line}: ${code}`);
  }
}

describe('a bug that is marked', () => {
  test('has to be there before the patch, and not after it', async () => {
    expect(await codesOf(text(repaired))).toEqual([]);
    expect(await codesOf(text({ old: '[]', new: '[]' }))).toEqual(['5: bug-not-there']);
    expect(await codesOf(text({ old: '[set D broken]', new: '[set D broken]' }))).toEqual([
      '5: bug-not-repaired',
    ]);
    expect(await codesOf(text({ old: '[]', new: '[set D broken]' }))).toEqual([
      '5: bug-not-there',
      '5: bug-not-repaired',
    ]);
    // Nothing that is not marked is looked at.
    expect(await codesOf(text({ old: '[]', new: '[set D broken]', after: 'assert D = sound' }))).toEqual([]);
  });

  test('has to be where the patch has an effect', async () => {
    const elsewhere = `
scenario: a bug that is seen elsewhere
data: { D: [sound, broken] }
functions: { f: { old: [set D broken], new: [] } }
syscalls: { write: [call f], read: [{ assert: D = sound, bug: D is broken }] }
tasks: { writer: { kind: user, runs: [write] }, reader: { kind: user, runs: [read] } }
`;
    expect(await codesOf(elsewhere)).toEqual(['5: bug-not-repaired']);
  });

  test('is no verdict where nobody who fails has run new functions', async () => {
    const marked = await Promise.all(
      models.map(({ name }) => verdictOf(text(repaired), name, 'data-compatibility')),
    );
    const found = new Map(models.map(({ name }, index) => [name, marked[index]]));
    for (const model of ['klp', 'simple', 'kpatch', 'kgraft', 'null'])
      expect([model, found.get(model)]).toEqual([model, 'holds']);
    expect(
      await verdictOf(text({ ...repaired, after: 'assert D = sound' }), 'klp', 'data-compatibility'),
    ).toBe('violated');
  });

  test('is one where it comes about in the transition, after new functions', async () => {
    // The task that breaks it is another one, which has not switched.
    const two = text({ ...repaired, more: '' }).replace(
      'reader: {',
      'other: { kind: user, runs: [read] }, reader: {',
    );
    for (const [model, verdict] of [
      ['klp', 'violated'],
      ['kgraft', 'violated'],
      ['null', 'violated'],
    ] as const)
      expect([model, await verdictOf(two, model, 'data-compatibility')]).toEqual([model, verdict]);
  });
});
