/** What is to be said of a fix: its draft, checked against itself first. */
export { type Assessment, askedOfDrafts, assess } from './assess.js';
export type { Finding, Judgement, Trust } from './judge.js';
