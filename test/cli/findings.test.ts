import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';

const folder = temporaryFolder();

const source = `struct item { int a; };
enum mode { NONE };
static const int limits[] = { 1, 2 };
int parse(struct item *i)
{
	return i->a;
}
int __init start(void)
{
	return parse(NULL);
}
`;

const diff = `--- a/net/a.c
+++ b/net/a.c
@@ -1,11 +1,11 @@
-struct item { int a; };
-enum mode { NONE };
-static const int limits[] = { 1, 2 };
-int parse(struct item *i)
+struct item { int a; int b; };
+enum mode { NONE, SOME };
+static const int limits[] = { 1, 3 };
+int parse(struct item *i, long n)
 {
-	return i->a;
+	return i->a + n; /* more */
 }
 int __init start(void)
 {
-	return parse(NULL);
+	return parse(NULL, 1);
 }
`;

const findings = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /^\S.*\]$|^ {2}net.*:\d/.test(line));

test('extract tells what a static look finds, of the files of the diff, or of the whole source where it is indexed', async () => {
  mkdirSync(path.join(folder.path, 'linux/net'), { recursive: true });
  folder.write('linux/net/a.c', source);
  folder.write('linux/net/b.c', 'int other(void)\n{\n\treturn parse(0);\n}\n');
  folder.write('fix.patch', diff);
  const ofDiff = [
    'net/a.c:1: blocks: struct item is another one now: objects of the old one exist [type-layout]',
    'net/a.c:3: blocks: limits is initialised otherwise, and has its old value already [static-initialiser]',
  ];
  const alone = await folder.run('extract', 'fix.patch', '--source', 'linux', '-o', 'fix.yaml');
  expect(alone.code).toBe(0);
  expect(findings(alone.stdout)).toEqual([
    ...ofDiff,
    'net/a.c:8: blocks: start is init code [init-code]',
    'net/a.c:4: note: who calls parse outside of these files is not known: 1 parameters, then 2 [callers-unknown]',
  ]);

  expect((await folder.run('index', 'linux', '-q')).code).toBe(0);
  const indexed = await folder.run('extract', 'fix.patch', '--source', 'linux');
  expect(findings(indexed.stderr)).toEqual([
    ...ofDiff,
    'net/a.c:4: blocks: parse is called by other, which the patch leaves as it is: 1 parameters, then 2 [caller-outside]',
    '  net/b.c:1: other',
    'net/a.c:8: blocks: start is init code [init-code]',
  ]);
  expect(indexed.stdout).toMatch(/^# A draft by klpcheck extract/);

  folder.write('linux/net/a.c', `${source}\n`);
  expectWrongInput(
    await folder.run('extract', 'fix.patch', '--source', 'linux'),
    'linux/net/a.c: has changed since it was indexed',
    'hint: klpcheck index linux reads again what has changed',
  );
});
