/** What a diff does to functions, what touches that, and what no old code knows of. */
export { type ChangedFunction, type Changes, changesBetween, type TextOf } from './changed.js';
export { contractOf, type MovedWork, movedWork, withContracts } from './contract.js';
export { type NewlyProtected, newlyProtected, reliedOn, sectionOf, withSections } from './protection.js';
export { type Relevance, relevanceOf } from './relevance.js';
export { type Version, World } from './world.js';
