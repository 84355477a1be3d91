import { existsSync } from 'node:fs';
import { InputError } from '../scenario/index.js';
import { write, writeOutputFile } from './output.js';

/** Writes a commented first scenario. @throws InputError when the file is there already */
export async function initCommand(file: string): Promise<void> {
  if (existsSync(file)) throw new InputError([{ file, message: 'is there already, and is left as it is' }]);
  await writeOutputFile(file, firstScenario);
  await write(process.stdout, `wrote ${file}\nnow try: klpcheck check ${file}\n`);
}

const firstScenario = `# yaml-language-server: $schema=./node_modules/klpcheck/docs/schema/scenario.schema.json
scenario: my first live patch
summary: The patch changes the order in which two locks are taken.

# What tasks share. Locks are held by one task at most.
locks: [A, B]

# A patched function has an old and a new body; any other has one.
# Statements: call F, lock L, unlock L, sleep [uninterruptible], wait E, wake E, set D V, assert D = V,
# increment D, decrement D, { if: D = V, then: [], else: [] }, { either: [[], []] }, { loop: [] }, { forever: [] },
# { trylock: L, then: [], else: [] }, safe-point, return.
functions:
  update:
    old: [lock A, lock B, unlock B, unlock A]
    new: [lock B, lock A, unlock A, unlock B]

# What a system call does between its entry to the kernel and its exit from it.
syscalls:
  write: [call update]

# Who runs: user tasks, kernel threads (kthread), tasks that never leave user space (cpu-hog), signallers.
tasks:
  writer: { kind: user, count: 2, runs: [write] }

# What you expect, by model and property: then the check succeeds exactly when it is so. "others" stands for all that
# are not named. Without this, the check fails where anything is violated.
expect:
  simple: { deadlock-freedom: holds, others: not-violated }
  kpatch: { deadlock-freedom: holds, others: not-violated }
  naive:
    deadlock-freedom: violated
    function-consistency: violated
    stack-consistency: violated
    global-consistency: violated
    atomic-switch: violated
    lock-discipline: violated
    unload-safety: violated
    others: not-violated
  others:
    deadlock-freedom: violated
    global-consistency: violated
    atomic-switch: violated
    others: not-violated
`;
