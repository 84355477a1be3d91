import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { findModel, isUnknown } from '../../src/names/index.js';

/* Models by their parts: `leave=…,switch=…,gather=…`. */

test('the parts are taken in any order, with parameters behind them', () => {
  const found = findModel(
    'gather=opportunistic,leave=patched-set,switch=kernel:wake=kernel:attempts=5',
    models,
  );
  expect(isUnknown(found)).toBe(false);
  expect(found).toMatchObject({
    name: 'leave=patched-set,switch=kernel,gather=opportunistic:wake=kernel:attempts=5',
    wake: 'kernel',
    parameters: { attempts: '5' },
  });
});

describe('a model by its parts is refused', () => {
  test.each([
    ['leave=kernel,switch=thread', "a model by its parts needs 'gather=' too"],
    ['leave=kernel,leave=kernel', "'leave' is given twice in 'leave=kernel,leave=kernel'"],
    ['leve=kernel', "unknown part of a model 'leve'"],
    ['constructor=kernel', "unknown part of a model 'constructor'"],
    ['leave=kernl,switch=thread,gather=lazy', "unknown value of leave 'kernl'"],
    [
      'leave=kernel,switch=thread,gather=freeze',
      "'leave=kernel,switch=thread,gather=freeze' makes no sense: tasks that are held until all are held switch at one instant: with gather=freeze, expected switch=kernel",
    ],
    [
      'leave=kernel,switch=kernel,gather=freeze:attempts=5',
      "unknown parameter of leave=kernel,switch=kernel,gather=freeze 'attempts'",
    ],
  ])('%s', (name, message) => {
    expect(findModel(name, models)).toMatchObject({ message });
  });
});
