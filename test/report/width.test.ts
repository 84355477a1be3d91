import { describe, expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { check } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
import { reporters, runOf, tellInWords, tellThereIsNone } from '../../src/report/index.js';
import { loadScenarios } from '../../src/scenario/index.js';

/* Nothing is wider than the terminal where it can be broken between words. */

const widths = [60, 80, 120, 200];
const files = [
  'hazards/lock-order',
  'hazards/reference-count',
  'thread/simple-deadlock',
  'thread/opportunistic-livelock',
];
const scenarios = await loadScenarios(files.map((file) => `scenarios/${file}.yaml`));
const request = {
  knownModels: models,
  knownProperties: properties,
  models: models.map((each) => instantiate(each)),
};
const report = await check({ scenarios, ...request });
/** The models whose runs are told: of each kind of run, and with short and long words. */
const told = ['klp', 'simple', 'kgraft'];

/** The lines that are too wide, but for those that are one word, and its indentation. */
function tooWide(text: string, width: number): readonly string[] {
  return text.split('\n').filter((line) => line.length > width && /\S\s+\S/.test(line.trim()));
}

describe.for(widths)('in %i columns', (width) => {
  test('a check of one scenario, and of several', () => {
    for (const { file } of scenarios) {
      const cells = report.cells.filter(({ scenario }) => scenario.file === file);
      for (const { render } of [reporters.answer, reporters.matrix])
        expect(tooWide(render({ ...report, cells }, { colour: false, width }), width)).toEqual([]);
    }
    expect(tooWide(reporters.matrix.render(report, { colour: false, width }), width)).toEqual([]);
  });

  test('what is not as expected, and what is never reached', () => {
    const wrong = report.cells.map((cell) => ({ ...cell, expected: 'vacuous' as const, asExpected: false }));
    const unreached = models.map((model) => ({
      scenario: scenarios[0] ?? expect.fail('no scenario'),
      model: instantiate(model),
      body: 'a function with a long name (new)',
      statement: 'increment a_counter_with_a_long_name',
      line: 1234,
    }));
    const text = reporters.matrix.render(
      { cells: wrong, unreached, leftOut: [], unasked: [] },
      { colour: false, width },
    );
    expect(text).toContain('not as expected:');
    expect(text).toContain('never reached under any model:');
    expect(tooWide(text, width)).toEqual([]);
  });

  test('an explanation of each verdict', () => {
    const kinds = new Set<string>();
    for (const cell of report.cells.filter(({ model }) => told.includes(model.name))) {
      const run = runOf(cell);
      if (run) kinds.add(run.kind);
      const text = run ? tellInWords(cell, run, false, width) : tellThereIsNone(cell, width);
      expect(tooWide(text, width)).toEqual([]);
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining(['finite', 'stuck', 'lasso', 'dead-end', 'worst-case']),
    );
  });
});

test('a table whose columns do not fit becomes several, each with the names of its rows', () => {
  const [first] = scenarios;
  const cells = report.cells.filter(({ scenario }) => scenario === first);
  const rows = (width: number): readonly string[] =>
    reporters.matrix
      .render({ ...report, cells }, { colour: false, width })
      .split('\n')
      .filter((line) => line.startsWith('│   deadlock-freedom'));
  expect(rows(200)).toHaveLength(1);
  expect(rows(60).length).toBeGreaterThan(1);
  const marks = (lines: readonly string[]): readonly string[] =>
    lines.flatMap((line) => line.match(/✓|✗ \d+/g) ?? []);
  expect(marks(rows(60))).toEqual(marks(rows(200)));
});
