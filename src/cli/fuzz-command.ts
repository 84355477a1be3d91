import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AssumptionName, printScenario, readingSize, type ScenarioSize } from '../arbitraries/index.js';
import { unlimited } from '../engine/index.js';
import {
  type FoundScenario,
  type FuzzRequest,
  type FuzzResult,
  fuzz,
  tryRunsInThreads,
} from '../fuzz/index.js';
import { type ModelOptions, selectModels, selectProperties } from '../names/index.js';
import {
  type Diagnostic,
  findScenarioFiles,
  InputError,
  parseDocumentOf,
  parseScenario,
  type ScenarioDocument,
} from '../scenario/index.js';
import { exitCode } from './exit-code.js';
import { interruptible, withTimeout } from './interruption.js';
import { expectWritable, write, writeOutputFile } from './output.js';
import { startTally } from './progress.js';

export interface FuzzCommandOptions extends ModelOptions, Partial<ScenarioSize> {
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

/** Looks for a scenario that violates a property, or separates models, and gives the exit code. */
export function fuzzCommand(options: FuzzCommandOptions): Promise<number> {
  return interruptible((signal) => lookFor(options, signal));
}

async function lookFor(options: FuzzCommandOptions, signal: AbortSignal): Promise<number> {
  const { runs, seed = randomSeed(), assume = [], outputFile, corpus, jobs } = options;
  if (options.path !== undefined && options.seed === undefined)
    throw new InputError([
      { file: '--path', message: 'expected --seed beside it: a path leads nowhere without its seed' },
    ]);
  const { models = [], modelFiles } = await selectModels(options);
  const property = propertyOf(options.property);
  const file = outputFile ?? `${nameOf(models, property)}.yaml`;
  await expectWritable(file);
  const request: FuzzRequest = {
    ...{ models, property, runs, seed, assumptions: assume },
    ...(modelFiles && { modelFiles }),
    ...(options.path !== undefined && { path: options.path }),
    budget: { ...unlimited, maxStates: options.maxStates },
    size: sizeOf(options),
    corpus: corpus === undefined ? [] : await loadCorpus(corpus),
  };
  const tally = startTally(!options.quiet && !options.json, signal);
  const tell = (done: number): void =>
    tally.update?.(`${done.toLocaleString('en')} of ${runs.toLocaleString('en')} scenarios`);
  tell(0);
  const result = await fuzz(request, {
    signal: withTimeout(signal, options.timeout),
    onProgress: ({ runs: done }) => tell(done),
    tryRuns: tryRunsInThreads(jobs),
  }).finally(tally.stop);
  if (corpus !== undefined)
    await keep(corpus, [...result.worthKeeping, ...(result.found ? [result.found.document] : [])]);
  const scenario = result.found && printFound(request, result.found);
  if (scenario !== undefined) await writeOutputFile(file, scenario);
  const text = options.json
    ? asJson(request, result, file)
    : asText(request, result, scenario, file, options.modelFile ?? [], commandOf(options, seed));
  if (!options.quiet || options.json) await write(process.stdout, text);
  if (result.found) return exitCode.violated;
  const wasStopped = isStopped(request, result);
  const knowsNothing = result.runs > 0 && result.inconclusive === result.runs;
  return wasStopped || knowsNothing ? exitCode.inconclusive : exitCode.success;
}

/** Whether fewer scenarios have been tried than were asked for. */
function isStopped({ runs, path: at }: FuzzRequest, result: FuzzResult): boolean {
  return !result.found && at === undefined && result.runs < runs;
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

function propertyOf(name: string): FuzzRequest['property'] {
  const { properties: [property] = [] } = selectProperties([name], []);
  if (!property) throw new Error(`there is no property '${name}'`);
  if (property.kind === 'quantity')
    throw new InputError([{ file: '--property', message: `'${name}' is measured, and cannot be violated` }]);
  return property;
}

function sizeOf({ tasks, functions, statements, depth }: FuzzCommandOptions): Partial<ScenarioSize> {
  return {
    ...(tasks !== undefined && { tasks }),
    ...(functions !== undefined && { functions }),
    ...(statements !== undefined && { statements }),
    ...(depth !== undefined && { depth }),
  };
}

/** @throws InputError when a file of it is no scenario any more */
async function loadCorpus(folder: string): Promise<readonly ScenarioDocument[]> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InputError([{ file: folder, message: `cannot be a folder: ${error.message}` }]);
  });
  const files = await findScenarioFiles([folder]);
  if (!files.ok) return [];
  const diagnostics: Diagnostic[] = [];
  const documents: ScenarioDocument[] = [];
  for (const file of files.value) {
    const text = await readFile(file, 'utf8');
    const scenario = parseScenario(text, file);
    const document = parseDocumentOf(text, file);
    if (scenario.ok && document.ok) documents.push(document.value.value);
    else if (!scenario.ok) diagnostics.push(...scenario.diagnostics);
  }
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return documents;
}

/** By what it says, so that none is there twice. */
async function keep(folder: string, documents: readonly ScenarioDocument[]): Promise<void> {
  for (const document of documents) {
    const text = printScenario(document);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
    await writeOutputFile(path.join(folder, `${hash}.yaml`), text);
  }
}

function nameOf(models: FuzzRequest['models'], property: FuzzRequest['property']): string {
  return ['fuzz', ...models.map(({ name }) => name.replaceAll(/[^\w.-]+/g, '-')), property.name].join('-');
}

/** The scenario, and what is wrong in it, as a file that `check` takes. */
function printFound(
  { models, property, seed }: FuzzRequest,
  { document, path: at, run }: FoundScenario,
): string {
  const [model] = models;
  return printScenario({
    ...document,
    scenario:
      models.length === 1
        ? `${model?.name} violates ${property.name}`
        : `${property.name} separates ${models.map(({ name }) => name).join(' and ')}`,
    source:
      run === undefined
        ? 'klpcheck fuzz, shrunk from a scenario of the corpus'
        : `klpcheck fuzz --seed ${seed} --path ${at}`,
  });
}

function asText(
  request: FuzzRequest,
  result: FuzzResult,
  scenario: string | undefined,
  file: string,
  modelFiles: readonly string[],
  command: string,
): string {
  const { models, property, assumptions, path: at } = request;
  const { runs, inconclusive, coverage, found } = result;
  const names = models.map(({ name }) => name).join(', ');
  const under = assumptions.length === 0 ? '' : `, assuming ${assumptions.join(', ')}`;
  const stopped = isStopped(request, result)
    ? ` of ${request.runs.toLocaleString('en')}: stopped before the end`
    : '';
  const large = inconclusive === 0 ? '' : ` (${inconclusive} too large to be searched)`;
  const never = coverage.neverExercised.map((step) => `  ${step}\n`).join('');
  const unexercised = never && `Steps of the mechanism that no scenario has exercised:\n${never}`;
  if (!found || scenario === undefined)
    return at === undefined
      ? `${names}, ${property.name}${under}: nothing found in ${plural(runs, 'random scenario')}${stopped}${large}. That is no proof.\n${unexercised}Again with: ${command}\n`
      : `${names}, ${property.name}${under}: nothing is found at ${at}.\n`;
  const [tasks, functions, , statements] = readingSize(found.document);
  const from =
    found.run === undefined
      ? 'a scenario of the corpus'
      : `random scenario ${(found.run + 1).toLocaleString('en')}${large}`;
  const what = models.length === 1 ? 'violated' : 'separated';
  const replay = found.path === undefined ? '' : `Again with: ${command} --path ${found.path}\n`;
  return (
    `${names}, ${property.name}${under}: ${what} by a scenario with ${plural(tasks, 'task')}, ${plural(functions, 'function')}, ${plural(statements, 'statement')}, ` +
    `shrunk ${found.shrinks} times from ${from}.\n\n${scenario}\n${unexercised}${replay}Written to ${file}. See the run: ${explainCommandOf(file, found, modelFiles, property.name)}\n`
  );
}

function explainCommandOf(
  file: string,
  { judgements }: FoundScenario,
  modelFiles: readonly string[],
  property: string,
): string {
  const [violated] = Object.entries(judgements).find(([, judgement]) => judgement === 'violated') ?? [];
  const files = modelFiles.map((each) => ` --model-file ${each}`).join('');
  return `klpcheck explain ${file} -m ${violated}${files} -p ${property}`;
}

function plural(count: number | undefined, noun: string): string {
  return `${count?.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function asJson(request: FuzzRequest, result: FuzzResult, file: string): string {
  const { models, property, seed, assumptions } = request;
  const { runs, inconclusive, coverage, found } = result;
  const report = {
    ...{
      models: models.map(({ name }) => name),
      property: property.name,
      assumptions,
      seed,
      runs,
      isStopped: isStopped(request, result),
      inconclusive,
    },
    ...(found && { found: { ...found, file } }),
    coverage,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function commandOf(
  { model, modelFile = [], wake, property, assume, runs, ...size }: FuzzCommandOptions,
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
