import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { diffBetween } from '../extract/c-diff.js';
import { expectWrongInput, temporaryFolder } from './run.js';

const before = 'static DEFINE_MUTEX(m);\n\nint put(struct box *box)\n{\n\tbox->n = 1;\n\treturn 0;\n}\n';
const locked = before.replace('\tbox->n = 1;\n', '\tmutex_lock(&m);\n\tbox->n = 1;\n\tmutex_unlock(&m);\n');
const turned = before.replace(
  '\tbox->n = 1;\n',
  '\tmutex_lock(&m);\n\tmutex_lock(&n);\n\tmutex_unlock(&n);\n\tmutex_unlock(&m);\n',
);

test('a diff is drafted, checked, and refused where it does not fit', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder.path, 'linux/net'), { recursive: true });
  folder.write('linux/net/fix.c', locked);
  folder.write('late.patch', diffBetween(before, locked));
  folder.write('linux/net/turned.c', turned);
  folder.write(
    'turned.patch',
    diffBetween(
      turned.replaceAll('&m', '&x').replaceAll('&n', '&m').replaceAll('&x', '&n'),
      turned,
      'net/turned.c',
    ),
  );
  folder.write('other.patch', diffBetween(turned, turned.replace('&n', '&o')));
  const [late, harm, misfit, drafted] = await Promise.all([
    folder.run('check', 'late.patch', '--source', 'linux'),
    folder.run('check', 'turned.patch', '--source', 'linux', '--model', 'klp'),
    folder.run('check', 'other.patch', '--source', 'linux'),
    folder.run('extract', 'late.patch', '--source', 'linux', '-o', 'late.yaml'),
  ]);
  expect(late.stdout).toContain(
    'nothing breaks, but the old code is as unsafe as it was until the transition ends',
  );
  expect(late.stdout).toContain('[new fix.c:5; lock m =');
  expect(late.code).toBe(0);
  expect(harm.stdout).toContain('deadlock-freedom under klp');
  expect(harm.code).toBe(1);
  expectWrongInput(misfit, "other.patch: does not fit to 'net/fix.c' of the source");
  expect(drafted.code).toBe(0);
  expect(drafted.stdout).toContain('wrote late.yaml: 1 function');
});
