import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { InputError } from '../../scenario/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { write, writeOutputFile } from '../output.js';

export const command: CommandModule = {
  name: 'init',
  description: 'Write a first scenario, with comments.',
  builder: (command: Command) => command.argument('[file]', 'where to', 'scenario.yaml'),
  async handler(file: string) {
    if (existsSync(file))
      throw new InputError([
        { file, code: 'unwritable-file', message: 'is there already, and is left as it is' },
      ]);
    await writeOutputFile(file, firstScenario);
    await write(process.stdout, `wrote ${file}\nnow try: klpcheck check ${file}\n`);
    return exitCode.success;
  },
};

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

# What is assumed of the long run besides what always is: steps that are taken sooner or later, if they can be all the
# time (weak) or again and again (strong). And what you ask of it, in linear temporal logic.
# fairness: { weak: [enters-kernel(writer)] }
# properties: { served: '[] (waits-for(writer.1, B) -> <> holds(writer.1, B))' }

# What you expect, by model and property: then the check succeeds exactly when it is so. "others" stands for all that
# are not named. Without this, the check fails where anything is violated.
expect:
  simple: { deadlock-freedom: holds, convergence: holds, non-interference: violated, others: not-violated }
  # Two writers can take turns in the function, so that no attempt finds nobody in it.
  kpatch: { deadlock-freedom: holds, convergence: violated, non-interference: violated, others: not-violated }
  'null':
    deadlock-freedom: violated
    global-consistency: violated
    atomic-switch: violated
    no-starvation: violated
    others: not-violated
  naive:
    deadlock-freedom: violated
    function-consistency: violated
    stack-consistency: violated
    global-consistency: violated
    atomic-switch: violated
    lock-discipline: violated
    unload-safety: violated
    no-starvation: violated
    others: not-violated
  others:
    deadlock-freedom: violated
    global-consistency: violated
    atomic-switch: violated
    convergence: violated
    no-starvation: violated
    non-interference: violated
    others: not-violated
`;
