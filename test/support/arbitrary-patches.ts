import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  declaredLocks,
  otherTask,
  statements,
  userTask,
  withoutModules,
  withUsed,
} from './arbitrary-scenario.js';

const declarations = {
  scenario: fc.constant('random'),
  ...declaredLocks,
  events: fc.constant(['ready']),
  data: fc.constant({
    flag: ['off', 'on'],
    users: '0..1',
    spare: '-1..1',
    mine: { values: ['off', 'on'], per: 'task' },
  }),
};
const workload = {
  syscalls: fc.record({
    first: statements(['outer', 'inner'], 1),
    second: statements(['inner', 'helper'], 0),
  }),
  tasks: fc.record(
    { user: userTask, child: fc.constant({ kind: 'user', runs: ['second'] }), other: otherTask },
    { requiredKeys: ['user', 'child'] },
  ),
};

const patched = (callable: readonly string[]) =>
  fc.record(
    {
      old: statements(callable, 1),
      new: statements(callable, 1),
      signature: fc.constant({ old: 'f(x)', new: 'f(x, y)' }),
    },
    { requiredKeys: ['old', 'new'] },
  );
type Patched = ReturnType<typeof patched> extends fc.Arbitrary<infer T> ? T : never;

/** Of two patches, the first changes `outer`, the second one of the two or both. */
const versioned = (callable: readonly string[], ...patches: readonly string[]) =>
  fc.record(
    {
      versions: fc.record(
        Object.fromEntries(['original', ...patches].map((name) => [name, statements(callable, 1)])),
      ),
      signature: fc.constant({ original: 'f(x)', second: 'f(x, y)' }),
    },
    { requiredKeys: ['versions'] },
  );

const onePatch = (replaces: boolean) =>
  fc.record({ reversed: fc.boolean(), ...(replaces && { replace: fc.boolean() }) });

/** The text of a scenario with two patches, that is well-formed. */
export const arbitraryTextWithTwoPatches: fc.Arbitrary<string> = fc
  .record({
    ...declarations,
    functions: fc.record({
      outer: versioned(['inner', 'helper'], 'first', 'second'),
      inner: fc.oneof(versioned(['helper'], 'second'), versioned(['helper'], 'first', 'second')),
      helper: statements([], 1),
    }),
    ...workload,
    patches: fc.record({ first: onePatch(false), second: onePatch(true) }),
    lifecycle: fc.constantFrom(
      ['enable first', 'enable second'],
      ['enable first', 'enable second', 'disable second'],
      ['enable first', 'disable first', 'enable second'],
    ),
  })
  .map((document) => stringify(withUsed(withoutModules(document))));

/** The text of a scenario with one patch, twice: with an old and a new body; and as if there might be several. */
export const arbitraryTextsWithOnePatch: fc.Arbitrary<readonly [string, string]> = fc
  .record({
    ...declarations,
    functions: fc.record({
      outer: patched(['inner', 'helper']),
      inner: patched(['helper']),
      helper: statements([], 1),
    }),
    ...workload,
    patch: fc.record({ removed: fc.boolean(), reversed: fc.boolean() }),
  })
  .map((each) => withUsed(withoutModules(each)))
  .map(({ patch, functions, ...document }) => {
    const asSeveral = ({ old, new: changed, signature }: Patched) => ({
      versions: { original: old, only: changed },
      ...(signature && { signature: { original: signature.old, only: signature.new } }),
    });
    return [
      stringify({ ...document, functions, patch }),
      stringify({
        ...document,
        functions: {
          ...functions,
          outer: asSeveral(functions.outer),
          inner: asSeveral(functions.inner),
        },
        patches: { only: { reversed: patch.reversed } },
        lifecycle: ['enable only', ...(patch.removed ? ['disable only'] : [])],
      }),
    ];
  });
