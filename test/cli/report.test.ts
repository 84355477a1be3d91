import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { type CheckDocument, checkSchema } from '../../src/report/check-schema.js';
import { temporaryFolder } from './run.js';
import { endless, expectedLockOrder, harmless, lockOrder } from './scenarios.js';

/* What the reporters write, for scripts, CI servers and people. */

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);
folder.write('expected.yaml', expectedLockOrder);
folder.write('harmless.yaml', harmless);
folder.write('endless.yaml', endless);
folder.write(
  'odd.yaml',
  lockOrder.replace('scenario: lock order', `scenario: "a < b & \\"c\\" > 'd', 100% :: e"`),
);

/** Parses what `--json` wrote, as strictly as the schema can. */
function parse(stdout: string): CheckDocument {
  const document: unknown = JSON.parse(stdout);
  const checked = checkSchema.parse(document);
  // A key that the schema does not have would have been dropped.
  expect(checked).toEqual(document);
  return checked;
}

describe.concurrent('--json', () => {
  test('gives every verdict of every scenario, and nothing on stderr', async () => {
    const run = await folder.run('check', 'harmless.yaml', 'expected.yaml', '--model', 'kgraft', '--json');
    const { results, summary } = parse(run.stdout);
    expect(new Set(results.map(({ file }) => file))).toEqual(new Set(['harmless.yaml', 'expected.yaml']));
    expect(results).toHaveLength(summary.cells);
    const { holds, vacuous, violated, measured, inconclusive } = summary;
    expect(summary.cells).toBe(holds + vacuous + violated + measured + inconclusive);
    expect(run.stderr).toBe('');
  });

  test('gives the run of a violation, with lines of the scenario', async () => {
    const run = await folder.run(
      'check',
      'expected.yaml',
      '-m',
      'kgraft',
      '-p',
      'deadlock-freedom',
      '--json',
    );
    const [result, ...others] = parse(run.stdout).results;
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      scenario: 'lock order',
      model: 'kgraft',
      property: 'deadlock-freedom',
      verdict: 'violated',
      expected: 'violated',
      asExpected: true,
      counterexample: { stuckTasks: ['writer.1', 'writer.2'] },
    });
    const lines = result?.counterexample?.steps.flatMap(({ line }) => line ?? []);
    expect(lines).toContain(6);
    expect(lines).toContain(7);
    expect(run.code).toBe(0);
  });

  test('gives the reason of what is inconclusive', async () => {
    const run = await folder.run('check', 'endless.yaml', '-m', 'simple', '--max-states', '10', '--json');
    const { results, summary } = parse(run.stdout);
    expect(
      results.every(({ verdict, reason }) => verdict === 'inconclusive' && reason === 'max-states'),
    ).toBe(true);
    expect(summary.inconclusive).toBe(results.length);
    expect(run.code).toBe(3);
  });

  test('beside a table: the table goes to stderr', async () => {
    const run = await folder.run('check', 'harmless.yaml', '-m', 'simple', '--json', '--reporter', 'matrix');
    parse(run.stdout);
    expect(run.stderr).toContain('every reachable state visited\n');
  });

  test('agrees with the schema that is published', async () => {
    const published = readFileSync(new URL('../../docs/schema/check.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toMatchObject({
      title: 'klpcheck check',
      required: ['schemaVersion', 'klpcheckVersion', 'results', 'unreached', 'summary'],
    });
  });
});

interface Suite {
  readonly '@name': string;
  readonly '@file': string;
  readonly '@tests': string;
  readonly '@failures': string;
  readonly '@errors': string;
  readonly '@skipped': string;
  readonly testcase: readonly TestCase[];
}

interface TestCase {
  readonly '@name': string;
  readonly failure?: { readonly '@message': string; readonly '#text': string };
  readonly error?: { readonly '@message': string };
  readonly skipped?: { readonly '@message': string };
}

function parseJunit(xml: string): readonly Suite[] {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });
  return (parser.parse(xml) as { testsuites: { testsuite: readonly Suite[] } }).testsuites.testsuite;
}

describe.concurrent('--reporter junit', () => {
  test('writes one test a cell, and one suite a scenario', async () => {
    const args = ['check', 'lock-order.yaml', 'harmless.yaml', '--model', 'kgraft', '--model', 'simple'];
    const [xml, json] = await Promise.all([
      folder.run(...args, '--reporter', 'junit'),
      folder.run(...args, '--json'),
    ]);
    const suites = parseJunit(xml.stdout);
    const { results, summary } = parse(json.stdout);
    expect(suites.map((suite) => [suite['@name'], suite['@file']])).toEqual([
      ['lock order', 'lock-order.yaml'],
      ['harmless', 'harmless.yaml'],
    ]);
    const names = suites.flatMap(({ testcase }) => testcase.map((each) => each['@name']));
    expect(names).toEqual(results.map(({ model, property }) => `${model}: ${property}`));
    expect(suites.reduce((sum, suite) => sum + Number(suite['@failures']), 0)).toBe(summary.violated);
    expect(suites.reduce((sum, suite) => sum + Number(suite['@skipped']), 0)).toBe(summary.vacuous);
    expect(xml.code).toBe(1);
  });

  test('tells the run of a failure, and escapes what XML does not take', async () => {
    const run = await folder.run(
      'check',
      'odd.yaml',
      '-m',
      'kgraft',
      '-p',
      'deadlock-freedom',
      '-r',
      'junit',
    );
    const [suite] = parseJunit(run.stdout);
    expect(suite?.['@name']).toBe(`a < b & "c" > 'd', 100% :: e`);
    expect(suite?.testcase[0]?.failure?.['@message']).toMatch(/^violated, in \d+ steps$/);
    expect(suite?.testcase[0]?.failure?.['#text']).toContain('stuck for ever: writer.1, writer.2');
  });

  test('counts what is inconclusive as an error', async () => {
    const run = await folder.run(
      'check',
      'endless.yaml',
      '-m',
      'simple',
      '--max-states',
      '10',
      '-r',
      'junit',
    );
    const [suite] = parseJunit(run.stdout);
    expect(suite?.['@errors']).toBe(suite?.['@tests']);
    expect(suite?.testcase[0]?.error?.['@message']).toBe('inconclusive: stopped by the limit on states');
  });
});

describe.concurrent('--reporter github', () => {
  test('annotates the line of the last statement of a violation', async () => {
    const run = await folder.run(
      'check',
      './lock-order.yaml',
      '-m',
      'kgraft',
      '-p',
      'deadlock-freedom',
      '-r',
      'github',
    );
    expect(run.stdout).toMatch(
      /^::error file=lock-order\.yaml,line=[67],title=lock order%3A deadlock-freedom under kgraft::violated, in \d+ steps%0A.*%0Astuck for ever: writer\.1, writer\.2\n$/,
    );
    expect(run.code).toBe(1);
  });

  test('annotates the line of an expectation that is not met', async () => {
    const file = folder.write(
      'wrong.yaml',
      `${lockOrder}expect:\n  simple:\n    deadlock-freedom: violated\n`,
    );
    const run = await folder.run('check', file, '-m', 'simple', '-p', 'deadlock-freedom', '-r', 'github');
    expect(run.stdout).toBe(
      '::error file=wrong.yaml,line=13,title=lock order%3A deadlock-freedom under simple::holds; expected: violated\n',
    );
  });

  test('escapes what would end a command early', async () => {
    const run = await folder.run(
      'check',
      'odd.yaml',
      '-m',
      'kgraft',
      '-p',
      'deadlock-freedom',
      '-r',
      'github',
    );
    expect(run.stdout.split('\n')).toHaveLength(2);
    expect(run.stdout).toContain(
      `,title=a < b & "c" > 'd'%2C 100%25 %3A%3A e%3A deadlock-freedom under kgraft::`,
    );
  });

  test('warns of what is inconclusive', async () => {
    const run = await folder.run(
      'check',
      'endless.yaml',
      '-m',
      'simple',
      '-p',
      'deadlock-freedom',
      '--max-states',
      '10',
      '-r',
      'github',
    );
    expect(run.stdout).toContain('::warning file=endless.yaml,line=1,');
    expect(run.stdout).toContain('::inconclusive: stopped by the limit on states\n');
  });

  test('says nothing where all is well', async () => {
    const run = await folder.run('check', 'harmless.yaml', '--model', 'simple', '--reporter', 'github');
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe.concurrent('several reporters', () => {
  test('each with its own file, and one on stdout', async () => {
    mkdirSync(path.join(folder.path, 'out'));
    const reporters = [
      '--reporter',
      'matrix',
      '--reporter',
      'junit',
      '--reporter',
      'json',
      '--reporter',
      'github',
    ];
    const outputs = [
      '-o',
      'junit=out/results.xml',
      '-o',
      'json=out/results.json',
      '-o',
      'github=out/annotations',
    ];
    const run = await folder.run('check', 'lock-order.yaml', '--model', 'kgraft', ...reporters, ...outputs);
    const read = (name: string): string => readFileSync(path.join(folder.path, 'out', name), 'utf8');
    const { summary } = parse(read('results.json'));
    expect(parseJunit(read('results.xml'))[0]?.['@tests']).toBe(String(summary.cells));
    expect(read('annotations').split('\n')).toHaveLength(summary.violated + 1);
    expect(run.stdout).toContain(`${summary.cells} verdicts: `);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(1);
  });

  test('one alone needs no name for its file', async () => {
    folder.write('report.txt', 'of yesterday');
    const run = await folder.run(
      'check',
      'harmless.yaml',
      '--model',
      'simple',
      '--output-file',
      'report.txt',
    );
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(path.join(folder.path, 'report.txt'), 'utf8')).toContain(
      'every reachable state visited\n',
    );
  });
});

describe.concurrent('--quiet', () => {
  test('prints no table, and the exit code says it', async () => {
    const run = await folder.run('check', 'lock-order.yaml', '--model', 'kgraft', '--quiet');
    expect(run).toEqual({ code: 1, stdout: '', stderr: '' });
  });

  test('keeps data that was asked for', async () => {
    const run = await folder.run('check', 'harmless.yaml', '--model', 'simple', '--quiet', '--json');
    parse(run.stdout);
    expect(run.stderr).toBe('');
  });
});
