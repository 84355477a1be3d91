import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { klp, kpatch, nullModel, simple } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { type AdviceReport, advise, minimise } from '../../src/advise/index.js';
import { check } from '../../src/check/index.js';
import { type ConsistencyModel, instantiate, severityOf } from '../../src/livepatch/index.js';
import { parseDocumentOf, parseScenario } from '../../src/scenario/index.js';

const shipped = (name: string): string => readFileSync(`scenarios/${name}.yaml`, 'utf8');

function advised(text: string, model: ConsistencyModel): Promise<AdviceReport> {
  const models = [klp, simple, kpatch].map((each) => instantiate(each));
  return advise({ file: 's.yaml', text, model: instantiate(model), models, knownProperties: properties });
}

/** The properties of harm that a scenario violates, found in another way than advice is. */
async function harmful(text: string, model: ConsistencyModel): Promise<readonly string[]> {
  const parsed = parseScenario(text, 's.yaml');
  if (!parsed.ok) return expect.fail('no scenario');
  const { cells } = await check({
    scenarios: [{ ...parsed.value, expectations: [] }],
    knownModels: [model],
    knownProperties: properties,
  });
  return cells
    .filter(({ property, verdict }) => severityOf(property) === 'harm' && verdict.kind !== 'holds')
    .map(({ property }) => property.name);
}

describe('advice', () => {
  test('takes a deadlock away by the order of locks, and names the models that do without', async () => {
    const text = shipped('hazards/lock-order');
    const report = await advised(text, klp);
    expect(report.harm.violated.map(({ property }) => property.name)).toEqual(['deadlock-freedom']);
    expect(report.safeModels.map(({ model }) => model.name)).toEqual(['kpatch', 'simple']);
    expect(report.advices.map(({ changes }) => changes)).toEqual([
      [{ kind: 'lock-order', name: 'update', locks: ['A', 'B'] }],
    ]);
    expect(await harmful(report.advices[0]?.text ?? '', klp)).toEqual([]);
    expect(report.core).toBeUndefined();
  });

  test('patches the caller too, so that none of its calls is old while another is new', async () => {
    const text = `scenario: s
data: { buffer: { values: [dirty, zeroed], per: task } }
functions:
  caller: [set buffer dirty, call prepare, call use]
  prepare: { old: [], new: [set buffer zeroed] }
  use: { old: [set buffer zeroed], new: [assert buffer = zeroed] }
syscalls: { s: [call caller] }
tasks: { t: { kind: user, count: 2, runs: [s] } }
`;
    const report = await advised(text, klp);
    expect(report.harm.violated.map(({ property }) => property.name)).toEqual(['data-compatibility']);
    expect(report.advices.map(({ changes }) => changes)).toEqual([
      [{ kind: 'patch-function', name: 'caller' }],
    ]);
    expect(await harmful(report.advices[0]?.text ?? '', klp)).toEqual([]);
  });

  test('is none where the patch is safe', async () => {
    const report = await advised(shipped('hazards/body-only'), klp);
    expect(report.harm.violated).toEqual([]);
    expect(report.advices).toEqual([]);
  });

  test('where nothing helps is the core of what does the harm', async () => {
    const report = await advised(shipped('hazards/data-format'), nullModel);
    expect(report.advices).toEqual([]);
    const { core } = report;
    if (!core) return expect.fail('no core');
    // What lies there from the beginning is enough: nobody need have written it.
    expect(core.document.functions).toEqual({
      store: { old: [], new: [] },
      load: { old: [], new: ['assert field = format-2'] },
    });
  });
});

test('nothing can be left out of a minimal scenario, and its fault is that of the transition', async () => {
  const parsed = parseDocumentOf(shipped('hazards/lost-wake-up'), 's.yaml');
  if (!parsed.ok) return expect.fail('no scenario');
  const property = properties.find(({ name }) => name === 'deadlock-freedom') ?? expect.fail();
  const found = await minimise({ document: parsed.value.value, model: instantiate(klp), property });
  const again = found && (await minimise({ document: found.document, model: instantiate(klp), property }));
  expect(again).toMatchObject({ document: found?.document, steps: 0, isPartial: false });
});
