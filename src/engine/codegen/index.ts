/** JavaScript for the steps of a system, as data. */
export { type GeneratedProgram, generate } from './generate.js';
export { openBits } from './open-predicates.js';
export { SystemTooLargeError } from './too-large.js';
