/** The draft: what of the code a scenario keeps, and its text. */
export { type Draft, draftOf, draftWith } from './draft.js';
export { type PrintedDraft, printDraft } from './print.js';
export type { Root } from './roots.js';
