import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { repository } from '../cli/run.js';

const types = 'src/scenario/statement.ts';
const syntax = 'src/scenario/statement-syntax.ts';
const rules = 'src/livepatch/statement-rules.ts';

/** The files that `docs/inside.md` says a new statement goes into. */
const named = [...readFileSync('docs/inside.md', 'utf8').matchAll(/^- `(src\/[^`]+)`: .*$/gm)].map(
  ([, file]) => file ?? '',
);

const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.build.json'), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, repository);
const host = ts.createCompilerHost(options);
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
  const program = ts.createProgram(fileNames, { ...options, noEmit: true }, { ...host, getSourceFile });
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

const howTheyAreWritten = withMore(syntax, [
  '  return: {',
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
]);

const whatTheyDo = withMore(rules, [
  '  return(',
  `  yields(_, { place, step, next }) {
    place();
    step(next, 'yields');
  },
  perhaps({ body }, { place, next, step, compile }) {
    place();
    step(compile(body), 'does it');
    step(next, 'does not');
  },
`,
]);

test('a new statement goes into at most four files, which are there', () => {
  expect(named.length).toBeGreaterThan(0);
  expect(named.length).toBeLessThanOrEqual(4);
  for (const file of [types, syntax, rules]) expect(named).toContain(file);
  for (const file of named) expect(existsSync(file)).toBe(true);
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
  const whole = new Map([
    [types, kinds],
    [syntax, howTheyAreWritten],
    [rules, whatTheyDo],
  ]);
  expect(errorsIn(whole)).toEqual([]);
});
