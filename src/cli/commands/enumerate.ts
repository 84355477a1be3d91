import type { Command } from 'commander';
import { unlimited } from '../../engine/index.js';
import {
  type Bounds,
  countWithin,
  defaultMaxStates,
  type EnumerateRequest,
  type EnumerateResult,
  enumerate,
  maximumFunctions,
} from '../../fuzz/index.js';
import { instantiate } from '../../livepatch/index.js';
import { type ModelOptions, selectModels, selectProperties } from '../../names/index.js';
import { surveyAsJson, surveyInWords } from '../../report/fuzz/index.js';
import { InputError } from '../../scenario/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible, withTimeout } from '../interruption.js';
import { widthOf, write } from '../output.js';
import { startTally } from '../progress.js';
import { SavedSurvey } from '../saved-survey.js';
import {
  countOption,
  jobsOption,
  modelFileOption,
  severalTexts,
  timeoutOption,
  wakeOption,
} from '../shared-options.js';

interface EnumerateOptions extends ModelOptions, Bounds {
  readonly property?: readonly string[];
  /** More scenarios than this are refused. */
  readonly limit: number;
  readonly maxStates: number;
  readonly timeout: number;
  readonly jobs: number;
  readonly resume?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const command: CommandModule = {
  name: 'enumerate',
  description: 'Check all scenarios within some bounds: what holds for each of them, and what breaks it.',
  examples: [
    'enumerate --model kgraft --property syscall-consistency',
    'enumerate --tasks 2 --functions 2 --statements 2 --resume all.json',
  ],

  builder: (command: Command) =>
    command
      .addOption(countOption('--tasks <n>', 'tasks at most', 2))
      .addOption(countOption('--functions <n>', 'patched functions at most', 2))
      .addOption(countOption('--statements <n>', 'statements at most, in old and new bodies together', 1))
      .option('-m, --model <names>', 'under these models only, such as klp,kpatch (repeatable)', severalTexts)
      .addOption(modelFileOption())
      .option('-p, --property <name>', 'this property only (repeatable)', severalTexts)
      .addOption(wakeOption())
      .addOption(countOption('--limit <n>', 'refuse bounds within which there are more scenarios', 1_000_000))
      .option('--resume <file>', 'write there how far it got, and go on from there the next time')
      .addOption(countOption('--max-states <n>', 'give up a scenario with more states', defaultMaxStates))
      .addOption(timeoutOption('stop after that time, such as 10min'))
      .addOption(jobsOption('threads, each with scenarios of its own'))
      .option('--json', 'print everything for a script')
      .option('-q, --quiet', 'print nothing'),

  async handler(options: EnumerateOptions) {
    const { resume, json, quiet } = options;
    const request = await requestOf(options);
    const saved = resume === undefined ? undefined : await SavedSurvey.open(resume, request);
    return interruptible(async (signal) => {
      const result = await surveyWithProgress(request, saved, options, signal);
      await saved?.save(result);
      if (json) await write(process.stdout, surveyAsJson(request, result));
      else if (!quiet)
        await write(process.stdout, surveyInWords(request, result, resume, widthOf(process.stdout)));
      return exitCodeOf(result);
    });
  },
};

/** @throws InputError when the bounds are too wide, or an option is wrong, or a model file */
async function requestOf(options: EnumerateOptions): Promise<EnumerateRequest> {
  const { tasks, functions, statements, limit } = options;
  const bounds: Bounds = { tasks, functions, statements };
  if (functions > maximumFunctions)
    throw new InputError([
      {
        file: '--functions',
        code: 'too-large',
        message: `expected at most ${maximumFunctions}, found ${functions}`,
      },
    ]);
  const count = countWithin(bounds);
  if (count > limit)
    throw new InputError([
      {
        file: '--statements',
        code: 'too-large',
        message: `there may be ${count.toLocaleString('en')} scenarios within these bounds, where those that differ in names only are not left out: expected at most ${limit.toLocaleString('en')}`,
        hint: 'choose smaller bounds, or allow more with --limit',
      },
    ]);
  const {
    knownModels,
    models = knownModels.map((model) => instantiate(model)),
    modelFiles,
  } = await selectModels(options);
  const { knownProperties, properties = knownProperties } = selectProperties(options.property, []);
  const asked = properties.filter(({ kind }) => kind !== 'quantity');
  if (asked.length === 0)
    throw new InputError([
      {
        file: '--property',
        code: 'invalid-option',
        message: 'expected a property that can be violated: a quantity is measured',
      },
    ]);
  const budget = { ...unlimited, maxStates: options.maxStates };
  return { bounds, models, modelFiles, properties: asked, budget };
}

async function surveyWithProgress(
  request: EnumerateRequest,
  saved: SavedSurvey | undefined,
  { quiet, json, jobs, timeout }: EnumerateOptions,
  signal: AbortSignal,
): Promise<EnumerateResult> {
  const tally = startTally(!quiet && !json, signal);
  const most = countWithin(request.bounds).toLocaleString('en');
  const tell = (scenarios: number): void =>
    tally.update?.(`${scenarios.toLocaleString('en')} scenarios of at most ${most}`);
  tell(saved?.resumed?.scenarios ?? 0);
  return enumerate(
    { ...request, ...(saved?.resumed && { resumed: saved.resumed }) },
    {
      jobs,
      signal: withTimeout(signal, timeout),
      onProgress(state) {
        tell(state.scenarios);
        saved?.saveAtTimes(state);
      },
    },
  ).finally(tally.stop);
}

/** What is violated is so however many scenarios have been surveyed. */
function exitCodeOf({ isComplete, survey }: EnumerateResult): number {
  const cells = Object.values(survey).flatMap((each) => Object.values(each));
  if (cells.some(({ violated }) => violated > 0)) return exitCode.violated;
  return isComplete && cells.every(({ inconclusive }) => inconclusive === 0)
    ? exitCode.success
    : exitCode.inconclusive;
}
