import type { Cell, CheckReport } from '../check/index.js';
import { type Painter, painter, printable, wrap } from '../text/index.js';
import { renderOverview } from './answer/overview.js';
import { byScenario, groupViolations, isBad } from './group.js';
import type { Render, Reporter } from './reporter.js';
import { renderSum, renderUnreached } from './sum.js';
import { renderTable } from './table.js';
import { renderTitle } from './title.js';
import { renderViolation } from './violation.js';

const render: Render = (report, { colour, width }) => {
  const paint = painter(colour);
  const scenarios = byScenario(report);
  const text = [
    ...scenarios.flatMap((cells) => renderScenario(cells, report, paint, width, scenarios.length === 1)),
    scenarios.length > 1 ? renderOverview(scenarios, paint, width) : '',
    renderUnreached(report, paint, width),
    scenarios.length > 1 ? renderUntold(report, paint, width) : '',
    renderLeftOut(report, paint, width),
    renderSum(report, paint, width),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
  return printable(text, colour);
};

/**
 * For a person. A scenario after the other: its table of verdicts, then each violation once, shortest first. Where
 * there are several scenarios, only the violations that were not expected, and a table of them all at the end, which is
 * what stays on the screen; then the sum.
 */
export const matrix: Reporter = { audience: 'person', render };

function renderScenario(
  cells: readonly [Cell, ...Cell[]],
  report: CheckReport,
  paint: Painter,
  width: number,
  tellsExpected: boolean,
): readonly string[] {
  const { scenario } = cells[0];
  const told = tellsExpected ? cells : cells.filter(isBad);
  return [
    [
      renderTitle(scenario, paint, width),
      ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
      renderTable(cells, paint, width),
    ].join('\n'),
    ...groupViolations({ ...report, cells: told }).map((violation) =>
      renderViolation(violation, paint, width),
    ),
  ];
}

function renderLeftOut({ leftOut }: CheckReport, paint: Painter, width: number): string {
  if (leftOut.length === 0) return '';
  const names = leftOut.map(({ name }) => name).join(', ');
  return paint.dim(wrap(`Models left out: ${names}. To see all: --all-models.`, width));
}

function renderUntold({ cells }: CheckReport, paint: Painter, width: number): string {
  const untold = cells.filter((cell) => cell.verdict.kind === 'violated' && !isBad(cell)).length;
  if (untold === 0) return '';
  const what = untold === 1 ? 'run of one violation that was' : `runs of ${untold} violations that were`;
  const verb = untold === 1 ? 'is' : 'are';
  return paint.dim(wrap(`The ${what} expected ${verb} not told: check one scenario, or explain one.`, width));
}
