import { type Lifecycle, type Operation, originalVersion } from '../../scenario/index.js';
import type { ConsistencyModel, SeveralPatches } from '../model.js';

/** A patch that a mechanism takes, and what there is when it does. */
export interface PlannedPatch {
  readonly name: string;
  /** The functions of which it brings a version. */
  readonly own: readonly string[];
  /** The functions that it brings back to what they are without a patch, since it replaces the patch that has changed them. */
  readonly nops: readonly string[];
  /** Enabled by the operation of that number, from 1. */
  readonly enabledBy: number;
  readonly disabledBy: number | undefined;
  /** The patches that it replaces. */
  readonly replaced: readonly string[];
  readonly replaces: boolean;
  readonly reversed: boolean;
  readonly isBelowAnother: boolean;
}

/** An operation that a mechanism refuses. */
export interface Refusal {
  readonly operation: Operation;
  readonly reason: string;
}

/** What comes of the operations on several patches. */
export interface Plan {
  readonly patches: readonly PlannedPatch[];
  /** By operation, from 1; what is not refused is done. */
  readonly refusals: ReadonlyMap<number, Refusal>;
  /** After so many operations: the names of the patches that are enabled, the latest last. */
  readonly stacks: readonly (readonly string[])[];
  /** After so many operations: the version in which a function is. */
  versionAfter(operations: number, functionName: string): string;
  /** The version that is next below that of a patch; absent if the patch is not enabled then. */
  versionBelow(operations: number, functionName: string, patch: string): string | undefined;
}

/** @param functions all patched functions */
export function planOf(
  { patches, operations }: Lifecycle,
  { redirection, several, name }: ConsistencyModel,
  parameters: Readonly<Record<string, string>>,
): Plan {
  const abilities: SeveralPatches =
    redirection === 'text in place'
      ? { takesNone: 'the text of a function has room for one version besides the one that it begins with' }
      : (several?.(parameters) ?? { takesNone: `the model '${name}' does not say what it makes of several` });
  const declared = new Map(patches.map((each) => [each.name, each]));
  const stacks: (readonly string[])[] = [[]];
  const refusals = new Map<number, Refusal>();
  const taken = new Map<string, PlannedPatch>();
  const functionsOf = (patch: string): readonly string[] => declared.get(patch)?.functions ?? [];
  const refusalOf = ({ kind, patch }: Operation, stack: readonly string[]): string | undefined => {
    if (kind === 'disable')
      return !stack.includes(patch)
        ? 'it is not enabled'
        : stack.at(-1) === patch
          ? undefined
          : abilities.lastFirst;
    return (
      abilities.takesNone ??
      (taken.size > 0 ? abilities.takesOne : undefined) ??
      (declared.get(patch)?.replaces ? abilities.replacesNone : undefined)
    );
  };
  operations.forEach((operation, index) => {
    const number = index + 1;
    const { kind, patch } = operation;
    const stack = stacks[index] ?? [];
    const reason = refusalOf(operation, stack);
    if (reason !== undefined) {
      refusals.set(number, { operation, reason });
      stacks.push(stack);
    } else if (kind === 'disable') {
      const known = taken.get(patch);
      if (known) taken.set(patch, { ...known, disabledBy: number });
      stacks.push(stack.filter((each) => each !== patch));
    } else {
      const { replaces = false, reversed = false } = declared.get(patch) ?? {};
      const own = functionsOf(patch);
      const replaced = replaces ? stack : [];
      const nops = [...new Set(replaced.flatMap(functionsOf))].filter((each) => !own.includes(each));
      for (const below of stack) {
        const known = taken.get(below);
        if (known) taken.set(below, { ...known, isBelowAnother: true });
      }
      taken.set(patch, {
        ...{ name: patch, own, nops, replaced, replaces, reversed },
        ...{ enabledBy: number, disabledBy: undefined, isBelowAnother: false },
      });
      stacks.push(replaces ? [patch] : [...stack, patch]);
    }
  });
  const topOf = (stack: readonly string[], functionName: string): string =>
    stack.findLast((each) => functionsOf(each).includes(functionName)) ?? originalVersion;
  return {
    patches: [...taken.values()],
    refusals,
    stacks,
    versionAfter: (done, functionName) => topOf(stacks[done] ?? [], functionName),
    versionBelow: (done, functionName, patch) => {
      const stack = stacks[done] ?? [];
      return stack.includes(patch) ? topOf(stack.slice(0, stack.indexOf(patch)), functionName) : undefined;
    },
  };
}
