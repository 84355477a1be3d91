import { describe, expect, test } from 'vitest';
import { extract, parseOverrides } from '../../src/extract/index.js';
import { InputError } from '../../src/scenario/index.js';
import { diffBetween, draftFrom } from './c-diff.js';

const before =
  'int put(struct box *box)\n{\n\tmutex_lock(&box->m);\n\tbox->n = 1;\n\tmutex_unlock(&box->m);\n\treturn 0;\n}\n';
const after = before.replace('= 1', '= 2');
const diff = diffBetween(before, after);

/** The codes and messages with which an input is refused. */
async function refusalOf(patch: string): Promise<readonly string[]> {
  try {
    await extract({ patch, patchName: 'fix.patch', read: async () => before });
  } catch (error) {
    if (error instanceof InputError)
      return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
    throw error;
  }
  return [];
}

describe('what is no diff for that source is refused, with why', () => {
  test.each([
    ['a text', 'Dear all,\nthis is no diff.\n', 'invalid-diff: changes no file'],
    [
      'a hunk that is cut off',
      diff.split('\n').slice(0, -3).join('\n'),
      'invalid-diff: this hunk has fewer lines',
    ],
    ['nothing', '', 'invalid-diff: changes no file'],
    [
      'a diff for another source',
      diff.replaceAll('mutex_lock(&box->m)', 'mutex_lock(&other)'),
      'invalid-diff: does not fit',
    ],
    [
      'a change of a comment',
      diffBetween(before, before.replace('return 0', 'return 0 /* fine */')),
      'nothing-to-check: changes the code of no function',
    ],
    [
      'a page',
      diffBetween('a\n', 'b\n', 'Documentation/box.rst'),
      'nothing-to-check: changes no C: Documentation/box.rst',
    ],
    [
      'binary data',
      'diff --git a/box.c b/box.c\nindex 1..2 100644\nBinary files a/box.c and b/box.c differ\n',
      'nothing-to-check: changes no C: box.c',
    ],
  ])('%s', async (_, patch, expected) => {
    const [first = '', ...more] = await refusalOf(patch);
    expect(first).toContain(expected);
    expect(more).toEqual([]);
  });

  test('a file that the source does not have', async () => {
    const read = async () => undefined;
    await expect(extract({ patch: diff, patchName: 'fix.patch', read })).rejects.toThrow(
      /changes 'net\/fix.c', which the source does not have/,
    );
  });
});

test('what git puts around a diff is no part of it, nor are line ends of other systems', async () => {
  const { text } = await draftFrom(before, after);
  const mail = `From 0123456789ab Mon Sep 17 00:00:00 2001\nSubject: [PATCH 1/2] fix.patch: put\n\n--- a note\n\n---\n${diff}-- \n2.40.1\n`;
  for (const patch of [mail, diff.replaceAll('\n', '\r\n'), diff.replaceAll(/^ $/gm, '')]) {
    const drafted = await extract({ patch, patchName: 'fix.patch', read: async () => before });
    expect(drafted.text.replace(/^source.*$/m, '')).toBe(text.replace(/^source.*$/m, ''));
  }
});

describe('what a person says of the code', () => {
  const overridesOf = (text: string) => parseOverrides(text, 'fix.klpcheck.yaml');
  const locked = before.replace('box->n = 1', 'enter(box);\n\tbox->n = 1;\n\tleave(box)');

  test('adds calls to the table, and names for locks', async () => {
    const { text } = await draftFrom(
      before,
      locked,
      overridesOf(
        'calls: { enter: { does: lock, object: door }, leave: { does: unlock, object: door } }\nsame-lock: [[door_of_box, box.m]]\n',
      ),
    );
    expect(text).toContain('- lock door #');
    expect(text).toContain('- lock door_of_box #');
  });

  test('takes locks and functions out, and puts functions in', async () => {
    const calls = 'calls: { enter: { does: lock, object: door }, leave: { does: unlock, object: door } }';
    const { text } = await draftFrom(before, locked, overridesOf(`${calls}\nignore: [door]\n`));
    expect(text).not.toContain('door');
    const two = `int get(struct box *box)\n{\n\treturn box->n;\n}\n\n`;
    const { changes } = await draftFrom(two + before, two + after, overridesOf('functions: [get]'));
    expect([...changes.patched.keys()]).toEqual(['get', 'put']);
  });

  test('is refused where it is wrong, or fits nothing any more', async () => {
    expect(() => overridesOf('calls: { enter: { does: sing } }')).toThrow(
      /fix.klpcheck.yaml:1:\d+: calls.enter.does/,
    );
    expect(() => overridesOf('locks: [a]')).toThrow(/unknown-key/);
    await expect(draftFrom(before, after, overridesOf('ignore: [gone]'))).rejects.toThrow(
      /ignore: nothing in the files of the diff is called 'gone'/,
    );
  });
});
