import { reliedOn, sectionOf } from '../relate/index.js';
import type { Draft, DraftFunction } from './draft.js';
import type { Root } from './roots.js';
import { indented, keyedBody } from './statement-lines.js';

/** What the head of a draft says of where it comes from. */
export interface DraftSource {
  readonly title: string;
  readonly source: string;
  /** By function: the file that defines it. */
  readonly fileOf: (name: string) => string;
  /** What was assumed, a sentence each. */
  readonly assumptions: readonly string[];
}

/** Variables, tasks and system calls of a scenario are named apart from functions. */
const taskName = 'caller';

/** The text of a draft: a scenario file, with where in C each statement comes from. */
export function printDraft(draft: Draft, source: DraftSource): string {
  const { roots } = draft;
  return `${[
    '# A draft by klpcheck extract. Behind each statement stands where it comes from: of the old file in an old body,',
    '# of the new file in a new one.',
    ...(source.assumptions.length === 0
      ? []
      : ['# It assumes:', ...source.assumptions.map((each) => `# - ${each}`)]),
    `scenario: ${JSON.stringify(source.title)}`,
    `source: ${JSON.stringify(source.source)}`,
    ...section(
      'locks',
      [...draft.locks].map(([name, kind]) => `${name}: ${kind}`),
    ),
    ...(draft.events.length === 0 ? [] : [`events: [${draft.events.join(', ')}]`]),
    ...section('data', dataLines(draft)),
    ...section(
      'functions',
      draft.functions.flatMap((each) => functionLines(each, source.fileOf(each.name))),
    ),
    ...section('syscalls', [
      ...roots.filter(({ task }) => task === 'user').flatMap(syscallLines),
      ...draft.protectingLocks.flatMap(otherOwnerLines),
    ]),
    ...section('tasks', taskLines(draft)),
  ].join('\n')}\n`;
}

function section(key: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...indented(lines)];
}

function dataLines({ protectingLocks, contracts, conditions }: Draft): readonly string[] {
  return [
    ...protectingLocks.flatMap((lock) => [
      `${sectionOf(lock)}: [free, old, new] # which version stands in what only the new one locks`,
      `${reliedOn(lock)}: [no, yes] # whether the new version has locked it`,
    ]),
    ...contracts.map(
      (name) => `${name}: { values: [none, old, new], per: task } # which version of the caller it is in`,
    ),
    ...conditions.map(({ name, text }) => `${name}: { values: [no, yes], per: task } # ${text}`),
  ];
}

function functionLines(
  { name, bodies, isPatched, signature }: DraftFunction,
  file: string,
): readonly string[] {
  const place = (line: number): string => `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
  const lines = (key: string, body: DraftFunction['bodies']['old']): readonly string[] => {
    const chosen = (body?.conditions ?? []).map(
      ({ name: condition }) => `- either: [[set ${condition} no], [set ${condition} yes]]`,
    );
    const [head = '', ...rest] = keyedBody(key, body?.steps ?? [], place);
    if (chosen.length === 0) return [head, ...rest];
    return [`${key}:`, ...indented(chosen), ...rest];
  };
  if (!isPatched) return lines(name, bodies.new ?? bodies.old);
  return [
    `${name}: # ${file}`,
    ...indented([
      ...lines('old', bodies.old),
      ...lines('new', bodies.new),
      ...(signature
        ? [`signature: { old: ${JSON.stringify(signature.old)}, new: ${JSON.stringify(signature.new)} }`]
        : []),
    ]),
  ];
}

/** What whoever calls it has locked, and unlocks afterwards. */
function rootLines({ function: name, callersLocks, heldAfter }: Root): readonly string[] {
  return [
    ...callersLocks.map((lock) => `- lock ${lock} # held by whoever calls`),
    `- call ${name}`,
    ...heldAfter.map((lock) => `- unlock ${lock}`),
  ];
}

function syscallLines(root: Root): readonly string[] {
  const where = root.tables.length > 0 ? ` # ${root.tables.join(', ')}` : '';
  return [`${syscallName(root)}:${where}`, ...indented(rootLines(root))];
}

function syscallName({ function: name }: Root): string {
  return `calls-${name}`;
}

function otherOwner(lock: string): string {
  return `others-with-${lock}`;
}

/** Code that is not patched and takes the lock excludes the new code, and not the old code. */
function otherOwnerLines(lock: string): readonly string[] {
  return [
    `${otherOwner(lock)}: # whoever else takes it, and relies on it as soon as the new version does`,
    ...indented([
      `- lock ${lock}`,
      `- if: ${reliedOn(lock)} = yes`,
      '  then:',
      `    - set ${sectionOf(lock)} new`,
      `    - assert ${sectionOf(lock)} = new`,
      `    - set ${sectionOf(lock)} free`,
      `- unlock ${lock}`,
    ]),
  ];
}

/** Two of each: to mix the old and the new version of one function takes two tasks. */
function taskLines({ roots, protectingLocks }: Draft): readonly string[] {
  const user = roots.filter(({ task }) => task === 'user');
  const threads = roots.filter(({ task }) => task === 'kthread');
  const calls = [...user.map(syscallName), ...protectingLocks.map(otherOwner)];
  return [
    ...(calls.length === 0
      ? []
      : [`${taskName}: { kind: user, count: ${user.length === 0 ? 1 : 2}, runs: [${calls.join(', ')}] }`]),
    ...threads.flatMap((root) => [
      `${root.function}.thread:`,
      '  kind: kthread',
      ...(user.length === 0 && threads.length === 1 ? ['  count: 2'] : []),
      '  runs:',
      ...indented([...rootLines(root), '- safe-point'], 4),
    ]),
  ];
}
