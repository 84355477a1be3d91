import type { Cell, CheckReport } from '../check/index.js';
import { type Painter, painter, wrap } from '../trace/index.js';
import { byScenario, groupViolations } from './group.js';
import type { Reporter } from './reporter.js';
import { renderSum, renderUnreached } from './sum.js';
import { renderOverview, renderTable } from './table.js';
import { renderViolation } from './violation.js';

/**
 * For a person. A scenario after the other: its table of verdicts, then each violation once, shortest first. Where
 * there are several, a table of them all at the end, which is what stays on the screen; then the sum.
 */
export const matrix: Reporter = (report, { colour, width }) => {
  const paint = painter(colour);
  const scenarios = byScenario(report);
  return [
    ...scenarios.flatMap((cells) => renderScenario(cells, report, paint, width)),
    scenarios.length > 1 ? renderOverview(scenarios, paint, width) : '',
    renderUnreached(report, paint),
    renderSum(report, paint),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
};

function renderScenario(
  cells: readonly [Cell, ...Cell[]],
  report: CheckReport,
  paint: Painter,
  width: number,
): readonly string[] {
  const { scenario } = cells[0];
  return [
    [
      `${paint.bold(scenario.name)}  ${paint.dim(scenario.file)}`,
      ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
      renderTable(cells, paint, width),
    ].join('\n'),
    ...groupViolations({ ...report, cells }).map((violation) => renderViolation(violation, paint, width)),
  ];
}
