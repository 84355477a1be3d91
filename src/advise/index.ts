/** What to do about a patch that does harm: models under which it does none, changes that take the harm from it, and what suffices for it. */
export {
  type Advice,
  type AdviceReport,
  type AdviseOptions,
  type AdviseRequest,
  advise,
  type SafeModel,
} from './advise.js';
export { type Edit, editText } from './edit-text.js';
export type { Harm } from './harm.js';
export { type Minimal, type MinimiseOptions, type MinimiseRequest, minimise, sizeOf } from './minimise.js';
export { type Change, type Remedy, remediesFor } from './remedies.js';
