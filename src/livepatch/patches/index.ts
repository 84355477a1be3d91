/** Several patches: what a model does with one, for each of them. */
export { mechanismOfSeveral } from './several.js';
