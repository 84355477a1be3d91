import type { Cell, CheckReport } from '../check/index.js';
import { type Painter, painter, wrap } from '../trace/index.js';
import { byScenario, groupViolations, isBad } from './group.js';
import type { Render, Reporter } from './reporter.js';
import { renderSum, renderUnreached } from './sum.js';
import { renderOverview, renderTable } from './table.js';
import { renderViolation } from './violation.js';

const render: Render = (report, { colour, width }) => {
  const paint = painter(colour);
  const scenarios = byScenario(report);
  return [
    ...scenarios.flatMap((cells) => renderScenario(cells, report, paint, width, scenarios.length === 1)),
    scenarios.length > 1 ? renderOverview(scenarios, paint, width) : '',
    renderUnreached(report, paint),
    scenarios.length > 1 ? renderUntold(report, paint) : '',
    renderSum(report, paint),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
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
      `${paint.bold(scenario.name)}  ${paint.dim(scenario.file)}`,
      ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
      renderTable(cells, paint, width),
    ].join('\n'),
    ...groupViolations({ ...report, cells: told }).map((violation) =>
      renderViolation(violation, paint, width),
    ),
  ];
}

function renderUntold({ cells }: CheckReport, paint: Painter): string {
  const untold = cells.filter((cell) => cell.verdict.kind === 'violated' && !isBad(cell)).length;
  if (untold === 0) return '';
  return paint.dim(
    `The runs of ${untold} violations that were expected are not told: check one scenario, or explain one.`,
  );
}
