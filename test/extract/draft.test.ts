import { describe, expect, test } from 'vitest';
import { extract } from '../../src/extract/index.js';
import { parseScenario } from '../../src/scenario/index.js';
import { diffBetween, draftFrom } from './c-diff.js';

const unlocked = `static DEFINE_MUTEX(box_mutex);

/* Puts a thing into the box. */
static int box_put(struct box *box, int thing)
{
	if (thing < 0)
		return -EINVAL;

	box->things[box->count] = thing;
	box->count++;
	return 0;
}

static const struct box_ops ops = {
	.put	= box_put,
};
`;
const locked = unlocked
  .replace('\tbox->things', '\tmutex_lock(&box_mutex);\n\tbox->things')
  .replace('count++;\n', 'count++;\n\tmutex_unlock(&box_mutex);\n');

const draft = `# A draft by klpcheck extract. Behind each statement stands where it comes from: of the old file in an old body,
# of the new file in a new one.
# It assumes:
# - box_put is called through box_ops.put, by several tasks at a time
# - what box_put does at lines 9 to 10 of the old file needs box_mutex, which only the new version takes there
# - where the code asks for something, either answer is possible at any time
scenario: "fix.patch: box_put"
source: "fix.patch"
locks:
  box_mutex: mutex
data:
  section.box_mutex: [free, old, new] # which version stands in what only the new one locks
  relied-on.box_mutex: [no, yes] # whether the new version has locked it
functions:
  box_put: # net/fix.c
    old:
      - either: # fix.c:6
          - - return # fix.c:7
          - []
      - set section.box_mutex old # fix.c:9
      - set section.box_mutex free # fix.c:9
    new:
      - either: # fix.c:6
          - - return # fix.c:7
          - []
      - lock box_mutex # fix.c:9
      - set section.box_mutex new # fix.c:9
      - set relied-on.box_mutex yes # fix.c:9
      - assert section.box_mutex = new # fix.c:12
      - set section.box_mutex free # fix.c:12
      - unlock box_mutex # fix.c:12
syscalls:
  calls-box_put: # box_ops.put
    - call box_put
  others-with-box_mutex: # whoever else takes it, and relies on it as soon as the new version does
    - lock box_mutex
    - if: relied-on.box_mutex = yes
      then:
        - set section.box_mutex new
        - assert section.box_mutex = new
        - set section.box_mutex free
    - unlock box_mutex
tasks:
  caller: { kind: user, count: 2, runs: [calls-box_put, others-with-box_mutex] }
`;

test('a macro that is another one is a change, though both are loops', async () => {
  const loop =
    'int put(struct box *box)\n{\n\tfor_each_online_cpu(box->cpu)\n\t\tbox->n++;\n\treturn 0;\n}\n';
  const { changes } = await draftFrom(loop, loop.replace('online', 'possible'));
  expect([...changes.patched.keys()]).toEqual(['put']);
});

test('what has as many jumps as nobody writes is left out, and that is said', async () => {
  const tangled = `int put(struct box *box)\n{\n\tmutex_lock(&m);\n${'\tif (box->n)\n\t\tgoto out;\n\tbox->n++;\n\tmutex_unlock(&m);\n\tmutex_lock(&m);\n'.repeat(260)}out:\n\tmutex_unlock(&m);\n\treturn 0;\n}\n`;
  const { text } = await draftFrom(
    tangled,
    tangled.replace('\tmutex_lock(&m);', '\tmutex_lock(&other);\n\tmutex_lock(&m);'),
  );
  expect(text).toContain('# - put jumps too much to be drafted, and does nothing that matters');
  expect(text).toMatch(/put: .*\n {4}old: \[\]\n {4}new: \[\]/);
});

describe('a fix that adds a lock', () => {
  test('is drafted with the lines of both versions, what they lock, and who calls', async () => {
    const { text, baselines } = await draftFrom(unlocked, locked);
    expect(text).toBe(draft);
    for (const each of [text, baselines.old, baselines.new])
      expect(parseScenario(each, 'draft.yaml').ok).toBe(true);
  });

  test('is drafted the same from a source that has it already', async () => {
    const { text, direction } = await extract({
      patch: diffBetween(unlocked, locked),
      patchName: 'fix.patch',
      read: async () => locked,
    });
    expect(direction).toBe('backwards');
    expect(text).toBe(draft);
  });
});
