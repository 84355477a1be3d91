import type { Cell } from '../check/index.js';
import type { Run } from '../replay/index.js';
import { hang, type Painter, painter, plural, printable, wrap } from '../text/index.js';
import { renderLanes, renderSteps, tell } from '../trace/index.js';
import { describeLength, describeOrigin, describeStop, describeVerdict } from './group.js';
import { renderTitle } from './title.js';

/** The run that violates a property, or the worst case of a quantity. */
export function runOf({ verdict }: Cell): Run | undefined {
  if (verdict.kind === 'violated') return verdict.counterexample;
  return verdict.kind === 'measured' ? verdict.run : undefined;
}

/**
 * What there is to say of a verdict without a run.
 *
 * @param width columns of the terminal
 */
export function tellThereIsNone(cell: Cell, width: number): string {
  return printable(
    `${sayThereIsNone(cell)
      .map((line) => wrap(line, width))
      .join('\n')}\n`,
  );
}

function sayThereIsNone(cell: Cell): readonly string[] {
  const { property, model, scenario, verdict, statistics, fairness } = cell;
  const what = `${property.name} of '${scenario.name}' under ${model.name}`;
  if (verdict.kind === 'inconclusive')
    return [
      `${what}: inconclusive. The search was stopped by ${describeStop(verdict.reason)} after ${plural(statistics.states, 'state')}, and had found no violation.`,
    ];
  const said =
    verdict.kind !== 'holds'
      ? `: ${describeVerdict(cell)}`
      : verdict.vacuous === undefined
        ? ' holds'
        : ` holds, but vacuously: ${verdict.vacuous}`;
  return [
    `${what}${said}. All ${statistics.states.toLocaleString('en')} reachable states were visited; there is no run to tell.`,
    ...(fairness ? ['Assumed of the infinite runs:', ...fairness.map((each) => `  ${each}`)] : []),
  ];
}

/**
 * A run in words: what it is of, its steps, one lane a task, and what to notice in it.
 *
 * @param run that of the verdict
 * @param width columns of the terminal
 */
export function tellInWords(cell: Cell, run: Run, colour: boolean, width: number): string {
  const paint = painter(colour);
  const { scenario, model, property, statistics } = cell;
  const story = tell(run);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines.map((line) => hang('- ', 2, line, width))];
  const text = [
    renderTitle(scenario, paint, width),
    ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
    '',
    wrap(headline(cell, paint), width),
    wrap(`  The property: ${property.summary}.`, width),
    wrap(`  The model: ${model.model.summary}.`, width),
    '',
    paint.bold(wrap(titleOf(run), width)),
    ...renderSteps(story, paint, width),
    '',
    renderLanes(story, paint, width),
    ...section('Notice', story.notices),
    ...section('Why this run is fair', story.fairness),
    '',
    paint.dim(
      wrap(
        `Found among ${plural(statistics.states, 'state')}; ${whichRun(run)}. Replayed by the reference interpreter.`,
        width,
      ),
    ),
    '',
  ].join('\n');
  return printable(text, colour);
}

function headline(cell: Cell, paint: Painter): string {
  const { property, model, verdict } = cell;
  if (verdict.kind === 'violated' && verdict.origin !== undefined)
    return `${paint.unsure('✗')} ${paint.bold(property.name)} is violated ${describeOrigin(verdict.origin)}, and nothing that ${paint.bold(model.name)} adds does.`;
  return verdict.kind === 'violated'
    ? `${paint.bad('✗')} ${paint.bold(property.name)} is violated under ${paint.bold(model.name)}.`
    : `${paint.bold(property.name)} under ${paint.bold(model.name)}: ${describeVerdict(cell)}.`;
}

function titleOf(run: Run): string {
  if (run.kind === 'worst-case') return 'A run of the worst case';
  const which = run.mayBeShorter ? 'A run' : 'A shortest run';
  return run.kind === 'lasso'
    ? `${which} without end: ${describeLength(run)}`
    : `${which}, in ${describeLength(run)}`;
}

/** How the run was chosen among all that there are. */
function whichRun(run: Run): string {
  if (run.kind === 'worst-case') return 'no run takes more';
  if (run.mayBeShorter) return 'there may be shorter ones';
  return run.kind === 'stuck'
    ? 'no shorter run ends where nobody else can get stuck'
    : 'no shorter run violates it';
}
