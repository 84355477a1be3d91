import type { HistoricalBug } from './bug.js';

const fine = 'klp:steps=fine';

/** Of the transition itself: each is a variant of the model. */
export const transitionBugs: readonly HistoricalBug[] = [
  {
    name: 'A child keeps a flag that was copied early',
    commits: ['747f7a290117'],
    repaired: '6.1',
    source: 'Rik van Riel, 2022',
    happens:
      'fork() copies the flags of the parent, and much later its state. Between the two the parent may switch, or get its flag. A child that has switched and has the flag is passed over by every round; when the patch is disabled, it switches by that stale flag before it should, enters the new code as a task that counts as unpatched, and the code is freed.',
    repair: 'Flag and state are copied together, under the lock of the task list.',
    property: 'unload-safety',
    buggy: { scenario: 'fork', model: 'klp:bug=fork-flag' },
    repairedAs: { scenario: 'fork', model: 'klp' },
  },
  {
    name: 'RCU does not watch those that it should wait for',
    commits: ['842c08846420'],
    repaired: '4.13',
    source: 'Petr Mladek, 2017',
    happens:
      'To wait for whoever is amid a switch, the patcher waited for RCU. On the way to user space, and in the idle loop, RCU takes no notice of a task: the wait ends while a task has read the target and not yet written its state. It writes that when the transition has turned round and is finished.',
    repair: 'The wait runs a work item on each CPU, so that nobody is exempt.',
    modelled:
      'The wait passes by whoever is amid its switch on the way to user space. Idle tasks, of which the same is true, are not modelled.',
    property: 'unload-safety',
    buggy: { scenario: 'docs/barriers/one-sleeper', model: `${fine}:bug=rcu-not-watching` },
    repairedAs: { scenario: 'docs/barriers/one-sleeper', model: fine },
  },
  {
    name: 'A busy kernel thread is never found off its CPU',
    commits: ['e3ff7c609f39', '383439d3d400', '05bfb338fa8d'],
    repaired: '6.4',
    source: 'Josh Poimboeuf, 2023; Seth Forshee and Song Liu before',
    happens: 'A thread that never sleeps is on its CPU whenever a round comes: the transition never ends.',
    repair:
      'The thread looks at its own stack in cond_resched(), and switches itself if nothing there is in the way.',
    modelled:
      'Since 6.16 threads do that where they sleep freezably, and this one is waited for again under klp.',
    property: 'convergence',
    buggy: { scenario: 'busy-thread', model: 'klp:kernel=4.12' },
    repairedAs: { scenario: 'busy-thread', model: 'klp:kernel=6.4' },
  },
  {
    name: 'A busy kernel thread is switched without a look at its stack',
    commits: [],
    repaired: 'no kernel: it was never merged',
    source: 'Seth Forshee, January 2023: tried first, and rejected by its author',
    happens:
      'The thread is switched in its loop, though the loop function itself is patched: the old one calls new ones.',
    repair: 'It looks at its stack, as e3ff7c609f39 does.',
    property: 'stack-consistency',
    buggy: { scenario: 'busy-thread', model: 'klp:kernel=6.4:bug=unchecked-self-switch' },
    repairedAs: { scenario: 'busy-thread', model: 'klp:kernel=6.4' },
  },
  {
    name: 'All who look at stacks share one array',
    commits: ['e92606fa172f'],
    repaired: '6.4, before it could happen',
    source: 'Josh Poimboeuf, 2023',
    happens:
      'Two threads look at their own stacks at once, and one overwrites what the other is looking through: a thread in an old function finds nothing in its way, and calls a new one from there.',
    repair: 'Each CPU has an array of its own.',
    modelled:
      'What stands in the array is whether an old and whether a new function is among it. The rounds use it too; here they do not.',
    property: 'stack-consistency',
    buggy: {
      scenario: 'bugs/stack-entries-shared',
      model: 'klp:kernel=6.4:steps=fine:bug=shared-stack-entries',
    },
    repairedAs: { scenario: 'bugs/stack-entries-shared', model: 'klp:kernel=6.4:steps=fine' },
  },
  {
    name: 'A CPU is idle all the time',
    commits: ['5de62ea84abd'],
    repaired: '5.16',
    source: 'Peter Zijlstra, after Vasily Gorbik, 2021',
    happens: 'An idle task is on its CPU, and comes to where it switches only when something wakes the CPU.',
    repair: 'A round that finds it so kicks the CPU.',
    modelled:
      'The idle task is written as a task in user space that computes: nothing of the patch is on its stack, it is always on its CPU, and it switches when it is interrupted. The kick is the fake signal, so that to leave out the one is to leave out the other.',
    property: 'convergence',
    buggy: { scenario: 'bugs/idle-cpu', model: 'klp:wake=nobody' },
    repairedAs: { scenario: 'bugs/idle-cpu', model: 'klp' },
  },
  {
    name: 'A virtual CPU is signalled, and enters its guest again',
    commits: ['3e684903a857'],
    repaired: '5.19',
    source: 'Seth Forshee, Petr Mladek, May 2022, taken in June; broken by 8df1947c71ee (5.13)',
    happens:
      'The notification is answered within the loop that enters the guest: the task never comes to user space, where it would switch.',
    repair: 'The notification leads out of the loop, over the boundary.',
    modelled: 'The loop asks signal_pending(), or does not.',
    property: 'convergence',
    buggy: { scenario: 'vcpu', model: 'klp' },
    repairedAs: { scenario: 'bugs/vcpu-signal-pending', model: 'klp' },
  },
  {
    name: 'What was forced away is freed',
    commits: ['2957308343fa'],
    repaired: '5.18 (the opposite fault)',
    source: 'Chengming Zhou, 2022',
    happens:
      'Everybody counts as switched, a task still sleeps in the code, and its module is freed. The kernel pins it. What 2957308343fa repaired is that it pinned too much: all patches, when one was forced in.',
    repair: 'The module of a patch that was forced is never put.',
    modelled:
      'That too much is pinned breaks no property here. What is searched is the fault on the other side.',
    property: 'unload-safety',
    buggy: { scenario: 'bugs/forced-away', model: 'klp:force=yes:bug=force-unpinned' },
    repairedAs: { scenario: 'bugs/forced-away', model: 'klp:force=yes' },
  },
  {
    name: 'Patches that were enabled without a transition stand below one that has one',
    commits: ['d0807da78e11'],
    repaired: '4.16',
    source: 'Miroslav Benes, January 2018',
    happens:
      'Two patches with the flag "immediate" change a function, and a task sleeps in what the first has made of it. For a third patch, only what is next below it is looked for on stacks, which is that of the second: the task is switched, and calls new functions from the first patch\'s.',
    repair:
      'There are no immediate patches any more: each patch has waited for whoever is in what is below it.',
    modelled:
      'Two patches do as well: what is next below the second is that of the first, and a task may sleep in the original.',
    property: 'stack-consistency',
    buggy: { scenario: 'bugs/immediate-below', model: 'klp:kernel=4.12:immediate=below' },
    repairedAs: { scenario: 'bugs/immediate-below', model: 'klp:kernel=4.12' },
  },
  {
    name: 'A module goes, and a patch finds it after the notifier',
    commits: [],
    repaired: '4.0',
    source: 'Petr Mladek, 2015, "livepatch: Fix subtle race with coming and going modules"',
    happens:
      'The notifier has let go of a module that is unloaded. Its code is in memory still, and the module is found: a patch that is enabled now puts functions on it. Then the code is freed.',
    repair:
      'The notifier says under the mutex whether the module is alive ("klp_alive"), and nobody else takes it for loaded.',
    modelled:
      'One patch, so that the order of two is no matter here. A module that comes is patched twice without klp_alive, by whoever enables a patch and by the notifier: scenarios/callbacks/module-leaves.yaml.',
    property: 'no-warning',
    buggy: { scenario: 'bugs/module-goes', model: 'klp:bug=module-not-alive' },
    repairedAs: { scenario: 'bugs/module-goes', model: 'klp' },
  },
];
