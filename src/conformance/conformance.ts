import fc from 'fast-check';
import { compose } from '../livepatch/index.js';
import { selectModel, selectScenario } from '../names/index.js';
import { actionName, type Edge, type System } from '../system/index.js';
import type { ConformanceRequest } from './conformance-request.js';
import { Diverged, DivergenceError } from './divergence.js';
import { expectMeaningful } from './options.js';
import { type Choices, Walker } from './walk.js';

/** How much was tried, of an implementation that did not diverge: no proof, however much it is. */
export interface ConformanceReport {
  readonly seed: number;
  readonly runs: number;
  /** How many steps were taken, in all walks together. */
  readonly taken: number;
  /** How many steps were refused. */
  readonly refused: number;
  /** The steps of the model that no walk took: `patcher: reverts: …`. Of these nothing was learnt. */
  readonly neverTaken: readonly string[];
}

/** Divisible by the numbers of steps that a process is likely to choose from, so that each is as likely. */
const choicesOfStep = 60;

/**
 * Takes random walks through a scenario under a consistency model, and has an implementation take each step too: it has to
 * take what the model allows, to refuse what the model forbids, and to show the same versions on every stack.
 *
 * @throws DivergenceError with a walk that was shrunk, at the first difference
 * @throws InputError when the scenario file is wrong, there is no model of that name, or an option cannot be meant
 * @throws what `start` throws: an implementation that does not start does not diverge
 */
export async function conformance(request: ConformanceRequest): Promise<ConformanceReport> {
  expectMeaningful(request);
  const { implementation, runs = 100, length = 60, forbidden = true, seed, path } = request;
  const scenario = await selectScenario(request.scenario);
  const composition = compose(scenario, selectModel(request.model, 'conformance'), []);
  const walker = new Walker(composition, implementation, forbidden);
  let hasDiverged = false;
  let isBroken = false;
  const walk = async (each: Choices): Promise<void> => {
    if (isBroken) return;
    try {
      await walker.walk(each);
    } catch (error) {
      hasDiverged ||= error instanceof Diverged;
      isBroken = !(error instanceof Diverged);
      // One that does not start fails in every walk, however short. What was found before that is told as it is.
      if (!isBroken || !hasDiverged) throw error;
    }
  };
  try {
    const details = await fc.check(
      fc.asyncProperty(choices(composition.system.processes.length, length), walk),
      { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) },
    );
    if (details.failed) {
      const { errorInstance: error, counterexamplePath } = details;
      if (!(error instanceof Diverged)) throw error;
      const replay = { seed: details.seed, path: counterexamplePath ?? '' };
      throw new DivergenceError(composition, error.divergence, replay);
    }
    return {
      seed: details.seed,
      runs: details.numRuns,
      ...walker.counts,
      neverTaken: neverTaken(composition.system, walker.fired),
    };
  } finally {
    await implementation.stop?.();
  }
}

/** By name: a statement has a step wherever its function is inlined, and some of these no run comes to. */
function neverTaken({ templates }: System, fired: ReadonlySet<Edge>): readonly string[] {
  return templates.flatMap(({ name, graph: { edges } }) => {
    const names = (taken: boolean): ReadonlySet<string> =>
      new Set(edges.filter((edge) => fired.has(edge) === taken).map(({ action }) => actionName(action)));
    const taken = names(true);
    return [...names(false)].filter((each) => !taken.has(each)).map((each) => `${name}: ${each}`);
  });
}

/**
 * Each step is drawn as a process and one of its steps: where another step is left out as a walk shrinks, the others mean
 * much the same as before.
 */
function choices(processes: number, length: number): fc.Arbitrary<Choices> {
  return fc.record({
    initial: fc.nat(),
    steps: fc.array(fc.tuple(fc.nat(processes - 1), fc.nat(choicesOfStep - 1)), {
      maxLength: length,
      size: 'max',
    }),
  });
}
