import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import fc from 'fast-check';
import {
  type AssumptionName,
  arbitraryScenario,
  type ScenarioSize,
  satisfies,
} from '../arbitraries/index.js';
import type { ScenarioDocument } from '../scenario/index.js';
import { type Coverage, CoverageRecord } from './coverage.js';
import type { Judgement } from './judge.js';
import { type Target, type Trial, tryScenario } from './target.js';

export interface FuzzRequest extends Target {
  /** How many random scenarios to try. */
  readonly runs: number;
  /** All that is random follows from it: a whole number of 32 bits. */
  readonly seed: number;
  /** Where a scenario was found before, with the same seed: it is tried again, and nothing else. */
  readonly path?: string;
  readonly size?: Partial<ScenarioSize>;
  readonly assumptions: readonly AssumptionName[];
  /** Scenarios to try before any random one. */
  readonly corpus: readonly ScenarioDocument[];
}

export interface FuzzOptions {
  /**
   * Stops the search for a scenario; then fewer runs than were asked for have been tried. Or stops shrinking what was found,
   * which then is not as small as it could be.
   */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly runs: number }) => void;
  /** Tries runs somewhere else: in other threads. The order in which they are given back does not matter. */
  readonly tryRuns?: TryRuns;
}

/** Tries some runs, by number, until one is found before which there is no other; gives the trials by number. */
export type TryRuns = (request: FuzzRequest, options: FuzzOptions) => Promise<ReadonlyMap<number, Trial>>;

export interface FuzzResult {
  /** How many random scenarios have been tried. */
  readonly runs: number;
  /** Those of them about which nothing is known: they were too large. */
  readonly inconclusive: number;
  readonly coverage: Coverage;
  readonly found?: FoundScenario;
  /** Random scenarios that exercised what none before them had: worth to be kept in a corpus. */
  readonly worthKeeping: readonly ScenarioDocument[];
}

/** Whether fewer scenarios have been tried than were asked for, although nothing was found. */
export function isStopped(
  { runs, path }: Pick<FuzzRequest, 'runs' | 'path'>,
  result: Pick<FuzzResult, 'runs' | 'found'>,
): boolean {
  return !result.found && path === undefined && result.runs < runs;
}

export interface FoundScenario {
  readonly document: ScenarioDocument;
  /** By model: what is known of the property. */
  readonly judgements: Readonly<Record<string, Judgement>>;
  /** The number of the random scenario that it was shrunk from; absent for one of the corpus. */
  readonly run?: number;
  /** Found again with this and the seed; absent for one of the corpus. */
  readonly path?: string;
  /** How often it was replaced by a simpler one. */
  readonly shrinks: number;
}

/**
 * Each run has a seed of its own, so that it need not be counted up to. No two of one seed are the same: both steps are
 * one-to-one (the finaliser is that of MurmurHash3).
 */
function seedOfRun(seed: number, run: number): number {
  let bits = (seed + Math.imul(run, 0x9e3779b1)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Gives the random scenario of a number. Runs do not depend on each other. */
export function scenariosByRun({ seed, size, assumptions }: FuzzRequest): (run: number) => ScenarioDocument {
  const arbitrary = arbitraryScenario(size, assumptions);
  return (run) => {
    const [document] = fc.sample(arbitrary, { seed: seedOfRun(seed, run), numRuns: 1 });
    if (!document) throw new Error(`there is no run ${run}`);
    return document;
  };
}

/**
 * Looks for a scenario in which a property is violated, or which separates models, among those of a corpus and random
 * ones, and shrinks it. The first that there is, by number, is found, whoever tries them.
 *
 * @throws what `search` throws
 */
export async function fuzz(request: FuzzRequest, options: FuzzOptions = {}): Promise<FuzzResult> {
  const coverage = new CoverageRecord();
  for (const document of request.corpus.filter((each) => satisfies(each, request.assumptions))) {
    if (options.signal?.aborted) break;
    const trial = await tryScenario(document, request);
    coverage.add(trial);
    if (!trial.isFound) {
      await yieldToEventLoop();
      continue;
    }
    const shrunk = await shrink(request, document, options.signal);
    return { runs: 0, inconclusive: 0, coverage: coverage.summary, found: shrunk, worthKeeping: [] };
  }
  if (request.path !== undefined) return replay(request, request.path, coverage, options.signal);
  const trials = await (options.tryRuns ?? tryRunsHere)(request, options);
  const inOrder = [...trials].sort(([one], [other]) => one - other);
  const first = inOrder.find(([, { isFound }]) => isFound)?.[0];
  const counted = inOrder.filter(([run]) => first === undefined || run <= first);
  const scenarioOf = scenariosByRun(request);
  const worthKeeping = counted.flatMap(([run, trial]) => (coverage.add(trial) ? [scenarioOf(run)] : []));
  return {
    runs: counted.length,
    inconclusive: counted.filter(([, { isInconclusive }]) => isInconclusive).length,
    coverage: coverage.summary,
    worthKeeping,
    ...(first !== undefined && {
      found: { ...again(await shrinkRun(request, String(first), options.signal)), run: first },
    }),
  };
}

const tryRunsHere: TryRuns = async (request, { signal, onProgress }) => {
  const trials = new Map<number, Trial>();
  const scenarioOf = scenariosByRun(request);
  for (let run = 0; run < request.runs && !signal?.aborted; run++) {
    const trial = await tryScenario(scenarioOf(run), request);
    trials.set(run, trial);
    onProgress?.({ runs: trials.size });
    if (trial.isFound) break;
    // A short search does not; without it, no timer would ever stop this.
    await yieldToEventLoop();
  }
  return trials;
};

async function replay(
  request: FuzzRequest,
  path: string,
  coverage: CoverageRecord,
  signal: AbortSignal | undefined,
): Promise<FuzzResult> {
  const found = await shrinkRun(request, path, signal);
  if (found) coverage.add(await tryScenario(found.document, request));
  return {
    runs: 1,
    inconclusive: 0,
    coverage: coverage.summary,
    worthKeeping: [],
    ...(found && { found: { ...found, run: Number(path.split(':')[0]) } }),
  };
}

/** @returns nothing when what stands at the path is not what is looked for, or nothing stands there */
async function shrinkRun(
  request: FuzzRequest,
  path: string,
  signal: AbortSignal | undefined,
): Promise<FoundScenario | undefined> {
  const { size, assumptions, seed } = request;
  const [run, ...shrinks] = path.split(':');
  const parameters = { seed: seedOfRun(seed, Number(run)), path: ['0', ...shrinks].join(':') };
  const found = await shrinkWith(request, arbitraryScenario(size, assumptions), parameters, signal);
  return found?.path === undefined ? found : { ...found, path: found.path.replace(/^0/, run as string) };
}

async function shrink(
  request: FuzzRequest,
  document: ScenarioDocument,
  signal: AbortSignal | undefined,
): Promise<FoundScenario> {
  const { path: _, ...found } = again(
    await shrinkWith(request, arbitraryScenario(), { examples: [[document]] }, signal),
  );
  return found;
}

function again(found: FoundScenario | undefined): FoundScenario {
  if (!found) throw new Error('what was found is not found again');
  return found;
}

async function shrinkWith(
  request: FuzzRequest,
  arbitrary: fc.Arbitrary<ScenarioDocument>,
  parameters: fc.Parameters<[ScenarioDocument]>,
  signal: AbortSignal | undefined,
): Promise<FoundScenario | undefined> {
  let judgements: readonly Judgement[] | undefined;
  // To fast-check, what throws has failed; here it would pass for what is looked for.
  const errors: unknown[] = [];
  const isOther = async (document: ScenarioDocument): Promise<boolean> => {
    const isStopped = judgements !== undefined && signal?.aborted;
    if (isStopped || errors.length > 0 || !satisfies(document, request.assumptions)) return true;
    try {
      const trial = await tryScenario(document, request);
      if (trial.isFound) judgements = trial.judgements;
      return !trial.isFound;
    } catch (error) {
      errors.push(error);
      return true;
    }
  };
  const details = await checkAt(fc.asyncProperty(arbitrary, isOther), { ...parameters, numRuns: 1 });
  if (errors.length > 0) throw errors[0];
  if (!details?.counterexample) return undefined;
  const { counterexample, counterexamplePath, numShrinks } = details;
  return {
    document: counterexample[0],
    judgements: Object.fromEntries(
      request.models.map(({ name }, index) => [name, judgements?.[index] ?? 'inconclusive']),
    ),
    shrinks: numShrinks,
    ...(counterexamplePath && { path: counterexamplePath }),
  };
}

/** @returns nothing when the path leads nowhere */
async function checkAt<T extends [unknown]>(
  property: fc.IAsyncProperty<T>,
  parameters: fc.Parameters<T>,
): Promise<fc.RunDetails<T> | undefined> {
  try {
    return await fc.check(property, parameters);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Unable to replay')) return undefined;
    throw error;
  }
}
