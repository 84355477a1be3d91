import type { CheckReport } from '../../check/index.js';
import { type Painter, painter, printable } from '../../text/index.js';
import { byScenario } from '../group.js';
import type { Render, Reporter, Style } from '../reporter.js';
import { renderBriefSum, renderUnreached } from '../sum.js';
import { renderTable } from '../table.js';
import { renderTitle } from '../title.js';
import { renderAnswer } from './answer.js';
import { renderOverview } from './overview.js';

function reporterWith(
  details: (cells: CheckReport['cells'], paint: Painter, width: number) => readonly string[],
): Reporter {
  const render: Render = (report: CheckReport, { colour, width }: Style) => {
    const paint = painter(colour);
    const scenarios = byScenario(report);
    const [only] = scenarios.length === 1 ? scenarios : [];
    const parts = [
      ...(only
        ? [
            `${renderTitle(only[0].scenario, paint, width)}\n${renderAnswer(only, report, paint, width)}`,
            ...details(only, paint, width),
          ]
        : [renderOverview(scenarios, paint, width)]),
      renderUnreached(report, paint, width),
      renderBriefSum(report, paint, width),
    ];
    return printable(`${parts.filter((part) => part !== '').join('\n\n')}\n`, colour);
  };
  return { audience: 'person', render };
}

/** For a person: is the patch safe, and if not, what happens? Of several scenarios, a list of what is worst about each. */
export const answer: Reporter = reporterWith(() => []);

/** The answer, and all verdicts of one scenario. */
export const table: Reporter = reporterWith((cells, paint, width) => [renderTable(cells, paint, width)]);
