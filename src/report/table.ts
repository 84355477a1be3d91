import { type Cell, isVacuous, measureSymbols, printMeasure } from '../check/index.js';
import type { ModelInstance } from '../livepatch/index.js';
import { type Painter, renderColumns, wrap } from '../text/index.js';
import { describeOrigin } from './group.js';

/** The verdicts of one scenario: a row a property, a column a model. Rows that say the same everywhere are put in words. */
export function renderTable(cells: readonly Cell[], paint: Painter, width: number): string {
  const models = [...new Map(cells.map(({ model }) => [model.name, model])).values()];
  const properties = [...new Map(cells.map(({ property }) => [property.name, property])).values()];
  const rowOf = (name: string): readonly Cell[] => cells.filter(({ property }) => property.name === name);
  const isPlain = (kind: 'holds' | 'vacuous') => (row: readonly Cell[]) =>
    row.every(
      (cell) =>
        (kind === 'holds'
          ? cell.verdict.kind === 'holds' && !isVacuous(cell.verdict)
          : isVacuous(cell.verdict)) && cell.asExpected !== false,
    );
  const rows = properties.map(({ name }) => rowOf(name));
  const [holding, vacuous] = [rows.filter(isPlain('holds')), rows.filter(isPlain('vacuous'))];
  const telling = rows.filter((row) => !holding.includes(row) && !vacuous.includes(row));
  const head = ['', ...models.map((model) => headOf(model, paint))];
  const body = telling.map((row) => [
    row[0]?.property.name ?? '',
    ...row.map((cell) => renderCell(cell, paint)),
  ]);
  const names = (which: readonly (readonly Cell[])[]): string =>
    which.map((row) => row[0]?.property.name).join(', ');
  const scope = models.length === 1 ? `under ${models[0]?.name}` : 'under every model';
  return [
    ...(telling.length === 0 ? [] : [renderColumns(head, body, width)]),
    ...(holding.length === 0 ? [] : [wrap(`${paint.good('✓')} ${scope}: ${names(holding)}`, width)]),
    ...(vacuous.length === 0 ? [] : [paint.dim(wrap(`– vacuous ${scope}: ${names(vacuous)}`, width))]),
    ...renderOrigins(cells, paint, width),
    ...renderFairness(cells, paint, width),
    ...renderReductions(cells, paint, width),
  ].join('\n');
}

/** What a mark means that says whose a violation is. */
function renderOrigins(cells: readonly Cell[], paint: Painter, width: number): readonly string[] {
  const origins = new Set(
    cells.flatMap(({ verdict }) => (verdict.kind === 'violated' && verdict.origin ? [verdict.origin] : [])),
  );
  return [...origins].map((origin) =>
    paint.dim(wrap(`${describeOrigin(origin)}, whatever the mechanism does`, width)),
  );
}

/** What is assumed where a verdict is about fair runs: what always is, and what the scenario adds. */
function renderFairness(cells: readonly Cell[], paint: Painter, width: number): readonly string[] {
  const [concerned] = cells.filter(({ fairness }) => fairness !== undefined);
  if (!concerned) return [];
  const { fairness } = concerned.scenario;
  const assumed = fairness.map(
    ({ strength, process, steps }) => `${strength} ${steps === undefined ? process : `${steps}(${process})`}`,
  );
  const added = assumed.length === 0 ? '' : `; the scenario also assumes ${assumed.join(', ')}`;
  const always =
    'of fair runs: tasks go on where they can, but nothing obliges them to enter the kernel or to end a sleep';
  return [paint.dim(wrap(`${always}${added}`, width))];
}

/** Where less than all states was searched, and by which reductions. */
function renderReductions(cells: readonly Cell[], paint: Painter, width: number): readonly string[] {
  const models = new Map<string, Set<string>>();
  for (const { statistics, model } of cells) {
    const names = statistics.reductions.filter(({ on }) => on).map(({ name }) => name);
    if (names.length === 0) continue;
    const key = names.join(', ');
    models.set(key, (models.get(key) ?? new Set()).add(model.name));
  }
  return [...models].map(([names, whose]) =>
    paint.dim(wrap(`reduced under ${[...whose].join(', ')}: ${names}`, width)),
  );
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
      if (verdict.origin)
        return (
          paint.unsure(`${mark} ${verdict.origin === 'before the patch' ? 'before' : 'after'}`) + unexpected
        );
      return (asExpected ? paint.unsure(mark) : paint.bad(mark)) + unexpected;
    }
    case 'measured': {
      const [first] = verdict.measures;
      const text = first && verdict.vacuous === undefined ? printMeasure(first, measureSymbols) : '–';
      return text + unexpected;
    }
    case 'inconclusive':
      return paint.unsure('?');
  }
}

/** One row a scenario, one column a model that all are checked under: how many properties are violated. */
export function renderOverview(
  scenarios: readonly (readonly Cell[])[],
  paint: Painter,
  width: number,
): string {
  const all = [...new Map(scenarios.flat().map(({ model }) => [model.name, model])).values()];
  const models = all.filter(({ name }) =>
    scenarios.every((cells) => cells.some(({ model }) => model.name === name)),
  );
  const marks = models.reduce((sum, { name }) => sum + name.length + 3, 0);
  const nameWidth = Math.max(overviewNames.least, Math.min(overviewNames.most, width - marks - 4));
  const rows = scenarios.map((cells) => [
    wrap(cells[0]?.scenario.name ?? '', nameWidth),
    ...models.map(({ name }) =>
      renderTotal(
        cells.filter(({ model }) => model.name === name),
        paint,
      ),
    ),
  ]);
  return renderColumns(['', ...models.map((model) => headOf(model, paint))], rows, width);
}

/** Columns for names of scenarios, at the most and at the least. */
const overviewNames = { most: 40, least: 16 };

function renderTotal(cells: readonly Cell[], paint: Painter): string {
  const violated = cells.filter(({ verdict }) => verdict.kind === 'violated');
  const unexpected = cells.some(({ asExpected }) => asExpected === false) ? paint.bad(' !') : '';
  if (violated.length > 0)
    return (unexpected === '' ? paint.unsure : paint.bad)(`✗ ${violated.length}`) + unexpected;
  return (
    (cells.some(({ verdict }) => verdict.kind === 'inconclusive') ? paint.unsure('?') : paint.good('✓')) +
    unexpected
  );
}

/** The name of a model, its parameters on lines of their own. */
function headOf({ nameParts }: ModelInstance, paint: Painter): string {
  return nameParts.map((part) => paint.bold(part)).join('\n');
}
