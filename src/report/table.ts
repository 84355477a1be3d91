import { type Cell, isVacuous, measureSymbols, printMeasure } from '../check/index.js';
import { type ModelInstance, severities, severityOf } from '../livepatch/index.js';
import { type Painter, renderColumns, wrap } from '../text/index.js';
import { describeOrigin } from './group.js';

/** The verdicts of one scenario: a row a property, by what a violation means, a column a model. Rows that say the same everywhere are put in words. */
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
  const body = severities.flatMap((severity) => {
    const its = telling.filter(([cell]) => cell && severityOf(cell.property) === severity);
    const lines = its.map((row) => [
      `  ${row[0]?.property.name ?? ''}`,
      ...row.map((cell) => renderCell(cell, paint)),
    ]);
    return lines.length === 0 ? [] : [[paint.dim(severity)], ...lines];
  });
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

/** The name of a model, its parameters on lines of their own. */
export function headOf({ nameParts }: ModelInstance, paint: Painter): string {
  return nameParts.map((part) => paint.bold(part)).join('\n');
}
