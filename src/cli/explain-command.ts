import { type Cell, type Counterexample, check } from '../check/index.js';
import { describeLength, describeStop, describeVerdict } from '../report/index.js';
import { InputError } from '../scenario/index.js';
import {
  type Painter,
  painter,
  renderLanes,
  renderMermaid,
  renderSteps,
  type Story,
  tell,
  toItf,
  toJson,
  wrap,
} from '../trace/index.js';
import { exitCode } from './exit-code.js';
import { interruptible } from './interruption.js';
import { hasColour, write } from './output.js';
import { type SearchCommandOptions, searchOptions } from './search-options.js';
import { loadScenarios, selectModels, selectProperties } from './select.js';

export const explainFormats = ['text', 'json', 'itf', 'mermaid'] as const;

export interface ExplainOptions extends SearchCommandOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly property: string;
  readonly format: (typeof explainFormats)[number];
  readonly color: boolean;
}

/** Tells a run that violates a property, or the worst case of a quantity, and gives the exit code. */
export async function explainCommand(file: string, options: ExplainOptions): Promise<number> {
  const scenarios = await loadScenarios([file]);
  const [scenario, ...more] = scenarios;
  if (!scenario || more.length > 0)
    throw new InputError([{ file, message: `expected one scenario, found ${scenarios.length}` }]);
  const selection = await selectModels({ ...options, model: [options.model] });
  const { cells } = await interruptible((signal) =>
    check(
      { scenarios: [scenario], ...selectProperties([options.property], scenarios), ...selection },
      { ...searchOptions(options), signal },
    ),
  );
  const cell = cells[0] as Cell;
  const isText = options.format === 'text';
  const run = runOf(cell);
  if (!run) {
    await write(isText ? process.stdout : process.stderr, tellThereIsNone(cell));
    return cell.verdict.kind === 'inconclusive' ? exitCode.inconclusive : exitCode.success;
  }
  const story = tell(run, scenario.patch.functions);
  const text: Record<ExplainOptions['format'], () => string> = {
    text: () =>
      tellInWords(cell, story, hasColour(process.stdout, options.color), process.stdout.columns ?? 120),
    json: () => `${JSON.stringify(toJson(run), null, 2)}\n`,
    itf: () =>
      `${JSON.stringify(toItf(run, `${cell.property.name} of ${scenario.file} under ${cell.model.name}`), null, 2)}\n`,
    mermaid: () => renderMermaid(story),
  };
  await write(process.stdout, text[options.format]());
  return cell.verdict.kind === 'violated' ? exitCode.violated : exitCode.success;
}

/** The run that violates a property, or the worst case of a quantity. */
function runOf({ verdict }: Cell): Counterexample | undefined {
  if (verdict.kind === 'violated') return verdict.counterexample;
  return verdict.kind === 'measured' ? verdict.run : undefined;
}

function tellThereIsNone(cell: Cell): string {
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

function tellInWords(cell: Cell, story: Story, colour: boolean, width: number): string {
  const paint = painter(colour);
  const { scenario, model, property, statistics } = cell;
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
  return verdict.kind === 'violated'
    ? `${paint.bad('✗')} ${paint.bold(property.name)} is violated under ${paint.bold(model.name)}.`
    : `${paint.bold(property.name)} under ${paint.bold(model.name)}: ${describeVerdict(cell)}.`;
}

function titleOf(cell: Cell): string {
  const run = runOf(cell);
  if (cell.verdict.kind === 'measured') return 'A run of the worst case';
  return run?.loopStart === undefined
    ? `${run?.mayBeShorter ? 'A run' : 'A shortest run'}, in ${describeLength(run as Counterexample)}`
    : `A run without end: ${describeLength(run)}`;
}

/** How the run was chosen among all that there are. */
function whichRun(cell: Cell): string {
  if (cell.verdict.kind === 'measured') return 'no run takes more';
  if (cell.property.kind === 'liveness' || runOf(cell)?.mayBeShorter) return 'there may be shorter ones';
  return runOf(cell)?.stuckTasks
    ? 'no shorter run ends where nobody else can get stuck'
    : 'no shorter run violates it';
}
