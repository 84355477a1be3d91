import type { Cell, CheckReport, Counterexample } from '../check/index.js';
import { fingerprint } from '../trace/index.js';

/** A violated cell. */
export interface ViolatedCell extends Cell {
  readonly verdict: { readonly kind: 'violated'; readonly counterexample: Counterexample };
}

/** A run, with all the cells that it violates. */
export interface Violation {
  readonly cells: readonly ViolatedCell[];
  /** The cell whose run tells it. */
  readonly shortest: ViolatedCell;
}

/**
 * The violations of a report, each once and shortest first, told by its shortest run. Cells of one scenario share a
 * violation when tasks enter the same bodies and end up in the same places, whatever the patcher of each model does.
 */
export function groupViolations({ cells }: CheckReport): readonly Violation[] {
  const groups = new Map<string, [ViolatedCell, ...ViolatedCell[]]>();
  for (const cell of cells.filter(isViolated)) {
    const { file, patch } = cell.scenario;
    const key = `${file}\n${fingerprint(cell.verdict.counterexample, patch.functions)}`;
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  const length = ({ verdict }: ViolatedCell): number => verdict.counterexample.steps.length;
  return [...groups.values()]
    .map((group) => ({
      cells: group,
      shortest: group.reduce((one, other) => (length(other) < length(one) ? other : one)),
    }))
    .sort((one, other) => length(one.shortest) - length(other.shortest));
}

/** The cells of each scenario, in the order of the report. */
export function byScenario({ cells }: CheckReport): readonly (readonly [Cell, ...Cell[]])[] {
  const groups = new Map<string, [Cell, ...Cell[]]>();
  for (const cell of cells) {
    const group = groups.get(cell.scenario.file);
    if (group) group.push(cell);
    else groups.set(cell.scenario.file, [cell]);
  }
  return [...groups.values()];
}

function isViolated(cell: Cell): cell is ViolatedCell {
  return cell.verdict.kind === 'violated';
}

/** How many cells got each kind of verdict, and how many were as expected. */
export interface Summary {
  readonly cells: number;
  readonly holds: number;
  readonly vacuous: number;
  readonly violated: number;
  readonly inconclusive: number;
  readonly asExpected: number;
  readonly notAsExpected: number;
}

export function summarise({ cells }: CheckReport): Summary {
  const count = (test: (cell: Cell) => boolean): number => cells.filter(test).length;
  return {
    cells: cells.length,
    holds: count(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous === undefined),
    vacuous: count(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous !== undefined),
    violated: count(({ verdict }) => verdict.kind === 'violated'),
    inconclusive: count(({ verdict }) => verdict.kind === 'inconclusive'),
    asExpected: count(({ asExpected }) => asExpected === true),
    notAsExpected: count(({ asExpected }) => asExpected === false),
  };
}

/** Whether a cell is bad news: not as expected or, where nothing is expected, violated. */
export function isBad({ verdict, asExpected }: Cell): boolean {
  return (
    verdict.kind !== 'inconclusive' && (asExpected === undefined ? verdict.kind === 'violated' : !asExpected)
  );
}

/** The verdict in words, for reports that are read line by line. */
export function describeVerdict({ verdict, expected, asExpected }: Cell): string {
  const said =
    verdict.kind === 'holds'
      ? verdict.vacuous === undefined
        ? 'holds'
        : `holds vacuously: ${verdict.vacuous}`
      : verdict.kind === 'violated'
        ? `violated, in ${verdict.counterexample.steps.length} steps`
        : `inconclusive: stopped by ${verdict.reason}`;
  return expected === undefined || asExpected ? said : `${said}; expected: ${expected}`;
}
