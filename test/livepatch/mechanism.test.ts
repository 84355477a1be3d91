import { expect, test } from 'vitest';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/index.js';
import { compose, instantiate } from '../../src/livepatch/index.js';
import { and, type ConsistencyModel, never, not, places, placesOf, type Rules } from '../../src/model.js';
import { SystemDefinitionError } from '../../src/system/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* A mechanism of several processes, with a mutex among them. */

const scenario = scenarioOf(`
scenario: test
functions: { f: { old: [], new: [] } }
syscalls: { write: [call f] }
tasks: { writer: { kind: user, runs: [write] } }
`);

const at = places('unpatched', 'patching', 'patched');
const atModule = placesOf('modprobe', 'not loaded', 'loading', 'loaded');

/** @param excludes whether the patcher and modprobe exclude one another */
function withMutex(excludes: boolean): ConsistencyModel {
  const free = (mutex: ReturnType<typeof not>) => (excludes ? mutex : not(never));
  const rules: Rules = {
    variables: [],
    entersNew: () => at('patched'),
    patcher: at.patcher([
      { action: 'begins', from: 'unpatched', to: 'patching', when: free(not(atModule('loading'))) },
      { action: 'ends', from: 'patching', to: 'patched', completes: true },
    ]),
    others: [
      atModule.patcher([
        { action: 'begins to load', from: 'not loaded', to: 'loading', when: free(not(at('patching'))) },
        { action: 'has loaded', from: 'loading', to: 'loaded' },
      ]),
    ],
    inTransition: at('patching'),
    checks: [
      { name: 'one at a time', at: 'every state', holds: not(and(at('patching'), atModule('loading'))) },
    ],
  };
  return {
    name: 'mine',
    summary: 'a test',
    source: 'a test',
    leave: 'function',
    switch: 'kernel',
    gather: 'none',
    wake: 'nobody',
    redirection: 'function entry',
    rules: () => rules,
  };
}

const kindOf = async (model: ConsistencyModel, property: string): Promise<string | undefined> =>
  (await checkModel(scenario, instantiate(model), properties, undefined)).cells.find(
    (each) => each.property.name === property,
  )?.verdict.kind;

test('another process of the mechanism goes on beside the patcher, unless its guards say otherwise', async () => {
  expect(await kindOf(withMutex(true), 'no-warning')).toBe('holds');
  expect(await kindOf(withMutex(false), 'no-warning')).toBe('violated');
  expect(await kindOf(withMutex(true), 'convergence')).toBe('holds');
});

test('what it need not do does not end a transition: it goes on by itself', () => {
  const { system } = compose(scenario, instantiate(withMutex(true)), properties);
  expect(system.processes.map(({ name }) => name)).toEqual(['writer', 'patcher', 'modprobe']);
  expect(system.fairness.map(({ template }) => template)).toContain('modprobe');
});

test('a place that it does not have is refused, with those that it has', () => {
  const misspelt = placesOf('modprobe', 'loading') as unknown as (name: string) => unknown;
  expect(() => misspelt('loadign')).toThrow(SystemDefinitionError);
  expect(() => misspelt('loadign')).toThrow("the modprobe has no place 'loadign': expected one of: loading");
});
