import type { HistoricalBug } from './bug.js';

/** Around the transition: who holds which lock, and what stands in data then. Each is a scenario, whatever the model. */
export const lockBugs: readonly HistoricalBug[] = [
  {
    name: 'A module is there, and the notifier has not come to it',
    commits: [],
    repaired: '4.0',
    source: 'Petr Mladek, 2015, "livepatch: Fix subtle race with coming and going modules"',
    happens:
      "The notifier took the mutex only while it ran. Between a module's being listed and that, a second patch is enabled and applied to the module; the notifier then applies the first on top of it.",
    repair:
      'The notifier says under the mutex that the module is alive ("klp_alive"); until then nobody takes it for loaded.',
    modelled: 'As plain data under a lock: the order of the func_stack. Modules that go are left out.',
    property: 'data-compatibility',
    buggy: { scenario: 'bugs/module-visible-early', model: 'klp' },
    repairedAs: { scenario: 'bugs/module-alive', model: 'klp' },
  },
  {
    name: 'The text of a module is read-only while it is written to',
    commits: ['9f255b632bf1'],
    repaired: '5.2',
    source: 'Josh Poimboeuf, 2019',
    happens:
      'While a patch writes relocations, ftrace makes all text writable for itself, and read-only again: the next relocation faults.',
    repair: 'Both take text_mutex.',
    modelled: 'Locks and data only.',
    property: 'data-compatibility',
    buggy: { scenario: 'bugs/text-unlocked', model: 'klp' },
    repairedAs: { scenario: 'bugs/text-locked', model: 'klp' },
  },
  {
    name: 'Two locks are taken in two orders',
    commits: ['d5b844a2cf50'],
    repaired: '5.2',
    source: 'Petr Mladek, 2019: what the repair above brought about',
    happens:
      'ftrace holds text_mutex and waits for the lock against CPU hotplug, to stop the machine; register_kprobe() holds that one and waits for text_mutex.',
    repair: 'ftrace on x86 does not stop the machine, and takes no second lock.',
    modelled: 'Locks and data only.',
    property: 'deadlock-freedom',
    buggy: { scenario: 'bugs/text-locked-in-two-orders', model: 'klp' },
    repairedAs: { scenario: 'bugs/text-locked', model: 'klp' },
  },
  {
    name: 'A file of sysfs is removed by who holds the mutex that its writer waits for',
    commits: ['958ef1e39d24'],
    repaired: '5.1',
    source: 'Petr Mladek, 2019',
    happens: 'To remove the file is to wait for its writers; a writer to "enabled" waits for klp_mutex.',
    repair: 'A work item frees the patch, without the mutex.',
    modelled: 'Locks only: the active reference of the one writer is a lock.',
    property: 'deadlock-freedom',
    buggy: { scenario: 'bugs/sysfs-removed-inside', model: 'klp' },
    repairedAs: { scenario: 'bugs/sysfs-removed-outside', model: 'klp' },
  },
  {
    name: 'An error path keeps the mutex',
    commits: ['50a0f3f55e38'],
    repaired: '5.17',
    source: 'Yang Yingliang, December 2021: a fault of 5ef3dd20555e',
    happens:
      'klp_enable_patch() refuses a patch and returns with klp_mutex held: the next operation waits for ever.',
    repair: 'The mutex is released on that way out too.',
    modelled:
      'Locks only. The other faults of error paths, which call a callback too many, are not modelled.',
    property: 'deadlock-freedom',
    buggy: { scenario: 'bugs/enabled-with-an-error', model: 'klp' },
    repairedAs: { scenario: 'bugs/enabled-with-an-error-handled', model: 'klp' },
  },
  {
    name: 'A message is printed with the lock of a run queue held',
    commits: [],
    repaired: '2019',
    source: 'Petr Mladek, 2019, two patches',
    happens: 'To print may wake a task, and to wake one is to take that lock.',
    repair: 'The message is kept, and printed when the lock is released.',
    modelled: 'Locks only.',
    property: 'deadlock-freedom',
    buggy: { scenario: 'bugs/printed-under-rq-lock', model: 'klp' },
    repairedAs: { scenario: 'bugs/printed-after-rq-lock', model: 'klp' },
  },
];
