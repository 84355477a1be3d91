import { expect, test } from 'vitest';
import {
  type EnumerateRequest,
  type EnumerateState,
  enumerate,
  scenariosWithin,
} from '../../src/fuzz/index.js';
import { budget, modelOf, propertyOf } from './requests.js';

const request: EnumerateRequest = {
  bounds: { tasks: 1, functions: 2, statements: 1 },
  models: ['kgraft', 'kpatch'].map(modelOf),
  properties: ['syscall-consistency', 'atomic-switch'].map(propertyOf),
  budget,
};
const count = [...scenariosWithin(request.bounds)].length;

test('all scenarios within small bounds are surveyed the same by one thread, and by two that are stopped and go on', async () => {
  const whole = await enumerate(request, { jobs: 1 });
  expect(whole).toMatchObject({ scenarios: count, isComplete: true });
  expect(whole.survey.kgraft?.['syscall-consistency']).toMatchObject({ violated: 0, inconclusive: 0 });
  expect(whole.survey.kpatch?.['syscall-consistency']?.smallest?.document).toMatchObject({
    functions: { f: { old: [], new: [] } },
    tasks: { task1: { kind: 'kthread', runs: ['call f'] } },
  });
  const controller = new AbortController();
  const stopped = await enumerate(request, {
    jobs: 2,
    signal: controller.signal,
    onProgress: ({ scenarios }) => {
      if (scenarios > 0) controller.abort();
    },
  });
  expect(stopped.isComplete).toBe(false);
  expect(stopped.scenarios).toBeGreaterThan(0);
  expect(stopped.scenarios).toBeLessThan(count);
  // As it would come back from a file.
  const resumed = JSON.parse(JSON.stringify({ ...stopped, isComplete: undefined })) as EnumerateState;
  expect(await enumerate({ ...request, resumed }, { jobs: 2 })).toEqual(whole);
});
