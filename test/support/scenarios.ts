import { parseScenario, printDiagnostic, type Scenario } from '../../src/scenario/index.js';

/** Parses the text of a scenario that is known to be well-formed. */
export function scenarioOf(text: string): Scenario {
  const parsed = parseScenario(text, 'test.yaml');
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(printDiagnostic).join('\n'));
  return parsed.value;
}

/** Two writers that take two locks, in the other order once the function is patched. */
export const lockOrder = scenarioOf(`
scenario: lock order
locks: [A, B]
functions:
  update:
    old: [lock A, lock B, unlock B, unlock A]
    new: [lock B, lock A, unlock A, unlock B]
syscalls:
  write: [call update]
tasks:
  writer: { kind: user, count: 2, runs: [write] }
`);

/** Something of everything that a mechanism deals with: nesting, sleep, a kernel thread, a hog, removal. */
export const everything = scenarioOf(`
scenario: everything
functions:
  outer: { old: [call inner], new: [call inner, call inner] }
  inner: { old: [], new: [sleep] }
syscalls:
  read: [call outer, sleep]
tasks:
  reader: { kind: user, runs: [read] }
  flusher: { kind: kthread, runs: [call inner, safe-point] }
  hog: { kind: cpu-hog }
patch: { removed: true }
`);

/** A kernel thread whose main loop is patched, and stays on its stack for ever. */
export const mainLoop = scenarioOf(`
scenario: main loop
functions:
  main_loop: { old: [loop: [safe-point, call work]], new: [loop: [safe-point, call work]] }
  work: { old: [], new: [] }
syscalls:
  read: [call work]
tasks:
  worker: { kind: kthread, runs: [call main_loop] }
  reader: { kind: user, runs: [read] }
`);

/** Tasks that enter the kernel once: whether they are migrated on the way in shows in what they run there. */
export const once = scenarioOf(`
scenario: once
functions:
  f: { old: [], new: [] }
syscalls:
  read: [call f]
tasks:
  reader: { kind: user, count: 2, runs: [read], repeat: once }
patch: { removed: true }
`);

/** One task that calls one patched function over and over, also after the patch is taken out again. */
export const again = scenarioOf(`
scenario: again
functions:
  f: { old: [], new: [] }
syscalls:
  read: [call f]
tasks:
  reader: { kind: user, runs: [read] }
patch: { removed: true }
`);
