import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { repository } from '../cli/run.js';

const types = 'src/scenario/statement.ts';
const syntax = 'src/scenario/statement-syntax.ts';
const rules = 'src/livepatch/statement-rules.ts';

/** The files that `docs/inside.md` says something new goes into. */
function filesFor(what: string): readonly string[] {
  const text = readFileSync('docs/inside.md', 'utf8');
  const [, list = ''] = new RegExp(`\\*\\*A new ${what}\\*\\*.*:\\n\\n((?:- .*\\n)+)`).exec(text) ?? [];
  return [...list.matchAll(/^- `([^`]+)`/gm)].map(([, file]) => file ?? '');
}

/** The examples of the guide for authors: a model from parts, one by its rules, and a property. */
const [composed = '', , stated = ''] = [
  ...readFileSync('docs/writing-a-model.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g),
].map(([, code]) => code?.replace("'klpcheck/model'", "'../src/model.js'"));

const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.build.json'), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
const host = ts.createCompilerHost(options);
const added = new Set<string>();
const fileExists: typeof host.fileExists = (name) =>
  added.has(path.relative(repository, name)) || host.fileExists(name);
/** Reading them, with all the libraries, takes as long as checking them. */
const unchanged = new Map<string, ts.SourceFile | undefined>();

/** What is wrong in `src`, or in one file of it, when some files have other texts. */
function errorsIn(texts: ReadonlyMap<string, string>, file?: string): readonly string[] {
  const getSourceFile: typeof host.getSourceFile = (name, version, ...rest) => {
    const text = texts.get(path.relative(repository, name));
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    if (!unchanged.has(name)) unchanged.set(name, host.getSourceFile(name, version, ...rest));
    return unchanged.get(name);
  };
  for (const each of texts.keys()) added.add(each);
  const program = ts.createProgram(
    fileNames,
    { ...options, noEmit: true },
    { ...host, getSourceFile, fileExists },
  );
  const only = file === undefined ? undefined : program.getSourceFile(path.join(repository, file));
  return [...program.getSyntacticDiagnostics(only), ...program.getSemanticDiagnostics(only)].map(
    (each) => `${each.file?.fileName}: ${ts.flattenDiagnosticMessageText(each.messageText, ' ')}`,
  );
}

/** The text of a file, with more of it at some places. */
function withMore(file: string, ...additions: readonly (readonly [before: string, more: string])[]): string {
  return additions.reduce(
    (text, [before, more]) => {
      const [head, ...rest] = text.split(before);
      if (rest.length !== 1) throw new Error(`'${before}' is ${rest.length} times in ${file}`);
      return `${head}${more}${before}${rest[0]}`;
    },
    readFileSync(file, 'utf8'),
  );
}

/** One kind of statement that is a word, and one in which a body stands. */
const kinds = withMore(
  types,
  ["| { readonly kind: 'safe-point'", "| { readonly kind: 'yields' }\n"],
  ["| { readonly kind: 'loop'", "| { readonly kind: 'perhaps'; readonly body: Body }\n"],
  ['  loop: { loop', '  perhaps: { perhaps: StatementDocument[] };\n'],
);

const howTheyAreWritten = withMore(
  syntax,
  ['import { assertion }', "import { z } from 'zod';\n"],
  ['  none,\n  type Syntax', '  mapping,\n'],
  [
    '  return: returning,',
    `  yields: { text: keywordAlone('yields', { kind: 'yields' }), print: () => 'yields', bodies: none },
  perhaps: {
    mapping: mapping<'perhaps'>({
      schema: (body) => z.strictObject({ perhaps: body }).describe('Does these, or not.'),
      parse: (document, { body }) => ({ kind: 'perhaps', body: body('perhaps', document.perhaps) }),
      example: () => '{ perhaps: [ … ] }',
    }),
    print: () => 'perhaps',
    bodies: ({ body }) => [body],
  },
`,
  ],
);

const whatTheyDo = withMore(rules, [
  "  'safe-point'(",
  `  yields(_, { addLocation, step, next }) {
    addLocation();
    step(next, 'yields');
  },
  perhaps({ body }, { addLocation, next, step, compile }) {
    addLocation();
    step(compile(body), 'does it');
    step(next, 'does not');
  },
`,
]);

/** A reporter that is for a program. */
const reporter = `import { describeVerdict } from './group.js';
import type { Reporter } from './reporter.js';

export const lines: Reporter = {
  audience: 'program',
  render: ({ cells }) => cells.map((cell) => describeVerdict(cell)).join('\\n'),
};
`;

const models = withMore(
  'models/index.ts',
  ['import { simple }', "import { perStack } from './per-stack.js';\n"],
  ['  kgraftSync,\n', '  perStack,\n'],
);
const properties = withMore(
  'properties/index.ts',
  ['import { noStarvation }', "import { mixedStack } from './mixed-stack.js';\n"],
  ['  noStarvation,\n', '  mixedStack,\n'],
);
const reporters = withMore(
  'src/report/index.ts',
  ['import { matrix }', "import { lines } from './lines.js';\n"],
  ['matrix, json, junit', 'lines, '],
);

/** What is added, by what the documentation calls its files. */
const additions: Readonly<Record<string, Readonly<Record<string, readonly [file: string, text: string]>>>> = {
  model: {
    'models/NAME.ts': ['models/per-stack.ts', composed],
    'models/index.ts': ['models/index.ts', models],
  },
  property: {
    'properties/NAME.ts': ['properties/mixed-stack.ts', stated],
    'properties/index.ts': ['properties/index.ts', properties],
  },
  statement: {
    [types]: [types, kinds],
    [syntax]: [syntax, howTheyAreWritten],
    [rules]: [rules, whatTheyDo],
  },
  reporter: {
    'src/report/NAME.ts': ['src/report/lines.ts', reporter],
    'src/report/index.ts': ['src/report/index.ts', reporters],
  },
};

test.each(Object.keys(additions))('a new %s goes into at most four files, which are there', (what) => {
  const named = filesFor(what);
  expect(named.length).toBeGreaterThan(0);
  expect(named.length).toBeLessThanOrEqual(4);
  for (const file of Object.keys(additions[what] ?? {})) expect(named).toContain(file);
  for (const file of named) expect(existsSync(file.includes('NAME') ? path.dirname(file) : file)).toBe(true);
});

test.each([syntax, rules])(
  'with a new kind of statement alone, %s does not compile',
  { timeout: 240_000 },
  (file) => {
    expect(errorsIn(new Map(), file)).toEqual([]);
    expect(errorsIn(new Map([[types, kinds]]), file)).not.toEqual([]);
  },
);

test('with what the documentation says added to these files, and to no other, all compiles', {
  timeout: 240_000,
}, () => {
  const files = Object.values(additions).flatMap((each) => Object.values(each));
  expect(errorsIn(new Map(files))).toEqual([]);
  const wrong = composed.replace("gather: 'lazy'", "gather: 'freeze'");
  expect(wrong).not.toBe(composed);
  expect(errorsIn(new Map([...files, ['models/per-stack.ts', wrong]]), 'models/per-stack.ts')).not.toEqual(
    [],
  );
});
