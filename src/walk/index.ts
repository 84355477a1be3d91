/** Walks by hand, step by step, in the reference interpreter. */
export {
  type Choice,
  choicesOf,
  choose,
  follow,
  printPath,
  startWalk,
  undo,
  type Walk,
  type WalkStep,
  walkAlong,
} from './walk.js';
