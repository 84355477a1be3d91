import type { CheckReport } from '../check/index.js';
import { hang, type Painter, plural, wrap } from '../text/index.js';
import { describeStop, describeVerdict, isBad, summarise } from './group.js';

/** What was not done: callbacks under models that have none, and statements that nobody comes to. */
export function renderUnreached(report: CheckReport, paint: Painter, width: number): string {
  return [renderCallbacksNotRun(report, paint, width), renderNeverReached(report, paint, width)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function renderCallbacksNotRun({ cells }: CheckReport, paint: Painter, width: number): string {
  const without = cells.filter(
    ({ scenario, model }) => scenario.patch.callbacks.size > 0 && !model.model.runsCallbacks,
  );
  const names = [...new Set(without.map(({ model }) => model.name))];
  return names.length === 0
    ? ''
    : hang(
        '',
        margin.length,
        `${paint.unsure('callbacks are not run')} under ${names.join(', ')}, which ${names.length === 1 ? 'has' : 'have'} none`,
        width,
      );
}

/** Statements that no model can reach; what one mechanism keeps from happening is no mistake in a scenario. */
function renderNeverReached({ unreached, cells }: CheckReport, paint: Painter, width: number): string {
  const models = (file: string): number =>
    new Set(cells.filter(({ scenario }) => scenario.file === file).map(({ model }) => model.name)).size;
  const groups = new Map<string, typeof unreached>();
  for (const each of unreached) {
    const key = `${each.scenario.file}:${each.line}: ${each.statement}, in ${each.body}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const everywhere = [...groups].filter(([, its]) => its[0] && its.length >= models(its[0].scenario.file));
  if (everywhere.length === 0) return '';
  return [
    paint.unsure('never reached under any model:'),
    ...everywhere.map(([key]) => hang(margin, margin.length, key, width)),
  ].join('\n');
}

const margin = '  ';

/** What was not as expected, and whether the searches were exhaustive, in as few lines as will do. */
export function renderBriefSum(report: CheckReport, paint: Painter, width: number): string {
  const { unexpected, searched } = sumOf(report, paint, width);
  const { cells } = summarise(report);
  const told = renderExpectation(report, unexpected.length, paint);
  return [
    ...renderUnexpected(unexpected, paint),
    wrap(
      [`${plural(cells, 'verdict')}${told.map((each) => `, ${each}`).join('')}`, ...searched].join('; '),
      width,
    ),
  ].join('\n');
}

/** How many verdicts of each kind, what was not as expected, and whether the searches were exhaustive. */
export function renderSum(report: CheckReport, paint: Painter, width: number): string {
  const { unexpected, searched } = sumOf(report, paint, width);
  return [
    ...renderUnexpected(unexpected, paint),
    wrap([sayCounts(report), ...renderExpectation(report, unexpected.length, paint)].join('; '), width),
    wrap(searched.join('; '), width),
  ].join('\n');
}

function renderUnexpected(unexpected: readonly string[], paint: Painter): readonly string[] {
  return unexpected.length === 0 ? [] : [paint.bad('not as expected:'), ...unexpected];
}

/** Lines about what was not as expected, and what there is to say of the searches. */
function sumOf(
  report: CheckReport,
  paint: Painter,
  width: number,
): { readonly unexpected: readonly string[]; readonly searched: readonly string[] } {
  const unexpected = report.cells
    .filter(isBad)
    .filter(({ asExpected }) => asExpected === false)
    .map(
      (cell) => `${cell.scenario.name}: ${cell.model.name}, ${cell.property.name}: ${describeVerdict(cell)}`,
    )
    .map((line) => hang(margin, margin.length, line, width));
  // Verdicts of one search have its statistics in common.
  const searches = [...new Set(report.cells.map(({ statistics }) => statistics))];
  const totalStates = searches.reduce((sum, { states }) => sum + states, 0);
  const totalMs = searches.reduce((sum, { elapsedMs, compileMs }) => sum + elapsedMs + compileMs, 0);
  return {
    unexpected,
    searched: [
      `${plural(totalStates, 'state')} in ${(totalMs / 1000).toFixed(2)} s`,
      ...renderExhaustiveness(report, paint),
    ],
  };
}

function sayCounts(report: CheckReport): string {
  const { cells, holds, vacuous, violated, measured, inconclusive } = summarise(report);
  return [
    `${plural(cells, 'verdict')}: ${holds} ${holds === 1 ? 'holds' : 'hold'}`,
    `${violated} violated`,
    ...(measured === 0 ? [] : [`${measured} measured`]),
    `${vacuous} vacuous`,
    `${inconclusive} inconclusive`,
  ].join(', ');
}

function renderExpectation(report: CheckReport, unexpected: number, paint: Painter): readonly string[] {
  const { asExpected, notAsExpected } = summarise(report);
  if (asExpected + notAsExpected === 0) return [];
  if (notAsExpected === 0)
    return [paint.good(asExpected === 1 ? 'as expected' : `all ${asExpected} as expected`)];
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
  // Of a scenario and a model, one search that visited every state is enough: another may have found a violation before.
  const searched = new Map<string, boolean>();
  for (const { scenario, model, exhaustive } of report.cells) {
    const key = `${scenario.file}\n${model.name}`;
    searched.set(key, exhaustive || searched.get(key) === true);
  }
  if (![...searched.values()].every((each) => each)) return [];
  const isReduced = report.cells.some(({ statistics }) => statistics.reductions.some(({ on }) => on));
  return [
    isReduced ? 'every reachable state visited, or one that stands for it' : 'every reachable state visited',
  ];
}
