import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import Table from 'cli-table3';
import { printScenario } from '../arbitraries/index.js';
import { unlimited } from '../engine/index.js';
import {
  type Bounds,
  countWithin,
  type EnumerateResult,
  type EnumerateState,
  enumerate,
  maximumFunctions,
  type SurveyCell,
  weakestAssumptions,
} from '../fuzz/index.js';
import type { ModelInstance, Property } from '../livepatch/index.js';
import { instantiate } from '../livepatch/index.js';
import { type ModelOptions, selectModels, selectProperties } from '../names/index.js';
import { InputError } from '../scenario/index.js';
import { klpcheckVersion } from '../version.js';
import { exitCode } from './exit-code.js';
import { interruptible, withTimeout } from './interruption.js';
import { expectWritable, write, writeOutputFile } from './output.js';
import { startTally } from './progress.js';

export interface EnumerateCommandOptions extends ModelOptions, Bounds {
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

/** How often the state of a search that can be resumed is written. */
const saveEveryMs = 5_000;

/** What a file to resume from says, so that another search does not go on from it. */
interface SavedState extends EnumerateState {
  readonly request: string;
}

/** Surveys all scenarios within some bounds, and gives the exit code. */
export function enumerateCommand(options: EnumerateCommandOptions): Promise<number> {
  return interruptible((signal) => survey(options, signal));
}

async function survey(options: EnumerateCommandOptions, signal: AbortSignal): Promise<number> {
  const { tasks, functions, statements, resume, limit } = options;
  const bounds: Bounds = { tasks, functions, statements };
  if (functions > maximumFunctions)
    throw new InputError([
      { file: '--functions', message: `expected at most ${maximumFunctions}, found ${functions}` },
    ]);
  const count = countWithin(bounds);
  if (count > limit)
    throw new InputError([
      {
        file: '--statements',
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
      { file: '--property', message: 'expected a property that can be violated: a quantity is measured' },
    ]);
  const files = [...new Set(modelFiles?.values() ?? [])];
  const key = JSON.stringify([
    ...[klpcheckVersion, bounds, names(models), names(asked), options.maxStates],
    ...(await Promise.all(files.map(digest))),
  ]);
  const resumed = resume === undefined ? undefined : await load(resume, key);
  const save = async (state: EnumerateState): Promise<void> => {
    if (resume !== undefined)
      await writeOutputFile(resume, JSON.stringify({ request: key, ...state } satisfies SavedState));
  };
  const tally = startTally(!options.quiet && !options.json, signal);
  let savedAt = performance.now();
  let saving = Promise.resolve();
  const result = await enumerate(
    {
      bounds,
      models,
      ...(modelFiles && { modelFiles }),
      properties: asked,
      budget: { ...unlimited, maxStates: options.maxStates },
      ...(resumed && { resumed }),
    },
    {
      jobs: options.jobs,
      signal: withTimeout(signal, options.timeout),
      onProgress(state) {
        tally.update?.(
          `${state.scenarios.toLocaleString('en')} scenarios of at most ${count.toLocaleString('en')}`,
        );
        if (performance.now() - savedAt < saveEveryMs) return;
        savedAt = performance.now();
        saving = saving.then(() => save(state));
        // Told where it is awaited.
        saving.catch(() => {});
      },
    },
  ).finally(tally.stop);
  await saving;
  await save(result);
  const text = options.json
    ? `${JSON.stringify({ bounds, ...result }, null, 2)}\n`
    : asText(bounds, result, models, asked, resume);
  if (!options.quiet || options.json) await write(process.stdout, text);
  const cells = Object.values(result.survey).flatMap((each) => Object.values(each));
  if (cells.some(({ violated }) => violated > 0)) return exitCode.violated;
  return result.isComplete && cells.every(({ inconclusive }) => inconclusive === 0)
    ? exitCode.success
    : exitCode.inconclusive;
}

function names(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name);
}

/** What a file holds, in short: with another one, it is another search. */
async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** @throws InputError when the file is of another search, or no such file */
async function load(file: string, key: string): Promise<EnumerateState | undefined> {
  await expectWritable(file);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new InputError([{ file, message: `cannot be read: ${error.message}` }]);
  });
  if (text === undefined) return undefined;
  const saved = parseState(text);
  if (!saved)
    throw new InputError([{ file, message: 'expected what an enumeration has saved, found something else' }]);
  if (saved.request !== key)
    throw new InputError([
      {
        file,
        message: `belongs to another enumeration: ${saved.request}, expected ${key}`,
        hint: 'give another file to --resume',
      },
    ]);
  return { scenarios: saved.scenarios, survey: saved.survey };
}

function parseState(text: string): SavedState | undefined {
  try {
    const value = JSON.parse(text) as Partial<SavedState> | null;
    const isState =
      typeof value?.request === 'string' &&
      typeof value.scenarios === 'number' &&
      typeof value.survey === 'object' &&
      value.survey !== null;
    return isState ? (value as SavedState) : undefined;
  } catch {
    return undefined;
  }
}

function asText(
  { tasks, functions, statements }: Bounds,
  { scenarios, isComplete, survey }: EnumerateResult,
  models: readonly ModelInstance[],
  properties: readonly Property[],
  resume: string | undefined,
): string {
  const table = new Table({ head: ['', ...names(models)], style: { head: [], border: [] } });
  const cellOf = (model: string, property: string): SurveyCell | undefined => survey[model]?.[property];
  for (const { name } of properties)
    table.push([name, ...models.map((model) => describe(cellOf(model.name, name), isComplete))]);
  const broken = properties.flatMap(({ name: property }) =>
    models.flatMap(({ name: model }) => {
      const cell = cellOf(model, property);
      return cell?.smallest ? [tellSmallest(model, property, cell, cell.smallest.document, isComplete)] : [];
    }),
  );
  const rest = resume === undefined ? '' : `; go on with --resume ${resume}`;
  const all = isComplete
    ? `All ${scenarios.toLocaleString('en')} scenarios with at most ${tasks} tasks, ${functions} functions and ${statements} statements, up to names.`
    : `The first ${scenarios.toLocaleString('en')} scenarios only: stopped before the end${rest}.`;
  const shown = models.length * properties.length > 1 && broken.length > 3 ? broken.slice(0, 3) : broken;
  const more = broken.length - shown.length;
  return `${all}\n${table.toString()}\n${shown.join('')}${more > 0 ? `… and ${more} more: ask for one model and one property, or --json\n` : ''}`;
}

function describe(cell: SurveyCell | undefined, isComplete: boolean): string {
  if (!cell) return '-';
  if (cell.violated > 0) return `violated by ${cell.violated.toLocaleString('en')}`;
  if (cell.inconclusive > 0 || !isComplete) return 'inconclusive';
  return cell.holds > 0 ? `holds (${cell.holds.toLocaleString('en')})` : 'vacuous';
}

function tellSmallest(
  model: string,
  property: string,
  cell: SurveyCell,
  document: Parameters<typeof printScenario>[0],
  isComplete: boolean,
): string {
  const weakest = weakestAssumptions(cell).map((each) => each.join(' and '));
  // Whatever is not known yet may violate it as well.
  const guaranteed =
    weakest.length === 0
      ? 'guaranteed under none of the assumptions'
      : isComplete && cell.inconclusive === 0
        ? `guaranteed if ${weakest.join(', or ')}`
        : `what is known so far would be excluded by ${weakest.join(', or ')}`;
  return `\n${model}, ${property}: ${guaranteed}. The smallest scenario that violates it:\n\n${printScenario(document)}`;
}
