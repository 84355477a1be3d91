import type { Cell } from '../../check/index.js';
import { type Severity, severityOf } from '../../livepatch/index.js';
import { type Painter, renderColumns, wrap } from '../../text/index.js';
import { isViolatedBy } from '../group.js';
import { headOf } from '../table.js';

/** What is worst about a scenario under a model. */
type Worst = Severity | 'unknown' | 'nothing';

/** Worst first. */
const order: readonly Worst[] = ['harm', 'unknown', 'mixture', 'progress', 'cost', 'nothing'];

/**
 * A row a scenario, those that the patch can do most harm to first; a column a model that all are checked under.
 *
 * @param width columns of the terminal
 */
export function renderOverview(
  scenarios: readonly (readonly Cell[])[],
  paint: Painter,
  width: number,
): string {
  const all = [...new Map(scenarios.flat().map(({ model }) => [model.name, model])).values()];
  const models = all.filter(({ name }) =>
    scenarios.every((cells) => cells.some(({ model }) => model.name === name)),
  );
  const marks = models.reduce((sum, { name }) => sum + Math.max(name.length, longestMark) + 3, 0);
  const nameWidth = Math.max(leastNameWidth, Math.min(mostNameWidth, width - marks - 4));
  const rows = scenarios
    .map((cells) => ({
      name: cells[0]?.scenario.name ?? '',
      under: models.map(({ name }) => cells.filter(({ model }) => model.name === name)),
    }))
    .sort((one, other) => rank(one.under) - rank(other.under))
    .map(({ name, under }) => [wrap(name, nameWidth), ...under.map((cells) => renderWorst(cells, paint))]);
  return renderColumns(['', ...models.map((model) => headOf(model, paint))], rows, width);
}

/** Columns. */
const mostNameWidth = 40;
const leastNameWidth = 16;
const longestMark = 'progress !'.length;

/** What is unexpected stands before what is not; then by what is worst under the first model, the second, … */
function rank(under: readonly (readonly Cell[])[]): number {
  const isUnexpected = under.flat().some(({ asExpected }) => asExpected === false);
  const worst = under.reduce((sum, cells) => sum * order.length + order.indexOf(worstOf(cells)), 0);
  return worst + (isUnexpected ? 0 : order.length ** under.length);
}

function worstOf(cells: readonly Cell[]): Worst {
  const violated = cells
    .filter(({ verdict }) => isViolatedBy(verdict))
    .map(({ property }) => severityOf(property));
  const isUnknown = cells.some(({ verdict }) => verdict.kind === 'inconclusive');
  const found = new Set<Worst>([...violated, ...(isUnknown ? (['unknown'] as const) : [])]);
  return order.find((each) => found.has(each)) ?? 'nothing';
}

function renderWorst(cells: readonly Cell[], paint: Painter): string {
  const worst = worstOf(cells);
  const unexpected = cells.some(({ asExpected }) => asExpected === false) ? paint.bad(' !') : '';
  switch (worst) {
    case 'harm':
      return paint.bad(worst) + unexpected;
    case 'unknown':
      return paint.unsure('?') + unexpected;
    case 'nothing':
      return paint.good('✓') + unexpected;
    default:
      return paint.unsure(worst) + unexpected;
  }
}
