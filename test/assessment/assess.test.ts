import { expect, test } from 'vitest';
import { assess } from '../../src/assessment/index.js';
import { selectModels } from '../../src/names/index.js';
import { draftFrom } from '../extract/c-diff.js';

/** What is found of a fix: the judgement, and each property with the models that violate it. */
async function findingsOf(before: string, after: string): Promise<readonly string[]> {
  const { models = [], ...known } = await selectModels({ model: ['klp,kpatch,null'] });
  const extraction = await draftFrom(before, after);
  const { judgement, findings, tooCoarse } = await assess('fix.patch', extraction, { ...known, models });
  return [
    judgement,
    ...findings.map(
      ({ property, cells, trust }) => `${property.name} ${cells.map(({ model }) => model.name)}: ${trust}`,
    ),
    ...[...tooCoarse].map(([{ name }, versions]) => `too coarse for ${name}: ${versions}`),
  ];
}

const head = 'static int count(struct box *box, int n)\n{\n\treturn box->count + n;\n}\n\n';

/** By what a fix does: both versions, and what is right to say. */
const fixes: Readonly<Record<string, readonly [before: string, after: string, found: readonly string[]]>> = {
  'an added check is harmless': [
    'int put(struct box *box, int n)\n{\n\tbox->n = n;\n\treturn 0;\n}\n',
    'int put(struct box *box, int n)\n{\n\tif (n > 8)\n\t\treturn -EINVAL;\n\tbox->n = n;\n\treturn 0;\n}\n',
    ['harmless'],
  ],
  'an added lock excludes only those who take it': [
    'int put(struct box *box, int n)\n{\n\tbox->n = n;\n\treturn 0;\n}\n',
    'int put(struct box *box, int n)\n{\n\tspin_lock(&box->lock);\n\tbox->n = n;\n\tspin_unlock(&box->lock);\n\treturn 0;\n}\n',
    ['late', 'data-compatibility klp,null: likely'],
  ],
  'another lock in the place of one excludes nobody who has that one': [
    'int put(struct box *box, int n)\n{\n\tspin_lock(&box->a);\n\tbox->n = n;\n\tspin_unlock(&box->a);\n\treturn 0;\n}\n',
    'int put(struct box *box, int n)\n{\n\tspin_lock(&box->b);\n\tbox->n = n;\n\tspin_unlock(&box->b);\n\treturn 0;\n}\n',
    ['breaks-when-mixed', 'data-compatibility klp,null: likely'],
  ],
  'an order of locks that is turned round deadlocks with the old one': [
    'int put(struct box *box)\n{\n\tmutex_lock(&a);\n\tmutex_lock(&b);\n\tmutex_unlock(&b);\n\tmutex_unlock(&a);\n\treturn 0;\n}\n',
    'int put(struct box *box)\n{\n\tmutex_lock(&b);\n\tmutex_lock(&a);\n\tmutex_unlock(&a);\n\tmutex_unlock(&b);\n\treturn 0;\n}\n',
    ['breaks-when-mixed', 'deadlock-freedom klp,null: fact'],
  ],
  'a lock that moves to the caller is taken twice or not at all': [
    'static void fill(struct box *box)\n{\n\tmutex_lock(&m);\n\tbox->n++;\n\tmutex_unlock(&m);\n}\n\nint put(struct box *box)\n{\n\tfill(box);\n\treturn 0;\n}\n',
    'static void fill(struct box *box)\n{\n\tbox->n++;\n}\n\nint put(struct box *box)\n{\n\tmutex_lock(&m);\n\tfill(box);\n\tmutex_unlock(&m);\n\treturn 0;\n}\n',
    // Under null, fill is redirected first: an old put calls a new fill, and nobody takes the lock.
    ['breaks-when-mixed', 'data-compatibility null: needs a yes'],
  ],
  'a parameter that is added breaks a call across versions': [
    `${head}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    `${head.replace('int n)', 'int n, int step)').replace('+ n', '+ n * step')}int put(struct box *box)\n{\n\treturn count(box, 1, 2);\n}\n`,
    ['breaks-when-mixed', 'call-compatibility null: fact'],
  ],
  'another type of the same width is the same call': [
    `${head}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    `${head.replace('int n)', 'u32 n)')}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    ['harmless'],
  ],
  'who calls by another signature is compiled to other code, though its text is the same': [
    `${head}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    `${head.replace('int n)', 'u64 n)')}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    ['breaks-when-mixed', 'call-compatibility null: fact'],
  ],
  'who calls by another signature from elsewhere is replaced too': [
    head,
    head.replace('int n)', 'int n, int step)'),
    ['breaks-when-mixed', 'call-compatibility null: fact'],
  ],
  'what an added function does is a part of whoever calls it': [
    `${head}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    `${head.replace('int n)', 'int n, int step)')}static int twice(struct box *box)\n{\n\treturn count(box, 1, 2);\n}\n\nint put(struct box *box)\n{\n\treturn twice(box);\n}\n`,
    ['breaks-when-mixed', 'call-compatibility null: fact'],
  ],
  'where a function is put is no part of its signature': [
    `${head.replace('int count', '__modinit int count')}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    `${head.replace('int count', '__init_or_module int count')}int put(struct box *box)\n{\n\treturn count(box, 1);\n}\n`,
    ['harmless'],
  ],
  'a counter that is counted in another way may mean something else': [
    'int put(struct box *box)\n{\n\tatomic_inc(&box->users);\n\treturn 0;\n}\n',
    'int put(struct box *box)\n{\n\tatomic_add(2, &box->users);\n\treturn 0;\n}\n',
    ['person'],
  ],
  'a function that gives back a lock of its caller': [
    'int put(struct box *box)\n{\n\tbox->n = 1;\n\tmutex_unlock(&m);\n\treturn 0;\n}\n',
    'int put(struct box *box)\n{\n\tbox->n = 2;\n\tmutex_unlock(&m);\n\tfree(box);\n\treturn 0;\n}\n',
    ['harmless'],
  ],
  'what one version violates by itself says nothing about the patch': [
    'int put(struct box *box, int n)\n{\n\tmutex_lock(&m);\n\tif (n)\n\t\tmutex_lock(&m);\n\tbox->n = n;\n\tmutex_unlock(&m);\n\treturn 0;\n}\n',
    'int put(struct box *box, int n)\n{\n\tmutex_lock(&m);\n\tbox->n = n;\n\tmutex_unlock(&m);\n\treturn 0;\n}\n',
    ['too-coarse', 'too coarse for lock-discipline: old', 'too coarse for deadlock-freedom: old'],
  ],
};

test.each(Object.entries(fixes))('%s', async (_, [before, after, found]) => {
  expect(await findingsOf(before, after)).toEqual(found);
});
