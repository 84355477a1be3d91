import type { HistoricalBug, NotFound } from './bug.js';

/** Of kernels that have no repair. */
export const openBugs: readonly HistoricalBug[] = [
  {
    name: 'A task dies in a function of a patch that is replaced',
    commits: [],
    repaired: 'no kernel: it is open in 7.3',
    source: 'Yafang Shao, January 2025, with a crash dump, which Petr Mladek confirmed',
    happens:
      'release_task() takes a dying task off the task list amid do_exit(), which is patched. No round sees it any more; the patch is replaced, its code is freed, and the task returns into that.',
    repair:
      'None is merged. Beside it stands a task that leaves the list only when it has left the function, which no kernel does.',
    modelled:
      'A patch that is only disabled is saved by unregister_ftrace_function(), which waits for dying tasks too (Tasks-RCU). Here a patch is replaced, and nothing waits.',
    property: 'unload-safety',
    buggy: { scenario: 'dying-task', model: 'klp' },
    repairedAs: { scenario: 'bugs/released-last', model: 'klp' },
  },
  {
    name: 'A walk over klp_ops without a lock comes by an entry that is not whole',
    commits: [],
    repaired: 'no kernel: nobody has reported it',
    source:
      'by reading klp_patch_func() and klp_find_ops() in Linux 6.1, and what is told of the self-switch since 6.4',
    happens:
      'Amid a transition into a patch, a module that some patch covers is loaded. klp_patch_func() puts a new entry into klp_ops, and then initialises its func_stack. A task that looks at its own stack holds no mutex, walks over the list, and takes the first function of that entry.',
    repair: 'The func_stack is initialised before the entry is put into the list.',
    modelled:
      'A hypothesis. What is searched is the order of two stores, as it stands in the source, against a reader without a lock; not a kernel, and not what the reader does with what it finds. Entries that are removed are left out.',
    property: 'data-compatibility',
    buggy: { scenario: 'bugs/ops-listed-early', model: 'klp' },
    repairedAs: { scenario: 'bugs/ops-listed-late', model: 'klp' },
  },
  {
    name: 'A patch is forced on top of another, and a third one replaces both',
    commits: [],
    repaired: 'no kernel: nobody has reported it',
    source: 'by reading klp_force_transition() and klp_check_stack_func() in Linux 6.1',
    happens:
      'A task sleeps in a function of the first patch when the second, which replaces nothing, is forced. Since 5.18 (2957308343fa) that keeps no module. For the third patch, only the function of the second is looked for on stacks; when it has replaced both, the code of the first is freed, to which the task returns.',
    repair:
      'None. Beside it stands what was done until 5.17: whoever forces a patch keeps the modules of all of them.',
    modelled:
      'A hypothesis: what the model shows of the protocol as it was read, and not a kernel. The documentation of force warns that it is for whoever knows what it does.',
    property: 'unload-safety',
    buggy: { scenario: 'bugs/forced-below', model: 'klp:force=yes' },
    repairedAs: { scenario: 'bugs/forced-below', model: 'klp:force=keeps-all' },
  },
];

export const notFound: readonly NotFound[] = [
  {
    name: 'A transition is turned round while a task looks at its own stack',
    source: 'Petr Mladek, February 2023, in the review of e3ff7c609f39',
    thought:
      'If the target is turned round before the flags are cleared, a task looks for half of the functions by one rule, and for the other half by the other.',
    because:
      'A task that has the flag has not switched, so that it is on no side of the target that it could come to by mistake: if the target turns, it is where it should be. It turns once at most in the section, because the wait comes before the next time.',
    question: {
      scenario: 'bugs/reversed-amid-a-check',
      model: 'klp:kernel=6.4:steps=fine:reversals=twice:bug=reverse-turns-first',
    },
    sound: { scenario: 'bugs/reversed-amid-a-check', model: 'klp:kernel=6.4:steps=fine:reversals=twice' },
  },
];
