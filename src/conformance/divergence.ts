import type { Composition } from '../livepatch/index.js';
import { takePath } from '../replay/index.js';
import type { State, Step } from '../system/index.js';
import { painter, printable } from '../text/index.js';
import { renderSteps, type StoryStep, tellSteps } from '../trace/index.js';
import type { ConformanceStep, Observation } from './implementation.js';
import type { Difference } from './view.js';

/** A step of a walk: what the implementation was told, and what the model did. */
export interface WalkedStep {
  readonly step: ConformanceStep;
  /** Absent where the model forbids the step. */
  readonly taken?: { readonly way: Step; readonly target: State };
}

/** Where an implementation is not as the model says, at the last step of a walk. */
export interface Divergence {
  readonly initial: State;
  readonly walked: readonly WalkedStep[];
  /** What the model says; of several ways, by the first. */
  readonly expected: Observation;
  /** Absent where the implementation failed. */
  readonly observed?: Observation;
  readonly differences: readonly Difference[];
  /** Why there is no observation. */
  readonly failure?: string;
}

/** Ends a walk; fast-check takes it for the failure of a property, and shrinks. */
export class Diverged extends Error {
  constructor(readonly divergence: Divergence) {
    super('diverged');
  }
}

/** Thrown when an implementation does not conform to a model. The message tells the walk, in the words of traces. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
  /** What the implementation was told, up to the step at which it diverges. */
  readonly steps: readonly ConformanceStep[];
  readonly expected: Observation;
  /** Absent where the implementation failed: `failure` says how. */
  readonly observed?: Observation;
  readonly failure?: string;

  constructor(
    composition: Composition,
    divergence: Divergence,
    /** With the same scenario, model and other options, these take the walk again. */
    readonly replay: { readonly seed: number; readonly path: string },
  ) {
    super(report(composition, divergence, replay));
    this.steps = divergence.walked.map(({ step }) => step);
    this.expected = divergence.expected;
    if (divergence.observed !== undefined) this.observed = divergence.observed;
    if (divergence.failure !== undefined) this.failure = divergence.failure;
  }
}

function report(
  composition: Composition,
  divergence: Divergence,
  { seed, path }: DivergenceError['replay'],
): string {
  const { walked, differences, failure } = divergence;
  const { scenario, instance } = composition;
  const lines = [
    `the implementation diverges from ${instance.name} at step ${walked.length} of a walk through '${scenario.name}':`,
    '',
    ...renderSteps({ steps: storyOf(composition, divergence) }, painter(false)),
    '',
    ...differences.map(
      ({ what, expected, observed }) => `${what}: expected ${expected}, observed ${observed}`,
    ),
    ...(failure === undefined ? [] : [`the implementation failed: ${failure}`]),
    '',
    `The same walk again: { seed: ${seed}, path: '${path}' }, all else being equal.`,
  ];
  return printable(lines.join('\n'));
}

/** The steps in the words of traces, with those in between that the model forbids. */
function storyOf(composition: Composition, { initial, walked }: Divergence): readonly StoryStep[] {
  const taken = walked.flatMap((each) => (each.taken ? [each.taken] : []));
  const states = [initial, ...taken.map(({ target }) => target)];
  const run = takePath(composition, 'conformance', states, ({ edge, chosen, process }, index) => {
    const way = taken[index]?.way;
    return edge === way?.edge && chosen === way.chosen && process === way.process;
  });
  const told = [...tellSteps(run)];
  return walked.map(({ step, taken: isTaken }, index): StoryStep => {
    const number = index + 1;
    const next = isTaken && told.shift();
    if (next) return { ...next, number };
    const { process: task, action } = step;
    return { number, task, action, changes: ['the model forbids it here'], versions: new Map() };
  });
}
