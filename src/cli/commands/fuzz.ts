import { type Command, Option } from 'commander';
import {
  type AssumptionName,
  assumptionNames,
  defaultSize,
  type ScenarioSize,
} from '../../arbitraries/index.js';
import { unlimited } from '../../engine/index.js';
import {
  defaultMaxStates,
  type FuzzRequest,
  type FuzzResult,
  fuzz,
  isStopped,
  tryRunsInThreads,
} from '../../fuzz/index.js';
import { type ModelOptions, selectModels, selectProperties } from '../../names/index.js';
import { printFound, randomSearchAsJson, randomSearchInWords } from '../../report/fuzz/index.js';
import { InputError } from '../../scenario/index.js';
import type { CommandModule } from '../command.js';
import { keepInCorpus, loadCorpus } from '../corpus.js';
import { exitCode } from '../exit-code.js';
import { interruptible, withTimeout } from '../interruption.js';
import { parseList, parsePath, parseSeed } from '../options.js';
import { expectWritable, widthOf, write, writeOutputFile } from '../output.js';
import { startTally } from '../progress.js';
import {
  countOption,
  jobsOption,
  modelFileOption,
  severalTexts,
  timeoutOption,
  wakeOption,
} from '../shared-options.js';

interface FuzzOptions extends ModelOptions, Partial<ScenarioSize> {
  readonly model: readonly string[];
  readonly property: string;
  readonly runs: number;
  readonly seed?: number;
  readonly path?: string;
  readonly assume?: readonly AssumptionName[];
  readonly corpus?: string;
  readonly outputFile?: string;
  readonly maxStates: number;
  readonly timeout: number;
  readonly jobs: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const command: CommandModule = {
  name: 'fuzz',
  description: 'Look for a scenario that violates a property, among random ones, and shrink it.',
  examples: [
    'fuzz -m kgraft -p deadlock-freedom',
    'fuzz -m kgraft -p convergence --assume user-tasks-only --seed 42',
    'fuzz -m kgraft -m kpatch -p syscall-consistency -o separated.yaml',
  ],
  remark:
    'A violation counts only where nothing is wrong without live patching: neither in the old code alone, nor in the new.',

  builder: (command: Command) =>
    command
      .requiredOption(
        '-m, --model <name>',
        'the model; of several, a scenario is wanted in which the property holds under one, and is violated under another (repeatable)',
        severalTexts,
      )
      .addOption(modelFileOption())
      .requiredOption('-p, --property <name>', 'the property')
      .addOption(wakeOption())
      .addOption(countOption('--runs <n>', 'how many random scenarios to try', 1000))
      .option(
        '--seed <n>',
        'what all that is random follows from (default: another one each time)',
        parseSeed,
      )
      .option('--path <path>', 'try again what was found there, with the same seed', parsePath)
      .addOption(
        new Option('--assume <names>', `of all scenarios: ${assumptionNames.join(',')}`).argParser(
          parseList(assumptionNames),
        ),
      )
      .addOption(countOption('--tasks <n>', 'tasks at most', defaultSize.tasks))
      .addOption(countOption('--functions <n>', 'functions at most', defaultSize.functions))
      .addOption(countOption('--statements <n>', 'statements of a body at most', defaultSize.statements))
      .addOption(countOption('--depth <n>', 'how deep branches and locked regions nest', defaultSize.depth))
      .option(
        '--corpus <folder>',
        'try the scenarios there first, and keep there what exercises something new',
      )
      .option(
        '-o, --output-file <file>',
        'where to write what is found (default: named by model and property)',
      )
      .addOption(countOption('--max-states <n>', 'pass over a scenario with more states', defaultMaxStates))
      .addOption(timeoutOption('stop after that time, such as 60s'))
      .addOption(jobsOption('threads, each with scenarios of its own'))
      .option('--json', 'print what was found for a script')
      .option('-q, --quiet', 'print nothing'),

  async handler(options: FuzzOptions) {
    const request = await requestOf(options);
    const file = options.outputFile ?? `${nameOf(request)}.yaml`;
    await expectWritable(file);
    const corpus = options.corpus === undefined ? [] : await loadCorpus(options.corpus);
    return interruptible(async (signal) => {
      const result = await fuzzWithProgress({ ...request, corpus }, options, signal);
      const { found, worthKeeping } = result;
      if (options.corpus !== undefined)
        await keepInCorpus(options.corpus, [...worthKeeping, ...(found ? [found.document] : [])]);
      if (found) await writeOutputFile(file, printFound(request, found));
      if (options.json) await write(process.stdout, randomSearchAsJson(request, result, file));
      else if (!options.quiet) {
        const modelFiles = (options.modelFile ?? []).map((each) => ` --model-file ${each}`).join('');
        const invocation = { command: commandOf(options, request.seed), file, modelFiles };
        await write(
          process.stdout,
          randomSearchInWords(request, result, invocation, widthOf(process.stdout)),
        );
      }
      return exitCodeOf(request, result);
    });
  },
};

/** @throws InputError when an option is wrong, or a model file */
async function requestOf(options: FuzzOptions): Promise<Omit<FuzzRequest, 'corpus'>> {
  const { runs, seed = randomSeed(), assume = [], path } = options;
  if (path !== undefined && options.seed === undefined)
    throw new InputError([
      {
        file: '--path',
        code: 'invalid-option',
        message: 'expected --seed beside it: a path leads nowhere without its seed',
      },
    ]);
  const { models = [], modelFiles } = await selectModels(options);
  return {
    ...{ models, modelFiles, property: propertyOf(options.property), runs, seed, assumptions: assume },
    ...(path !== undefined && { path }),
    budget: { ...unlimited, maxStates: options.maxStates },
    size: sizeOf(options),
  };
}

async function fuzzWithProgress(
  request: FuzzRequest,
  { quiet, json, timeout, jobs }: FuzzOptions,
  signal: AbortSignal,
): Promise<FuzzResult> {
  const tally = startTally(!quiet && !json, signal);
  const tell = (done: number): void =>
    tally.update?.(`${done.toLocaleString('en')} of ${request.runs.toLocaleString('en')} scenarios`);
  tell(0);
  return fuzz(request, {
    signal: withTimeout(signal, timeout),
    onProgress: ({ runs }) => tell(runs),
    tryRuns: tryRunsInThreads(jobs),
  }).finally(tally.stop);
}

function exitCodeOf(request: Omit<FuzzRequest, 'corpus'>, result: FuzzResult): number {
  if (result.found) return exitCode.violated;
  const knowsNothing = result.runs > 0 && result.inconclusive === result.runs;
  return isStopped(request, result) || knowsNothing ? exitCode.inconclusive : exitCode.success;
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

function propertyOf(name: string): FuzzRequest['property'] {
  const { properties: [property] = [] } = selectProperties([name], []);
  if (!property) throw new Error(`there is no property '${name}'`);
  if (property.kind === 'quantity')
    throw new InputError([
      {
        file: '--property',
        code: 'invalid-option',
        message: `'${name}' is measured, and cannot be violated`,
      },
    ]);
  return property;
}

function sizeOf({ tasks, functions, statements, depth }: FuzzOptions): Partial<ScenarioSize> {
  return {
    ...(tasks !== undefined && { tasks }),
    ...(functions !== undefined && { functions }),
    ...(statements !== undefined && { statements }),
    ...(depth !== undefined && { depth }),
  };
}

function nameOf({ models, property }: Pick<FuzzRequest, 'models' | 'property'>): string {
  return ['fuzz', ...models.map(({ name }) => name.replaceAll(/[^\w.-]+/g, '-')), property.name].join('-');
}

/** The command line that does the same again. */
function commandOf(
  { model, modelFile = [], wake, property, assume, runs, ...size }: FuzzOptions,
  seed: number,
): string {
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ...model.map((name) => ['model', name] as const),
    ...modelFile.map((file) => ['model-file', file] as const),
    ['wake', wake],
    ['property', property],
    ['assume', assume?.join(',')],
    ['runs', runs],
    ['tasks', size.tasks],
    ['functions', size.functions],
    ['statements', size.statements],
    ['depth', size.depth],
    ['max-states', size.maxStates],
    ['seed', seed],
  ];
  return [
    'klpcheck fuzz',
    ...options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`])),
  ].join(' ');
}
