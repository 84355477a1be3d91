import { OutOfRangeError, SystemDefinitionError } from '../../src/system/index.js';
import type { Killer } from './killers.js';
import type { Mutant } from './mutants.js';

/** What became of a mutant. */
export type Fate =
  | { readonly kind: 'killed'; readonly killer: string; readonly by: string }
  | { readonly kind: 'survived' }
  /** Nothing tells it from the original, and it was argued that nothing can. */
  | { readonly kind: 'equivalent'; readonly because: string }
  /** It is no model at all. */
  | { readonly kind: 'invalid'; readonly because: string };

/** By the name of a mutant, why it is equivalent to its original. */
export type Equivalents = Readonly<Record<string, string>>;

/** Lets the killers try in turn. */
export async function fateOf(
  { name, original, model }: Mutant,
  killers: readonly Killer[],
  equivalents: Equivalents,
): Promise<Fate> {
  try {
    for (const killer of killers) {
      const by = await killer.kill(original, model);
      if (by !== undefined) return { kind: 'killed', killer: killer.name, by };
    }
  } catch (error) {
    if (error instanceof SystemDefinitionError)
      return { kind: 'invalid', because: error.problems.join('; ') };
    if (error instanceof OutOfRangeError) return { kind: 'invalid', because: error.message };
    throw error;
  }
  const because = equivalents[name];
  return because === undefined ? { kind: 'survived' } : { kind: 'equivalent', because };
}
