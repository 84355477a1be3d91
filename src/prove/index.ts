/** Certificates of what a search has found. */
export { codeDigest } from './code-digest.js';
export { type Provenance, type ProvenColumn, proveColumn } from './prove-column.js';
export { Survey } from './survey.js';
