import { describe, expect, test } from 'vitest';
import { klpcheck, temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

/* What a user wrote commands no terminal, and shows as what it is; and lines are as wide as the terminal at most. */

const folder = temporaryFolder();
const turned = '\u202egnola dlrow\u202c';
folder.write(
  'turned.yaml',
  lockOrder.replace('scenario: lock order', `scenario: hello ${turned}\nsource: a ${turned} source`),
);
const dangerous = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

describe.concurrent('a bidirectional override in a name is not shown raw', () => {
  test.for([
    ['check', 'turned.yaml'],
    ['check', 'turned.yaml', '--reporter', 'github', '-m', 'kgraft'],
    ['check', 'turned.yaml', '--reporter', 'junit', '-m', 'kgraft'],
    ['check', 'turned.yaml', '-m', 'nobody-knows-it'],
    ['explain', 'turned.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom'],
    ['explain', 'turned.yaml', '-m', 'simple', '-p', 'deadlock-freedom'],
    ['explain', 'turned.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom', '--format', 'mermaid'],
    ['explain', 'turned.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom', '--format', 'itf'],
    ['explain', 'turned.yaml', '-m', 'kgraft', '-p', 'deadlock-freedom', '--format', 'json'],
    ['check', 'turned.yaml', '--json', '-m', 'kgraft'],
    ['export', 'turned.yaml', '-m', 'kgraft'],
    ['list', 'scenarios', turned],
    ['check', turned],
  ])('by klpcheck %s', { concurrent: true }, async (args) => {
    const { stdout, stderr } = await folder.run(...args);
    expect(`${stdout}${stderr}`).not.toMatch(dangerous);
    expect(`${stdout}${stderr}`).not.toBe('');
  });

  test('and JSON says the same, escaped', async () => {
    const { stdout } = await folder.run('check', 'turned.yaml', '--json', '-m', 'kgraft');
    expect(JSON.parse(stdout).results[0].scenario).toBe(`hello ${turned}`);
  });
});

/** The lines that could have been broken. */
function tooWide(text: string, columns: number): readonly string[] {
  return text.split('\n').filter((line) => line.length > columns && /\S\s+\S/.test(line.trim()));
}

describe.concurrent('in as many columns as COLUMNS says', () => {
  test.for([60, 80, 120, 200])('%i: lists wrap at words', { concurrent: true }, async (columns) => {
    for (const what of ['models', 'properties', 'scenarios']) {
      const { stdout } = await klpcheck(['list', what], { env: { COLUMNS: String(columns) } });
      expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
    }
  });

  test.for([60, 80, 120, 200])('%i: surveys and random searches wrap at words', async (columns) => {
    const env = { COLUMNS: String(columns) };
    const bounds = ['--tasks', '1', '--functions', '1', '--statements', '1'];
    const survey = await klpcheck(['enumerate', ...bounds, '-m', 'kgraft'], { env });
    expect(survey.stdout).toMatch(/1 task,\s1 function\sand\s1\sstatement/);
    expect(tooWide(survey.stdout, columns)).toEqual([]);
    const search = ['fuzz', '-m', 'kgraft', '-p', 'lock-discipline', '--seed', '1', '--runs', '1'];
    const nothing = await klpcheck(search, { env });
    expect(nothing.stdout).toMatch(/nothing\sfound\sin\s1\srandom\sscenario/);
    // Commands are to be copied, so they stay on one line each.
    expect(tooWide(nothing.stdout.replace(/^Again with: .*$/m, ''), columns)).toEqual([]);
  });

  test('where nothing says how many, a list has a line for each', async () => {
    const { stdout } = await klpcheck(['list', 'properties']);
    expect(stdout.split('\n').every((line) => line === '' || /^[a-z-]+ {2,}\S/.test(line))).toBe(true);
  });
});
