import Table from 'cli-table3';
import type { Cell, CheckReport } from '../check/index.js';
import { type Painter, painter, renderSteps, tell } from '../trace/index.js';
import {
  byScenario,
  bySearch,
  describeStop,
  describeVerdict,
  groupViolations,
  isBad,
  summarise,
  type Violation,
} from './group.js';
import type { Reporter } from './reporter.js';

/** For a person: a table of verdicts a scenario, then each violation once, shortest first, then the sum. */
export const matrix: Reporter = (report, { colour }) => {
  const paint = painter(colour);
  const violations = groupViolations(report);
  return [
    ...byScenario(report).map((cells) => renderScenario(cells, paint)),
    ...violations.map((violation, index) => renderViolation(violation, index + 1, paint)),
    renderUnreached(report, paint),
    renderSum(report, paint),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
};

function renderScenario(cells: readonly [Cell, ...Cell[]], paint: Painter): string {
  const { scenario } = cells[0];
  const models = [...new Map(cells.map(({ model }) => [model.name, model])).values()];
  const properties = [...new Map(cells.map(({ property }) => [property.name, property])).values()];
  const rowOf = (name: string): readonly Cell[] => cells.filter(({ property }) => property.name === name);
  const isPlain = (kind: 'holds' | 'vacuous') => (row: readonly Cell[]) =>
    row.every(
      (cell) =>
        cell.verdict.kind === 'holds' &&
        (cell.verdict.vacuous === undefined) === (kind === 'holds') &&
        cell.asExpected !== false,
    );
  const rows = properties.map(({ name }) => rowOf(name));
  const [holding, vacuous] = [rows.filter(isPlain('holds')), rows.filter(isPlain('vacuous'))];
  const telling = rows.filter((row) => !holding.includes(row) && !vacuous.includes(row));
  const table = new Table({
    head: ['', ...models.map(({ name }) => paint.bold(name))],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...models.map(() => 'center' as const)],
  });
  for (const row of telling)
    table.push([row[0]?.property.name ?? '', ...row.map((cell) => renderCell(cell, paint))]);
  const names = (which: readonly (readonly Cell[])[]): string =>
    which.map((row) => row[0]?.property.name).join(', ');
  const scope = models.length === 1 ? `under ${models[0]?.name}` : 'under every model';
  return [
    `${paint.bold(scenario.name)}  ${paint.dim(scenario.file)}`,
    ...(scenario.summary === '' ? [] : [scenario.summary]),
    ...(telling.length === 0 ? [] : [table.toString()]),
    ...(holding.length === 0 ? [] : [`${paint.good('✓')} ${scope}: ${names(holding)}`]),
    ...(vacuous.length === 0 ? [] : [paint.dim(`– vacuous ${scope}: ${names(vacuous)}`)]),
  ].join('\n');
}

/** A mark, the number of steps of a violation, and `!` where something else was expected. */
function renderCell(cell: Cell, paint: Painter): string {
  const { verdict, asExpected } = cell;
  const unexpected = asExpected === false ? paint.bad(' !') : '';
  switch (verdict.kind) {
    case 'holds':
      return (verdict.vacuous === undefined ? paint.good('✓') : paint.dim('–')) + unexpected;
    case 'violated': {
      const mark = `✗ ${verdict.counterexample.steps.length}`;
      return (asExpected ? paint.unsure(mark) : paint.bad(mark)) + unexpected;
    }
    case 'inconclusive':
      return paint.unsure('?');
  }
}

function renderViolation({ cells, shortest }: Violation, number: number, paint: Painter): string {
  const { scenario, verdict } = shortest;
  const story = tell(verdict.counterexample, scenario.patch.functions);
  const byProperty = new Map<string, string[]>();
  for (const { model, property } of cells)
    byProperty.set(property.name, [...(byProperty.get(property.name) ?? []), model.name]);
  return [
    `${paint.bold(`${number}. ${scenario.name}`)}: ${story.steps.length} ${story.steps.length === 1 ? 'step' : 'steps'}`,
    ...[...byProperty].map(
      ([property, models]) => `   ${paint.bad('✗')} ${property} under ${models.join(', ')}`,
    ),
    ...renderSteps(story, paint).map((line) => `     ${line}`),
    ...story.notices.map((notice) => `     ${paint.dim('→')} ${notice}`),
  ].join('\n');
}

/** Statements that no model can reach; what one mechanism keeps from happening is no mistake in a scenario. */
function renderUnreached({ unreached, cells }: CheckReport, paint: Painter): string {
  const models = (file: string): number =>
    new Set(cells.filter(({ scenario }) => scenario.file === file).map(({ model }) => model.name)).size;
  const groups = new Map<string, typeof unreached>();
  for (const each of unreached) {
    const key = `${each.scenario.file}:${each.line}: ${each.statement}, in ${each.body}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const everywhere = [...groups].filter(([, its]) => its[0] && its.length >= models(its[0].scenario.file));
  if (everywhere.length === 0) return '';
  return [paint.unsure('never reached under any model:'), ...everywhere.map(([key]) => `  ${key}`)].join(
    '\n',
  );
}

function renderSum(report: CheckReport, paint: Painter): string {
  const { cells, holds, vacuous, violated, inconclusive } = summarise(report);
  const unexpected = report.cells
    .filter(isBad)
    .filter(({ asExpected }) => asExpected === false)
    .map(
      (cell) =>
        `  ${cell.scenario.name}: ${cell.model.name}, ${cell.property.name}: ${describeVerdict(cell)}`,
    );
  const searches = bySearch(report);
  const totalStates = searches.reduce((sum, [{ statistics }]) => sum + statistics.states, 0);
  const totalMs = searches.reduce((sum, [{ statistics }]) => sum + statistics.elapsedMs, 0);
  return [
    ...(unexpected.length === 0 ? [] : [paint.bad('not as expected:'), ...unexpected]),
    [
      `${cells} verdicts: ${holds} hold, ${violated} violated, ${vacuous} vacuous, ${inconclusive} inconclusive`,
      ...renderExpectation(report, unexpected.length, paint),
    ].join('; '),
    [
      `${totalStates.toLocaleString('en')} states in ${(totalMs / 1000).toFixed(2)} s`,
      ...renderExhaustiveness(report, paint),
    ].join('; '),
  ].join('\n');
}

function renderExpectation(report: CheckReport, unexpected: number, paint: Painter): readonly string[] {
  const { asExpected, notAsExpected } = summarise(report);
  if (asExpected + notAsExpected === 0) return [];
  if (notAsExpected === 0) return [paint.good(`all ${asExpected} as expected`)];
  return [unexpected === 0 ? `${asExpected} as expected` : paint.bad(`${unexpected} not as expected`)];
}

/** Only what holds is known to rest on a whole search: a violation may have been found before a budget ran out. */
function renderExhaustiveness(report: CheckReport, paint: Painter): readonly string[] {
  const stops = report.cells.flatMap(({ verdict }) =>
    verdict.kind === 'inconclusive' ? [verdict.reason] : [],
  );
  if (stops.length > 0) {
    const reasons = [...new Set(stops.map(describeStop))].join(' and ');
    return [paint.unsure(`NOT exhaustive: ${stops.length} inconclusive, stopped by ${reasons}`)];
  }
  return bySearch(report).every((cells) => cells.some(({ verdict }) => verdict.kind === 'holds'))
    ? ['every reachable state visited']
    : [];
}
