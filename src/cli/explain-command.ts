import { type Cell, check } from '../check/index.js';
import { describeStop } from '../report/index.js';
import { InputError } from '../scenario/index.js';
import {
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
import { loadScenarios, selectModels, selectProperties } from './select.js';

export const explainFormats = ['text', 'json', 'itf', 'mermaid'] as const;

export interface ExplainOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly property: string;
  readonly format: (typeof explainFormats)[number];
  readonly maxStates: number;
  readonly memory: number;
  readonly timeout: number;
  readonly color: boolean;
}

/** Tells the shortest run that violates a property, and gives the exit code. */
export async function explainCommand(file: string, options: ExplainOptions): Promise<number> {
  const properties = selectProperties([options.property]);
  const scenarios = await loadScenarios([file]);
  const [scenario, ...more] = scenarios;
  if (!scenario || more.length > 0)
    throw new InputError([{ file, message: `expected one scenario, found ${scenarios.length}` }]);
  const selection = await selectModels({ ...options, model: [options.model] });
  const budget = { maxStates: options.maxStates, memoryBytes: options.memory, timeoutMs: options.timeout };
  const { cells } = await interruptible((signal) =>
    check(
      { scenarios: [scenario], properties, knownProperties: selectProperties(undefined), ...selection },
      { budget, signal },
    ),
  );
  const cell = cells[0] as Cell;
  const isText = options.format === 'text';
  if (cell.verdict.kind !== 'violated') {
    await write(isText ? process.stdout : process.stderr, tellThereIsNone(cell));
    return cell.verdict.kind === 'inconclusive' ? exitCode.inconclusive : exitCode.success;
  }
  const story = tell(cell.verdict.counterexample, scenario.patch.functions);
  const text: Record<ExplainOptions['format'], () => string> = {
    text: () =>
      tellInWords(cell, story, hasColour(process.stdout, options.color), process.stdout.columns ?? 120),
    json: () => `${JSON.stringify(toJson(violatedRun(cell)), null, 2)}\n`,
    itf: () =>
      `${JSON.stringify(toItf(violatedRun(cell), `${cell.property.name} of ${scenario.file} under ${cell.model.name}`), null, 2)}\n`,
    mermaid: () => renderMermaid(story),
  };
  await write(process.stdout, text[options.format]());
  return exitCode.violated;
}

function violatedRun({ verdict }: Cell) {
  if (verdict.kind !== 'violated') throw new Error('there is no run to tell');
  return verdict.counterexample;
}

function tellThereIsNone({ property, model, scenario, verdict, statistics }: Cell): string {
  const states = statistics.states.toLocaleString('en');
  const what = `${property.name} of '${scenario.name}' under ${model.name}`;
  if (verdict.kind === 'inconclusive')
    return `${what}: inconclusive. The search was stopped by ${describeStop(verdict.reason)} after ${states} states, and had found no violation.\n`;
  const vacuous =
    verdict.kind === 'holds' && verdict.vacuous !== undefined ? `, but vacuously: ${verdict.vacuous}` : '';
  return `${what} holds${vacuous}. All ${states} reachable states were visited; there is no run to tell.\n`;
}

function tellInWords(cell: Cell, story: Story, colour: boolean, width: number): string {
  const paint = painter(colour);
  const { scenario, model, property, statistics } = cell;
  const shortest = violatedRun(cell).stuckTasks
    ? 'no shorter run ends where nobody else can get stuck'
    : 'no shorter run violates it';
  const count = `${story.steps.length} ${story.steps.length === 1 ? 'step' : 'steps'}`;
  return [
    `${paint.bold(scenario.name)}  ${paint.dim(scenario.file)}`,
    ...(scenario.summary === '' ? [] : [wrap(scenario.summary, width)]),
    '',
    `${paint.bad('✗')} ${paint.bold(property.name)} is violated under ${paint.bold(model.name)}.`,
    wrap(`  The property: ${property.summary}.`, width),
    wrap(`  The model: ${model.model.summary}.`, width),
    '',
    paint.bold(`A shortest run, in ${count}`),
    ...renderSteps(story, paint),
    '',
    renderLanes(story, paint, width),
    '',
    paint.bold('Notice'),
    ...story.notices.map((notice) => wrap(`- ${notice}`, width)),
    '',
    paint.dim(
      `Found among ${statistics.states.toLocaleString('en')} states; ${shortest}. Replayed by the reference interpreter.`,
    ),
    '',
  ].join('\n');
}
