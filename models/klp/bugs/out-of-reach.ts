import type { OutOfReach } from './bug.js';

export const outOfReach: readonly OutOfReach[] = [
  {
    name: 'A symbol that is unique goes by position 0 and by position 1, and is patched twice',
    commits: ['139560e8b973'],
    repaired: '6.19',
    lacks: 'names of symbols; nothing concurrent is in it',
  },
  {
    name: 'Relocations of a module that has gone are not cleared, and it is refused when it comes again',
    commits: ['0c05e7bd2d01'],
    repaired: '6.3',
    lacks: 'relocations; nothing concurrent is in it',
  },
  {
    name: 'A round that prints much holds the lock of the task list, for which others spin with interrupts off',
    commits: [],
    repaired: 'open in 7.3',
    lacks: 'time, and interrupts that are off',
  },
  {
    name: 'ftrace has trampolines of live patching and of BPF on one function',
    commits: ['56b3c85e153b'],
    repaired: 'not looked up',
    lacks: 'how ftrace combines its users',
  },
  {
    name: 'A compiler tool emits wrong data for the unwinder, so that no stack of a kernel thread is reliable',
    commits: [],
    repaired: 'a backport in 5.4.250 brought it',
    lacks: 'an unwinder; what comes of it is klp:kernel=no-stack',
  },
];
