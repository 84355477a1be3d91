/** Patches, and what is done with them. */
export interface Lifecycle {
  /** In the order in which they are declared. */
  readonly patches: readonly PatchDeclaration[];
  /** One after the other: none begins before the transition of the one before is finished. */
  readonly operations: readonly Operation[];
}

export interface PatchDeclaration {
  readonly name: string;
  /** The functions of which it brings a version, in the order in which it lists them. */
  readonly functions: readonly string[];
  /** Whether it takes the place of all that are enabled (atomic replace). */
  readonly replaces: boolean;
  /** Whether a transition of it may be reversed before it is finished. */
  readonly reversed: boolean;
}

/** To write 1 or 0 to `enabled`; a patch is enabled once. */
export interface Operation {
  readonly kind: (typeof operationKinds)[number];
  readonly patch: string;
}
export const operationKinds = ['enable', 'disable'] as const;

/** The version of a function before any patch, where there are several patches. */
export const originalVersion = 'original';

/** The names of the two versions where there is one patch. */
export const oldAndNew = ['old', 'new'] as const;

/** What the versions are called that functions begin with. */
export function firstVersion({ lifecycle }: { readonly lifecycle?: Lifecycle }): string {
  return lifecycle ? originalVersion : oldAndNew[0];
}
