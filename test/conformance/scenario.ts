import { scenarioOf } from '../support/scenarios.js';

/** Two functions of which one calls the other, tasks of both kinds, and a patch that is taken out again. */
export const nested = scenarioOf(`
scenario: nested calls
functions:
  outer: { old: [call inner], new: [call inner, call inner] }
  inner: { old: [], new: [] }
syscalls:
  read: [call outer]
tasks:
  reader: { kind: user, count: 2, runs: [read] }
  flusher: { kind: kthread, runs: [call inner, safe-point] }
patch: { removed: true }
`);
