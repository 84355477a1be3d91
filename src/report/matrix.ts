import Table from 'cli-table3';
import type { Cell, CheckReport } from '../check/index.js';
import { type Painter, painter, renderSteps, tell } from '../trace/index.js';
import { byScenario, describeVerdict, groupViolations, isBad, summarise, type Violation } from './group.js';
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
  const { cells, holds, vacuous, violated, inconclusive, asExpected, notAsExpected } = summarise(report);
  const bad = report.cells.filter(isBad);
  const lines = bad
    .filter(({ asExpected: expected }) => expected === false)
    .map(
      (cell) =>
        `  ${cell.scenario.name}: ${cell.model.name}, ${cell.property.name}: ${describeVerdict(cell)}`,
    );
  const expectation =
    asExpected + notAsExpected === 0
      ? ''
      : notAsExpected === 0
        ? `; ${paint.good(`all ${asExpected} as expected`)}`
        : `; ${paint.bad(`${notAsExpected} not as expected`)}`;
  const states = new Map(
    report.cells.map((cell) => [`${cell.scenario.file}\n${cell.model.name}`, cell.statistics]),
  );
  const totalStates = [...states.values()].reduce((sum, statistics) => sum + statistics.states, 0);
  const totalMs = [...states.values()].reduce((sum, statistics) => sum + statistics.elapsedMs, 0);
  const exhaustive =
    inconclusive === 0
      ? 'every reachable state visited'
      : paint.unsure(`NOT exhaustive: ${inconclusive} inconclusive`);
  return [
    ...(lines.length === 0 ? [] : [paint.bad('not as expected:'), ...lines]),
    `${cells} verdicts: ${holds} hold, ${violated} violated, ${vacuous} vacuous, ${inconclusive} inconclusive${expectation}`,
    `${totalStates.toLocaleString('en')} states in ${(totalMs / 1000).toFixed(2)} s; ${exhaustive}`,
  ].join('\n');
}
