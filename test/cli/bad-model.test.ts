import { describe, expect, test } from 'vitest';
import { outOfRangeModel, ownModel } from './own-model.js';
import { expectWrongInput, type Run, temporaryFolder, withoutCodes } from './run.js';
import { harmless } from './scenarios.js';

/*
 * Models of the user's own that are wrong: never an internal error, always told with the file. Type-checking takes a
 * second or two, so several files are loaded by one process, which tells what is wrong with any of them.
 */

const folder = temporaryFolder();
folder.write('x.yaml', harmless);

/** A model with something else in one place. */
function model(name: string, part = '', replacement = part): string {
  const text = ownModel(name);
  expect(text).toContain(part);
  return text.replace(part, replacement);
}

/** Loads the files, and checks under the models in them. */
function load(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Run> {
  const loaded = Object.entries(files).flatMap(([name, text]) => ['--model-file', folder.write(name, text)]);
  return folder.run('check', 'x.yaml', ...loaded, ...args);
}

describe('a model file is refused that', () => {
  const wrongType = model('types', "leave: 'kernel'", "leave: 'kernal'");
  const nearly =
    "{ name: 'a:b', summary: '', source: '', wake: 'me', redirection: 'none', rules: () => ({}) }";
  const files = {
    'types.ts': wrongType,
    'syntax.ts': 'export default {\n',
    'imports.ts': "import { a } from './absent.js';\nexport const b = a;\n",
    'throws.ts': "export const a = 1;\nthrow new Error('out of luck');\n",
    'none.ts': "export const name = 'none';\n",
    'nearly.js': `export default ${nearly};\nexport const other = { rules() {} };\n`,
    'again.ts': model('kgraft'),
    'text.yaml': harmless,
  };
  const running = load(files, '--model-file', 'absent.ts', '--model-file', '.');

  test('as wrong input', async () => expectWrongInput(await running));

  test.for([
    ['does not exist', 'absent.ts: no such file\n'],
    ['is no TypeScript', 'text.yaml: expected a TypeScript or JavaScript file\n'],
    ['is a folder', '.: expected a TypeScript or JavaScript file\n'],
    ['has a syntax error', "syntax.ts:2:1: '}' expected.\n"],
    ['imports what does not exist', "imports.ts:1:19: Cannot find module './absent.js'"],
    ['throws when it is loaded', 'throws.ts:2:7: it throws when it is loaded: out of luck\n'],
    [
      'exports no model',
      'none.ts: it exports no consistency model: expected an object with name, summary, wake',
    ],
    ['has an unusable name', "nearly.js: model 'a:b': expected a name of letters, digits, _, - and .\n"],
    [
      'has no such waker',
      "nearly.js: model 'a:b': its wake is 'me', expected one of: nobody, kernel, userspace\n",
    ],
    [
      'has no such redirection',
      "nearly.js: model 'a:b': its redirection is 'none', expected one of: function entry, text in place\n",
    ],
    ['has no name', 'nearly.js: a model needs a name, a summary and a source, which are texts\n'],
    ['has a name that is taken', "again.ts: there is a model called 'kgraft' already\n"],
  ] as const)('%s', async ([, message]) => expect(withoutCodes((await running).stderr)).toContain(message));

  test('does not type-check, with line, column and excerpt', async () => {
    const line = wrongType.split('\n').findIndex((each) => each.includes('kernal')) + 1;
    expect(withoutCodes((await running).stderr)).toContain(
      `types.ts:${line}:3: Type '"kernal"' is not assignable to type '"function" | "patched-set" | "kernel"'. Did you mean '"kernel"'?\n` +
        `  ${line} |   leave: 'kernal',\n`,
    );
  });
});

describe('a model is refused, before any search, whose', () => {
  const throwing = model(
    'throwing',
    'rules({ functions }) {',
    "rules({ functions }) {\n    if (functions.length > 0) throw new Error('no');",
  );
  const calling = model('calling', 'entersNew: (task) =>', "entersNew: (task) => task ? JSON.parse('{') :");
  const shapeless =
    "{ name: 'js', summary: '', source: '', wake: 'kernel', redirection: 'function entry', rules: () => ({}) }";
  const finish = "action: 'finishes',";
  const running = load(
    {
      'throwing.ts': throwing,
      'calling.ts': calling,
      'shapeless.js': `export default ${shapeless};\n`,
      'language.ts': model('language', finish, `${finish} set: [migrated.of(thisTask).becomes(true)],`),
    },
    ...['throwing', 'calling', 'js', 'language'].flatMap((name) => ['--model', name]),
  );

  test('as wrong input', async () => expectWrongInput(await running));

  test('rules throw', async () => {
    const line = throwing.split('\n').findIndex((each) => each.includes("Error('no')")) + 1;
    expect(withoutCodes((await running).stderr)).toContain(
      `throwing.ts:${line}:37: model 'throwing', for scenario 'harmless': no\n`,
    );
  });

  test('redirection throws', async () => {
    const line = calling.split('\n').findIndex((each) => each.includes('JSON.parse')) + 1;
    expect(withoutCodes((await running).stderr)).toContain(`calling.ts:${line}:`);
    expect(withoutCodes((await running).stderr)).toContain("model 'calling', for scenario 'harmless': ");
  });

  test('rules have the wrong shape, without a type', async () => {
    expect(withoutCodes((await running).stderr)).toContain(
      "shapeless.js: model 'js', for scenario 'harmless': rules.variables is not iterable\n",
    );
  });

  test('rules use the language wrongly', async () => {
    expect(withoutCodes((await running).stderr)).toContain(
      "language.ts: model 'language', for scenario 'harmless': process 'patcher', step 'finishes'",
    );
    expect(withoutCodes((await running).stderr)).toContain(
      "variable 'migrated' belongs to each task, which the process itself is not\n",
    );
  });
});

test('a model is refused whose step leaves the range of a variable, which the search finds', async () => {
  expectWrongInput(
    await load({ 'range.ts': outOfRangeModel('range') }, '--model', 'range'),
    "range.ts: model 'range', for scenario 'harmless': step 'starts with f'",
    'gives rounds the value 2, which is not in 0..1\n',
  );
});
