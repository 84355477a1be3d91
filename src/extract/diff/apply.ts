import { applyPatch, reversePatch, type StructuredPatch } from 'diff';

/** A file before and after a change, and how the change was found in the file that is there. */
export interface BothTexts {
  readonly old: string;
  readonly new: string;
  /** `forwards`: the file that is there is the old one. `backwards`: it has the change already, which is taken back. */
  readonly direction: Direction;
  /** How many lines of context differ from those of the diff. */
  readonly fuzz: number;
}

export type Direction = 'forwards' | 'backwards';

/** As many as `patch` allows when nothing else is said. */
const mostFuzz = 2;

/**
 * Applies a change to the text of a file, or takes it back from it, whichever is possible with less fuzz.
 *
 * @param only where the direction is known already from another file of the diff
 * @returns undefined where it fits in neither direction
 */
export function bothTexts(text: string, patch: StructuredPatch, only?: Direction): BothTexts | undefined {
  if (patch.hunks.length === 0) return { old: text, new: text, direction: only ?? 'forwards', fuzz: 0 };
  const reversed = reversePatch(patch);
  for (let fuzz = 0; fuzz <= mostFuzz; fuzz++) {
    // What is there already is taken back first: an addition fits forwards too, a second time.
    if (only !== 'forwards') {
      const old = applyPatch(text, reversed, { fuzzFactor: fuzz });
      if (old !== false) return { old, new: text, direction: 'backwards', fuzz };
    }
    if (only !== 'backwards') {
      const applied = applyPatch(text, patch, { fuzzFactor: fuzz });
      if (applied !== false) return { old: text, new: applied, direction: 'forwards', fuzz };
    }
  }
  return undefined;
}
