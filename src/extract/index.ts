/** From a diff and the C that it changes to a scenario: a draft, with what it assumes. */
export type { Assumption, AssumptionKind } from './assumptions.js';
export type { PrintedDraft } from './draft/index.js';
export { type Extraction, type ExtractRequest, extract } from './extract.js';
export { noOverrides, type Overrides, parseOverrides } from './overrides.js';
export type { ReadSource } from './sources.js';
