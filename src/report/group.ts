import {
  type Cell,
  type CheckReport,
  isVacuous,
  type Origin,
  printMeasure,
  type Verdict,
} from '../check/index.js';
import type { StopReason } from '../engine/index.js';
import { loopStartOf, type Run } from '../replay/index.js';
import { plural } from '../text/index.js';

/** A violated cell. */
export interface ViolatedCell extends Cell {
  readonly verdict: Extract<Verdict, { readonly kind: 'violated' }>;
}

/** A run, with all the cells of which it shows why they are violated. */
export interface Violation {
  readonly cells: readonly ViolatedCell[];
  /** The cell whose run is told. */
  readonly shortest: ViolatedCell;
}

/**
 * The violations of a report, each once and shortest first, told by its shortest run. Cells of one scenario share a
 * violation when there is the same to notice in their runs, whenever it happens, and whatever the patcher of each model does.
 */
export function groupViolations({ cells }: CheckReport): readonly Violation[] {
  const groups = groupBy(
    cells.filter(isViolated),
    ({ scenario: { file }, verdict }) => `${file}\n${verdict.origin}\n${whatItShows(verdict.counterexample)}`,
  );
  const length = ({ verdict }: ViolatedCell): number => verdict.counterexample.steps.length;
  return groups
    .map((group) => ({
      cells: group,
      shortest: group.reduce((one, other) => (length(other) < length(one) ? other : one)),
    }))
    .sort((one, other) => length(one.shortest) - length(other.shortest));
}

/** Equal for runs in which there is the same to notice, in whichever steps it happens, and in whichever words it is told. */
export function whatItShows({ kind, notices }: Run): string {
  const shown = notices.map((notice) =>
    JSON.stringify(notice, (key, value: unknown) => (whenAndWords.has(key) ? undefined : value)),
  );
  return [kind, ...shown.sort()].join('\n');
}

/** The parts of notices that are numbers of steps, and those that are there to be read only. */
const whenAndWords: ReadonlySet<string> = new Set(['step', 'first', 'last', 'after', 'action', 'goal']);

/** The cells of each scenario, in the order of the report. */
export function byScenario({ cells }: CheckReport): readonly (readonly [Cell, ...Cell[]])[] {
  return groupBy(cells, ({ scenario }) => scenario.file);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

export function isViolated(cell: Cell): cell is ViolatedCell {
  return cell.verdict.kind === 'violated';
}

/** How many cells got each kind of verdict, and how many were as expected. */
export interface Summary {
  readonly cells: number;
  readonly holds: number;
  readonly vacuous: number;
  readonly violated: number;
  readonly measured: number;
  readonly inconclusive: number;
  readonly asExpected: number;
  readonly notAsExpected: number;
}

export function summarise({ cells }: CheckReport): Summary {
  const count = (test: (cell: Cell) => boolean): number => cells.filter(test).length;
  return {
    cells: cells.length,
    holds: count(({ verdict }) => verdict.kind === 'holds' && verdict.vacuous === undefined),
    vacuous: count(({ verdict }) => isVacuous(verdict)),
    violated: count(({ verdict }) => verdict.kind === 'violated'),
    measured: count(({ verdict }) => verdict.kind === 'measured' && verdict.vacuous === undefined),
    inconclusive: count(({ verdict }) => verdict.kind === 'inconclusive'),
    asExpected: count(({ asExpected }) => asExpected === true),
    notAsExpected: count(({ asExpected }) => asExpected === false),
  };
}

/** Whether a cell is bad news: not as expected or, where nothing is expected, violated by the mechanism's doing. */
export function isBad({ verdict, asExpected }: Cell): boolean {
  if (verdict.kind === 'inconclusive') return false;
  return asExpected === undefined ? isViolatedBy(verdict) : !asExpected;
}

/** Whether it is the mechanism that violates a property, and not the old or the new functions by themselves. */
export function isViolatedBy(verdict: Verdict): boolean {
  return verdict.kind === 'violated' && verdict.origin === undefined;
}

/** What there is to say of a violation that is not the mechanism's doing. */
export function describeOrigin(origin: Origin): string {
  return `${origin}: the ${origin === 'before the patch' ? 'old' : 'new'} functions alone violate it`;
}

/** The verdict in words, for reports that are read line by line. */
export function describeVerdict({ verdict, expected, asExpected }: Cell): string {
  const said = sayVerdict(verdict);
  return expected === undefined || asExpected ? said : `${said}; expected: ${expected}`;
}

function sayVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'holds':
      return verdict.vacuous === undefined ? 'holds' : `holds vacuously: ${verdict.vacuous}`;
    case 'violated':
      return `violated${verdict.origin ? ` ${describeOrigin(verdict.origin)}` : ''}, in ${describeLength(verdict.counterexample)}`;
    case 'measured':
      return verdict.vacuous === undefined
        ? verdict.measures.map((each) => `${printMeasure(each)} ${each.unit}`).join(', ') +
            (verdict.measures.some(({ neverEnds }) => neverEnds) ? ', for the worst case never ends' : '')
        : `measured vacuously: ${verdict.vacuous}`;
    case 'inconclusive':
      return `inconclusive: stopped by ${describeStop(verdict.reason)}`;
  }
}

/** How long a run is: of one without end, its stem and its cycle. */
export function describeLength(run: Run): string {
  const { steps } = run;
  const loopStart = loopStartOf(run);
  if (loopStart === undefined) return plural(steps.length, 'step');
  return loopStart === steps.length
    ? `${plural(steps.length, 'step')}, after which nothing need happen`
    : `${plural(loopStart, 'step')} and a cycle of ${steps.length - loopStart}`;
}

/** What ended a search before it had visited every state. */
export function describeStop(reason: StopReason): string {
  switch (reason) {
    case 'max-states':
      return 'the limit on states';
    case 'memory':
      return 'the limit on memory';
    case 'timeout':
      return 'the limit on time';
    case 'interrupted':
      return 'an interruption';
  }
}
