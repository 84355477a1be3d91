import { reliedOn, sectionOf } from '../relate/index.js';
import type { Draft } from './draft.js';
import { type DraftLines, indented, plainLines } from './line.js';
import type { Root } from './roots.js';

const taskName = 'caller';

/** What leads into the draft from outside. */
export function syscallLines({ roots, protectingLocks }: Draft): DraftLines {
  return [
    ...roots.filter(({ task }) => task === 'user').flatMap(rootSyscall),
    ...protectingLocks.flatMap(otherOwnerLines),
  ];
}

/** Two of each: to mix the old and the new version of one function takes two tasks. */
export function taskLines({ roots, protectingLocks }: Draft): DraftLines {
  const user = roots.filter(({ task }) => task === 'user');
  const threads = roots.filter(({ task }) => task === 'kthread');
  const calls = [...user.map(syscallName), ...protectingLocks.map(otherOwner)];
  const callers =
    calls.length === 0
      ? []
      : [`${taskName}: { kind: user, count: ${user.length === 0 ? 1 : 2}, runs: [${calls.join(', ')}] }`];
  return [
    ...plainLines(...callers),
    ...threads.flatMap((root) => [
      ...plainLines(
        `${root.function}.thread:`,
        '  kind: kthread',
        ...(user.length === 0 && threads.length === 1 ? ['  count: 2'] : []),
        '  runs:',
      ),
      ...indented([...rootLines(root), ...plainLines('- safe-point')], 4),
    ]),
  ];
}

/** What whoever calls it has locked, and unlocks afterwards. */
function rootLines({ function: name, callersLocks, heldAfter }: Root): DraftLines {
  return [
    ...callersLocks.map((lock) => ({ text: `- lock ${lock}`, comment: 'held by whoever calls' })),
    ...plainLines(`- call ${name}`, ...heldAfter.map((lock) => `- unlock ${lock}`)),
  ];
}

function rootSyscall(root: Root): DraftLines {
  return [{ text: `${syscallName(root)}:`, comment: root.tables.join(', ') }, ...indented(rootLines(root))];
}

function syscallName({ function: name }: Root): string {
  return `calls-${name}`;
}

function otherOwner(lock: string): string {
  return `others-with-${lock}`;
}

/** Code that is not patched and takes the lock excludes the new code, and not the old code. */
function otherOwnerLines(lock: string): DraftLines {
  return [
    {
      text: `${otherOwner(lock)}:`,
      comment: 'whoever else takes it, and relies on it as soon as the new version does',
    },
    ...indented(
      plainLines(
        `- lock ${lock}`,
        `- if: ${reliedOn(lock)} = yes`,
        '  then:',
        `    - set ${sectionOf(lock)} new`,
        `    - assert ${sectionOf(lock)} = new`,
        `    - set ${sectionOf(lock)} free`,
        `- unlock ${lock}`,
      ),
    ),
  ];
}
