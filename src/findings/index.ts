/** What a static look at a live patch finds: what no search is needed for, after kpatch's guide for authors. */
export type { ChangedData, ChangedFunction, PatchFacts } from './facts.js';
export type { FindingsRequest, Place, StaticFinding } from './finding.js';
export { staticFindings } from './findings.js';
export { printFindings } from './print.js';
export { explanationOf, type FindingRule, ruleDescriptions, type Severity } from './rules.js';
