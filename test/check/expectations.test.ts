import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { resolveExpectations } from '../../src/check/expectations.js';
import { findModel, findProperty, isUnknown } from '../../src/names/index.js';
import { printDiagnostic } from '../../src/scenario/index.js';
import { scenarioOf } from '../support/scenarios.js';

const withExpect = (block: string) =>
  resolveExpectations(
    scenarioOf(`
scenario: test
functions: { f: { old: [], new: [] } }
syscalls: { read: [call f] }
tasks: { reader: { kind: user, runs: [read] } }
expect:
${block}`),
    models,
    properties,
  );

function expected(block: string, modelName: string, propertyName: string): string | undefined {
  const resolved = withExpect(block);
  const [model, property] = [findModel(modelName, models), findProperty(propertyName, properties)];
  if (!resolved.ok || isUnknown(model) || isUnknown(property)) throw new Error('not well-formed');
  return resolved.value.of(model, property);
}

function problems(block: string): string {
  const resolved = withExpect(block);
  return resolved.ok ? '' : resolved.diagnostics.map(printDiagnostic).join('\n');
}

const block = `
  kgraft: { global-consistency: violated, others: not-violated }
  kgraft:wake=nobody: { atomic-switch: violated }
  others: { function-consistency: holds, others: vacuous }`;

test.each([
  ['kgraft', 'global-consistency', 'violated'],
  ['kgraft', 'function-consistency', 'not-violated'],
  ['kgraft:wake=kernel', 'global-consistency', 'violated'],
  ['kgraft:wake=nobody', 'atomic-switch', 'violated'],
  ['kgraft:wake=nobody', 'function-consistency', undefined],
  ['simple', 'function-consistency', 'holds'],
  ['simple', 'global-consistency', 'vacuous'],
])('%s, %s: %s', (model, property, verdict) => {
  expect(expected(block, model, property)).toBe(verdict);
});

test('one model under two names cannot be expected to be two things', () => {
  expect(
    problems('  kgraft: { atomic-switch: violated }\n  kgraft:wake=kernel: { atomic-switch: holds }'),
  ).toContain("'kgraft:wake=kernel' and 'kgraft' are the same model");
});

test('unknown names are told with the nearest one', () => {
  expect(problems('  kgarft: { atomic-switch: violated }')).toContain("did you mean 'kgraft'?");
  expect(problems('  kgraft: { atomic-swich: violated }')).toContain("did you mean 'atomic-switch'?");
});
