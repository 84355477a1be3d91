import { describe, expect, test } from 'vitest';
import { kgraft, simple } from '../../models/index.js';
import { convergence } from '../../properties/convergence.js';
import { nonInterference } from '../../properties/non-interference.js';
import {
  type ConsistencyModel,
  compose,
  instantiate,
  type Property,
  places,
  type Rules,
  temporal,
} from '../../src/livepatch/index.js';
import { at, not, processNamed, SystemDefinitionError, self } from '../../src/system/index.js';
import { scenarioOf } from '../support/scenarios.js';

/* What nobody can mean: a place, or a label, that is nowhere; a model that does otherwise than it says. */

const scenario = scenarioOf(`scenario: test
functions: { f: { old: [], new: [] }, g: { old: [], new: [] } }
syscalls: { s: [call f, call g] }
tasks: { t: { kind: user, runs: [s] } }
`);

/** What is wrong with a model under which nothing else is asked, or with a property under kGraft. */
function problemsOf(model: ConsistencyModel, properties: readonly Property[] = []): readonly string[] {
  try {
    compose(scenario, instantiate(model), properties);
    return [];
  } catch (error) {
    if (error instanceof SystemDefinitionError) return error.problems;
    throw error;
  }
}

/** kGraft with some of its rules exchanged. */
function kgraftWith(change: (rules: Rules) => Partial<Rules>, says: Partial<ConsistencyModel> = {}) {
  const rules: ConsistencyModel['rules'] = (...given) => {
    const original = kgraft.rules(...given);
    return { ...original, ...change(original) };
  };
  return { ...kgraft, ...says, rules };
}

test('nothing is wrong with kGraft', () => {
  expect(problemsOf(kgraft)).toEqual([]);
});

describe("the patcher's places", () => {
  const isAt = places('idle', 'migrating');

  test('that are misspelt do not compile, and are refused where a condition is made of them', () => {
    // @ts-expect-error: 'migratting' is not declared
    expect(() => isAt('migratting')).toThrow(
      "the patcher has no place 'migratting': expected one of: idle, migrating",
    );
  });

  test('that are misspelt do not compile, and are refused in a step', () => {
    // @ts-expect-error: 'migratting' is not declared
    const step = () => isAt.patcher([{ action: 'starts', from: 'idle', to: 'migratting' }]);
    expect(step).toThrow("the patcher's step 'starts': the patcher has no place 'migratting'");
  });

  test('that are asked for by other means are refused all the same', () => {
    const model = kgraftWith(() => ({ inTransition: at(processNamed('patcher'), 'migratting') }));
    expect(problemsOf(model)).toEqual([
      "model 'kgraft': the patcher has no place 'migratting': did you mean 'migrating'?",
    ]);
  });
});

describe('a label that no location carries is refused', () => {
  test('in a rule of a model', () => {
    const model = kgraftWith(() => ({ onKernelExit: { when: not(at(self, 'aslepe')) } }));
    expect(problemsOf(model)).toEqual([
      "model 'kgraft': no task has a label 'aslepe': did you mean 'asleep'?",
    ]);
  });

  test('in a formula of a property, by the name of the property', () => {
    const sleepy: Property = {
      ...convergence,
      observe: () => ({
        formulas: () => [temporal('[] <> awake', { awake: not(at(processNamed('t'), 'inside old h')) })],
      }),
    };
    expect(problemsOf(kgraft, [sleepy])).toEqual([
      "property 'convergence': no task has a label 'inside old h': did you mean 'inside old f'?",
    ]);
  });
});

test('a tag that no step can carry is refused', () => {
  const stubborn: Property = {
    ...nonInterference,
    observe: (facts) => {
      const observer = nonInterference.observe(facts);
      return {
        ...observer,
        possibilities: (tasks) =>
          observer.possibilities(tasks).map((each) => ({ ...each, withoutTag: 'changes-its-mnid' })),
      };
    },
  };
  expect(problemsOf(kgraft, [stubborn])).toEqual([
    "property 'non-interference': no step has a tag 'changes-its-mnid': did you mean 'changes-its-mind'?",
  ]);
});

describe('a model is refused that', () => {
  test('says that the kernel switches at once, and migrates task by task', () => {
    expect(problemsOf(kgraftWith(() => ({}), { switch: 'kernel' }))).toEqual([
      "model 'kgraft' says switch: 'kernel', and which version a call enters depends on the task that makes it: expected 'thread'",
    ]);
  });

  test('says that tasks switch, and redirects function by function', () => {
    const isAt = places('unpatched', 'patched');
    const model = kgraftWith(() => ({
      entersNew: (_task, name) => (name === 'f' ? isAt('patched') : isAt('unpatched')),
      patcher: isAt.patcher([{ action: 'patches', from: 'unpatched', to: 'patched' }]),
      inTransition: isAt('patched'),
      freed: {},
    }));
    expect(problemsOf(model)).toContain(
      "model 'kgraft' says switch: 'thread', and which version a call enters depends on the function: expected 'function'",
    );
  });

  test('says that it holds nobody, and does', () => {
    expect(problemsOf({ ...simple, gather: 'opportunistic' })).toEqual([
      "model 'simple' says gather: 'opportunistic', and it holds tasks: expected 'freeze' or 'lazy-then-freeze'",
    ]);
  });
});
