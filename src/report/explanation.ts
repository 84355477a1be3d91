import type { Cell, Counterexample } from '../check/index.js';
import { type Painter, painter, renderLanes, renderSteps, tell, wrap } from '../trace/index.js';
import { describeLength, describeOrigin, describeStop, describeVerdict } from './group.js';

/** The run that violates a property, or the worst case of a quantity. */
export function runOf({ verdict }: Cell): Counterexample | undefined {
  if (verdict.kind === 'violated') return verdict.counterexample;
  return verdict.kind === 'measured' ? verdict.run : undefined;
}

/** What there is to say of a verdict without a run. */
export function tellThereIsNone(cell: Cell): string {
  const { property, model, scenario, verdict, statistics, fairness } = cell;
  const states = statistics.states.toLocaleString('en');
  const what = `${property.name} of '${scenario.name}' under ${model.name}`;
  if (verdict.kind === 'inconclusive')
    return `${what}: inconclusive. The search was stopped by ${describeStop(verdict.reason)} after ${states} states, and had found no violation.\n`;
  const said =
    verdict.kind !== 'holds'
      ? `: ${describeVerdict(cell)}`
      : verdict.vacuous === undefined
        ? ' holds'
        : ` holds, but vacuously: ${verdict.vacuous}`;
  const assumed = fairness
    ? ['Assumed of the infinite runs:', ...fairness.map((each) => `  ${each}`), '']
    : [''];
  return [
    `${what}${said}. All ${states} reachable states were visited; there is no run to tell.`,
    ...assumed,
  ].join('\n');
}

/**
 * A run in words: what it is of, its steps, one lane a task, and what to notice in it.
 *
 * @param run that of the verdict
 * @param width columns of the terminal
 */
export function tellInWords(cell: Cell, run: Counterexample, colour: boolean, width: number): string {
  const paint = painter(colour);
  const { scenario, model, property, statistics } = cell;
  const story = tell(run, scenario.patch.functions);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', paint.bold(title), ...lines.map((line) => wrap(`- ${line}`, width))];
  return [
    `${paint.bold(scenario.name)}  ${paint.dim(scenario.file)}`,
    ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
    '',
    headline(cell, paint),
    wrap(`  The property: ${property.summary}.`, width),
    wrap(`  The model: ${model.model.summary}.`, width),
    '',
    paint.bold(titleOf(cell)),
    ...renderSteps(story, paint),
    '',
    renderLanes(story, paint, width),
    ...section('Notice', story.notices),
    ...section('Why this run is fair', story.fairness),
    '',
    paint.dim(
      `Found among ${statistics.states.toLocaleString('en')} states; ${whichRun(cell)}. Replayed by the reference interpreter.`,
    ),
    '',
  ].join('\n');
}

function headline(cell: Cell, paint: Painter): string {
  const { property, model, verdict } = cell;
  if (verdict.kind === 'violated' && verdict.origin !== undefined)
    return `${paint.unsure('✗')} ${paint.bold(property.name)} is violated ${describeOrigin(verdict.origin)}, and nothing that ${paint.bold(model.name)} adds does.`;
  return verdict.kind === 'violated'
    ? `${paint.bad('✗')} ${paint.bold(property.name)} is violated under ${paint.bold(model.name)}.`
    : `${paint.bold(property.name)} under ${paint.bold(model.name)}: ${describeVerdict(cell)}.`;
}

function titleOf(cell: Cell): string {
  if (cell.verdict.kind === 'measured') return 'A run of the worst case';
  const run = runOf(cell) as Counterexample;
  const which = run.mayBeShorter ? 'A run' : 'A shortest run';
  return run.loopStart === undefined
    ? `${which}, in ${describeLength(run)}`
    : `${which} without end: ${describeLength(run)}`;
}

/** How the run was chosen among all that there are. */
function whichRun(cell: Cell): string {
  if (cell.verdict.kind === 'measured') return 'no run takes more';
  if (runOf(cell)?.mayBeShorter) return 'there may be shorter ones';
  return runOf(cell)?.stuckTasks
    ? 'no shorter run ends where nobody else can get stuck'
    : 'no shorter run violates it';
}
