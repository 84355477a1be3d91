/** Unified diffs: which files they change, and those files before and after. */
export { type BothTexts, bothTexts, type Direction } from './apply.js';
export { aboutPatch, type FileChange, parseChanges } from './patch.js';
