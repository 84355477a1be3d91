import { type Cell, type CheckReport, isVacuous, measureSymbols, printMeasure } from '../../check/index.js';
import { severityOf } from '../../livepatch/index.js';
import { hang, type Painter, wrap } from '../../text/index.js';
import { listed, renderSteps, tell } from '../../trace/index.js';
import { isViolatedBy, type ViolatedCell } from '../group.js';
import { titleOf } from '../title.js';
import { sayViolation } from '../violation.js';
import { type Standing, safetyOf, shortestFirst, standings } from './standing.js';

/**
 * The answer for one scenario: whether the patch is safe under the first of the models, with the shortest run that says no; under
 * which others it is; whether the transition finishes; what else there is to know. It is meant to fit on one screen.
 */
export function renderAnswer(
  cells: readonly Cell[],
  { leftOut, unasked }: CheckReport,
  paint: Painter,
  width: number,
): string {
  const [first, ...others] = standings(cells);
  if (!first) return '';
  const isAsked = unasked.every((property) => severityOf(property) !== 'harm');
  return [
    ...sayWhether(first, isAsked, paint, width),
    ...sayOthers(others, leftOut, paint, width),
    ...(safetyOf(first) === 'untold'
      ? []
      : [...sayProgress(first, paint, width), ...sayMixtures(first, width)]),
    ...sayCosts(first, width),
    ...sayMore(first, cells, paint, width),
  ].join('\n');
}

const margin = '  ';

/** Whether it is safe, and the shortest run if it is not. */
function sayWhether(standing: Standing, isAsked: boolean, paint: Painter, width: number): readonly string[] {
  const name = titleOf(standing.model);
  const { harms, ownFaults, oldFaults, holding, vacuous, unknown } = standing;
  const notes = [
    ...oldFaults.map((cell) => note(`the old functions alone violate ${cell.property.name}, patch or not`)),
    ...(unknown.length === 0 ? [] : [note(`not decided: ${namesOf(unknown)}`)]),
  ].map((each) => wrap(each, width));
  switch (safetyOf(standing)) {
    case 'unsafe':
      return [
        wrap(paint.bad(paint.bold(`UNSAFE under ${name}`)), width),
        ...sayHarms(harms, paint, width),
        ...notes,
      ];
    case 'faulty':
      return [
        wrap(
          paint.bad(paint.bold(`UNSAFE under ${name} and any other: the new functions by themselves`)),
          width,
        ),
        ...sayHarms(ownFaults, paint, width),
        ...notes,
      ];
    case 'unknown':
      return [
        wrap(paint.unsure(paint.bold(`NOT DECIDED under ${name}: the search was not finished`)), width),
        ...notes,
      ];
    case 'safe':
      return [
        wrap(paint.good(paint.bold(isAsked ? `SAFE under ${name}` : `AS ASKED under ${name}`)), width),
        ...(holding.length === 0
          ? []
          : [wrap(`${margin}in every reachable state: ${namesOf(holding)}`, width)]),
        ...(vacuous.length === 0
          ? []
          : [paint.dim(wrap(`${margin}nothing in the scenario bears on: ${namesOf(vacuous)}`, width))]),
        ...notes,
      ];
    case 'no evidence':
      return [
        wrap(paint.unsure(paint.bold(`NO EVIDENCE under ${name}`)), width),
        wrap(`${margin}nothing in the scenario bears on ${namesOf(vacuous)}`, width),
      ];
    case 'untold':
      return sayHarms(otherViolations(standing), paint, width);
  }
}

/** What there is to tell where nothing was asked that is of harm. */
function otherViolations({ mixtures, progress }: Standing): readonly ViolatedCell[] {
  return shortestFirst([...mixtures, ...progress]).filter(({ verdict }) => isViolatedBy(verdict));
}

function note(text: string): string {
  return `${margin}${text}`;
}

function namesOf(cells: readonly Cell[]): string {
  return cells.map(({ property }) => property.name).join(', ');
}

/** How many steps a run may have to be told where the answer has to stay short. */
const stepsOnScreen = 14;

/** The shortest run in full, if it is not long, and what the others show. */
function sayHarms(
  [first, ...others]: readonly ViolatedCell[],
  paint: Painter,
  width: number,
): readonly string[] {
  if (!first) return [];
  const run = first.verdict.counterexample;
  const { steps, loopStart } = tell(run);
  const bare = steps.map((step) => ({ ...step, changes: [] }));
  return [
    hangViolation(first, paint, width),
    ...(steps.length > stepsOnScreen
      ? []
      : renderSteps({ steps: bare, ...(loopStart !== undefined && { loopStart }) }, paint, width - 4).map(
          (step) => step.replaceAll(/^/gm, '    '),
        )),
    ...others.map((cell) => hangViolation(cell, paint, width)),
  ];
}

function hangViolation(cell: ViolatedCell, paint: Painter, width: number): string {
  return hang(`${margin}${paint.bad('✗')} `, margin.length + 2, sayViolation(cell, paint), width);
}

/** What the same patch is under the other models, those with the same answer together. */
function sayOthers(
  others: readonly Standing[],
  leftOut: CheckReport['leftOut'],
  paint: Painter,
  width: number,
): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const standing of others) {
    const answer = brief(standing);
    if (answer !== undefined) groups.set(answer, [...(groups.get(answer) ?? []), standing.model.name]);
  }
  const said = [...groups].map(([answer, models]) => `${answer.replace('%', listed(models))}.`);
  const more = leftOut.length === 0 ? [] : [paint.dim('Others: --all-models.')];
  return said.length === 0 ? [] : [wrap([...said, ...more].join(' '), width)];
}

function brief(standing: Standing): string | undefined {
  switch (safetyOf(standing)) {
    case 'unsafe':
      return `Unsafe under % (${namesOf(standing.harms)})`;
    case 'faulty':
      return 'No better under %';
    case 'unknown':
      return 'Not decided under %';
    case 'safe':
      return 'Safe under %';
    case 'no evidence':
      return 'No evidence under %';
    case 'untold':
      return undefined;
  }
}

/** Whether every fair run comes to where the patch is in, and what else the transition keeps from going on. */
function sayProgress({ progress, model }: Standing, paint: Painter, width: number): readonly string[] {
  const violated = shortestFirst(progress).filter(({ verdict }) => isViolatedBy(verdict));
  const convergence = progress.find(({ property }) => property.name === 'convergence');
  const endless = violated.find((cell) => cell === convergence);
  const others = violated.filter((cell) => cell !== endless);
  const isSure = convergence?.verdict.kind === 'holds' && !isVacuous(convergence.verdict);
  const said = [
    ...(endless ? [`May never finish under ${model.name}. ${sayViolation(endless, paint)}.`] : []),
    ...(isSure ? [`Finishes under ${model.name} in every fair run.`] : []),
    ...(others.length > 0 ? [`${endless ? 'Also violated' : 'Violated'}: ${namesOf(others)}.`] : []),
  ];
  return said.length === 0 ? [] : [wrap(said.join(' '), width)];
}

function sayMixtures({ mixtures, model }: Standing, width: number): readonly string[] {
  if (mixtures.length === 0) return [];
  return [
    wrap(`Mixtures of old and new under ${model.name}, no harm by themselves: ${namesOf(mixtures)}.`, width),
  ];
}

function sayCosts({ costs, model }: Standing, width: number): readonly string[] {
  const told = costs.flatMap(({ property, verdict }) => {
    const [measure] = verdict.kind === 'measured' && verdict.vacuous === undefined ? verdict.measures : [];
    return measure ? [`${property.name} ${printMeasure(measure, measureSymbols)}`] : [];
  });
  return told.length === 0 ? [] : [wrap(`Cost under ${model.name}: ${told.join(', ')}.`, width)];
}

/** Where to look on. */
function sayMore(first: Standing, cells: readonly Cell[], paint: Painter, width: number): readonly string[] {
  const [worst] = [
    ...first.harms,
    ...first.ownFaults,
    ...(safetyOf(first) === 'untold' ? otherViolations(first) : []),
  ];
  const file = cells[0]?.scenario.file ?? '';
  const explain = worst ? `In full: explain ${file} -m ${first.model.name} -p ${worst.property.name}. ` : '';
  return [paint.dim(wrap(`${explain}Verdicts: --table. All runs: --verbose.`, width))];
}
