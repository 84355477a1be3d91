import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { findModels, isUnknown } from '../../src/names/index.js';

/* Several models in one text: with commas between them, or by a pattern. */

const namesOf = (text: string): readonly string[] => {
  const found = findModels(text, models);
  return isUnknown(found) ? [found.message] : found.map(({ name }) => name);
};

describe('a list', () => {
  test.each([
    ['klp', ['klp']],
    ['klp,kpatch', ['klp', 'kpatch']],
    ['kpatch, klp:wake=nobody', ['kpatch', 'klp:wake=nobody']],
    ['klp,klp', ['klp']],
  ])('%s', (text, names) => {
    expect(namesOf(text)).toEqual(names);
  });
});

describe('the commas of a model by its parts are no commas of the list', () => {
  const lazy = 'leave=patched-set,switch=thread,gather=lazy';
  test.each([
    [lazy, [lazy]],
    [`klp,${lazy},kpatch`, ['klp', lazy, 'kpatch']],
    [`${lazy}:wake=nobody,klp`, [`${lazy}:wake=nobody`, 'klp']],
    [`${lazy},switch=thread,leave=kernel,gather=lazy`, [lazy, 'leave=kernel,switch=thread,gather=lazy']],
  ])('%s', (text, names) => {
    expect(namesOf(text)).toEqual(names);
  });

  test.each([
    ['leave=kernel,switch=thread', "a model by its parts needs 'gather=' too"],
    ['leave=kernel,switch=thread,klp', "a model by its parts needs 'gather=' too"],
    ['klp,leave=kernel,leave=kernel', "'leave' is given twice in 'leave=kernel,leave=kernel'"],
    [`${lazy},leave=kernel`, "a model by its parts needs 'switch=' too"],
  ])('%s is refused', (text, message) => {
    expect(namesOf(text)).toEqual([message]);
  });
});

describe('a pattern stands for all that fit it, in the order in which they are listed', () => {
  test.each([
    ['*', models.map(({ name }) => name)],
    ['kgraft*', ['kgraft', 'kgraft-sync']],
    ['k???ch', ['kpatch']],
    ['kgraft*:wake=nobody', ['kgraft:wake=nobody', 'kgraft-sync:wake=nobody']],
    ['klp:kernel=*', ['klp', 'klp:kernel=6.4', 'klp:kernel=4.12', 'klp:kernel=no-stack']],
    ['klp:kernel=6.*', ['klp', 'klp:kernel=6.4']],
    ['*:kernel=no-stack', ['klp:kernel=no-stack']],
  ])('%s', (text, names) => {
    expect(namesOf(text)).toEqual(names);
  });
});

describe('what fits nothing is refused', () => {
  test.each([
    ['klp,kpathc', "unknown model 'kpathc'"],
    ['klp,', "unknown model ''"],
    ['q*', "unknown model 'q*'"],
    ['*:kernl=6.4', "unknown parameter of klp 'kernl'"],
    ['*:kernel=6.5', "unknown value of kernel '6.5'"],
    ['klp:kernel=7*', "unknown value of kernel '7*'"],
    ['*:wake=nobdy', "unknown waker 'nobdy'"],
    ['klp:force=*:force=*', "the parameter 'force' is given twice in 'klp:force=no:force=no'"],
  ])('%s', (text, message) => {
    expect(namesOf(text)).toEqual([message]);
  });

  test('with the nearest name', () => {
    expect(findModels('klp,kpathc', models)).toMatchObject({ hint: "did you mean 'kpatch'?" });
  });
});
