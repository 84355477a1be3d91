import { type Steps, simplified, structured, TooTangledError } from '../lower/index.js';
import {
  type MovedWork,
  type NewlyProtected,
  type Relevance,
  type Version,
  type World,
  withContracts,
  withSections,
} from '../relate/index.js';
import { inlined } from './inline.js';
import { type Correlated, correlate, sliced } from './slice.js';

/** One version of a function, as the draft has it. */
export interface DraftBody {
  readonly steps: Steps;
  readonly conditions: readonly Correlated[];
  /** Where it has so many jumps that nothing of it could be kept. */
  readonly isTooTangled: boolean;
}

export interface BodyContext {
  readonly relevance: Relevance;
  readonly protections: readonly NewlyProtected[];
  readonly moved: readonly MovedWork[];
  /** The functions that one version has alone. */
  readonly onlyIn: { readonly [V in Version]: ReadonlySet<string> };
}

export function draftBody(
  name: string,
  version: Version,
  world: World,
  { relevance, protections, moved, onlyIn }: BodyContext,
): DraftBody {
  const declared = world.functions.get(name);
  if (!declared) return { steps: [], conditions: [], isTooTangled: false };
  const ghosted = withContracts(
    withSections(
      world.stepsOf(name),
      version,
      protections.filter((each) => each.function === name),
    ),
    name,
    version,
    moved,
    (call, callee) => world.reachableFrom(call).has(callee),
  );
  const { steps, conditions } = correlate(
    sliced(inlined(ghosted, world, onlyIn[version]), name, world, relevance),
    declared,
  );
  try {
    return { steps: simplified(structured(steps)), conditions, isTooTangled: false };
  } catch (error) {
    if (error instanceof TooTangledError) return { steps: [], conditions: [], isTooTangled: true };
    throw error;
  }
}
