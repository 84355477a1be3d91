import type { DraftBody } from './body.js';

/** A function of a draft: patched with both bodies, or with one. */
export interface DraftFunction {
  readonly name: string;
  readonly bodies: { readonly old?: DraftBody; readonly new?: DraftBody };
  readonly isPatched: boolean;
  readonly signature?: {
    readonly old: string;
    readonly new: string;
    readonly differences: readonly string[];
  };
}
