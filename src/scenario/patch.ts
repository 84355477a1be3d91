/* What a patch has besides functions, and what they may be in. */

/**
 * When a callback of a patch is run: before its functions are redirected, when all tasks are in them, before it is disabled, when all
 * tasks are out of them again. In the kernel `struct klp_callbacks` (`include/linux/livepatch.h`).
 */
export const callbackNames = ['pre-patch', 'post-patch', 'pre-unpatch', 'post-unpatch'] as const;
export type CallbackName = (typeof callbackNames)[number];

/** A module of the kernel, which tasks load and unload. */
export interface ModuleDeclaration {
  readonly name: string;
  /** The functions whose code is in it; of those that are patched, the old code. */
  readonly functions: readonly string[];
  /** Whether it is loaded at first. */
  readonly isLoaded: boolean;
}

/** What an earlier patch is to this one: this one stands above it, or takes its place (atomic replace). */
export const earlierPatches = ['stacked', 'replaced'] as const;
export type EarlierPatch = (typeof earlierPatches)[number];
