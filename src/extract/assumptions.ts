import type { Draft } from './draft/index.js';
import { allSteps } from './lower/index.js';
import type { Changes, World } from './relate/index.js';
import type { Sources } from './sources.js';

/** Something that a draft takes for true and that nobody has said. The first of a list are those on which most depends. */
export interface Assumption {
  readonly kind: AssumptionKind;
  /** A sentence, for people. */
  readonly text: string;
}

export type AssumptionKind =
  | 'callers'
  | 'locks-of-callers'
  | 'sections'
  | 'contract'
  | 'meaning'
  | 'unlocked'
  | 'aliasing'
  | 'unread'
  | 'result'
  | 'branches';

interface Material {
  readonly draft: Draft;
  readonly changes: Changes;
  readonly old: World;
  readonly now: World;
  readonly sources: Sources;
}

export function assumptionsOf(material: Material): readonly Assumption[] {
  return [callers, contracts, meanings, sections, unlocked, aliasing, results, unread, branches].flatMap(
    (each) => each(material),
  );
}

type Maker = (material: Material) => readonly Assumption[];

const callers: Maker = ({ draft: { roots } }) =>
  roots.flatMap(({ function: name, tables, callers: outside, callersLocks }): readonly Assumption[] => [
    {
      kind: 'callers',
      text: name.startsWith('callers-of.')
        ? `who calls ${name.slice('callers-of.'.length)} stands in no file of the diff, and is replaced too`
        : tables.length > 0
          ? `${name} is called through ${tables.join(', ')}, by several tasks at a time`
          : outside.length > 0
            ? `${name} is called by ${listed(outside)}, by several tasks at a time`
            : `who calls ${name} stands in no file of the diff: several tasks do at a time`,
    },
    ...callersLocks.map(
      (lock): Assumption => ({ kind: 'locks-of-callers', text: `whoever calls ${name} holds ${lock}` }),
    ),
  ]);

const contracts: Maker = ({ draft: { context } }) =>
  context.moved.map(({ work, caller, callee, towards }) => ({
    kind: 'contract',
    text:
      towards === 'caller'
        ? `${work} is done by ${caller} now, and was done by ${callee}: between an old one and a new one it would be done twice or never`
        : `${work} is done by ${callee} now, and was done by ${caller}: between an old one and a new one it would be done twice or never`,
  }));

const counterCall = /\b(?:atomic\w*|refcount\w*|kref\w*|percpu_counter\w*)\s*\(\s*&?([^,()]+?)\s*[,)]/g;

/** A counter that is counted in another way may mean something else. No model of consistency helps there. */
const meanings: Maker = ({ changes, sources }) => {
  const touched = new Map<string, Set<string>>();
  for (const { name, old, new: after, oldChanged, newChanged } of changes.patched.values())
    for (const [lines, changed] of [
      [sources.oldLines.get(old.file), oldChanged],
      [sources.newLines.get(after.file), newChanged],
    ] as const)
      for (const line of changed)
        for (const [, counter = ''] of (lines?.[line - 1] ?? '').matchAll(counterCall)) {
          const field = /(\w+)$/.exec(counter)?.[1] ?? counter;
          touched.set(field, (touched.get(field) ?? new Set()).add(name));
        }
  return [...touched].map(([field, functions]) => ({
    kind: 'meaning',
    text: `${listed([...functions])} count ${field} in another way: what it means stays the same, or a person must say what it means`,
  }));
};

const sections: Maker = ({ draft: { context } }) =>
  context.protections.map(({ lock, function: name, oldLines, insteadOf }) => ({
    kind: 'sections',
    text: `what ${name} does at ${lines(oldLines)} of the old file needs ${lock}, which only the new version takes there${insteadOf.size === 0 ? '' : `, instead of ${listed([...insteadOf])}`}`,
  }));

const unlocked: Maker = ({ draft: { context }, changes, old }) => {
  const found = new Set<string>();
  for (const { name, oldChanged } of changes.patched.values())
    for (const step of allSteps(old.stepsOf(name)))
      if (step.kind === 'lock' && oldChanged.has(step.at.line) && context.relevance.locks.has(step.lock))
        found.add(
          `${name} takes ${step.lock} in another way: where it does not hold it any more, it does not need it`,
        );
  return [...found].map((text) => ({ kind: 'unlocked', text }));
};

const aliasing: Maker = ({ draft: { locks } }) => {
  const members = [...locks.keys()].filter(
    (name) => !name.includes('.of.') && (name.includes('.') || name.endsWith('_lock')),
  );
  return members.length === 0
    ? []
    : [{ kind: 'aliasing', text: `all tasks mean the same object: there is one ${listed(members)}` }];
};

const results: Maker = ({ draft: { unnoticed } }) =>
  [...unnoticed].map(([name, differences]) => ({
    kind: 'result',
    text: `nobody uses what ${name} returns (${differences.join('; ')})`,
  }));

const unread: Maker = ({ changes, sources, draft }) => [
  ...[...sources.unread].map(
    ([file, why]): Assumption => ({ kind: 'unread', text: `${file} changes nothing that matters: ${why}` }),
  ),
  ...[...changes.patched.values()]
    .filter(({ old, new: after }) => old.hasError || after.hasError)
    .map(
      ({ name }): Assumption => ({
        kind: 'unread',
        text: `a part of ${name} could not be parsed, and does nothing that matters`,
      }),
    ),
  ...draft.functions
    .filter(({ bodies }) => bodies.old?.isTooTangled || bodies.new?.isTooTangled)
    .map(
      ({ name }): Assumption => ({
        kind: 'unread',
        text: `${name} jumps too much to be drafted, and does nothing that matters`,
      }),
    ),
  ...(sources.fuzz > 0 ? [{ kind: 'unread', text: `the diff fits with fuzz ${sources.fuzz}` } as const] : []),
];

const branches: Maker = ({ draft }) => {
  const hasChoice = draft.functions.some(({ bodies }) =>
    [bodies.old, bodies.new].some((body) =>
      [...allSteps(body?.steps ?? [])].some(({ kind }) => kind === 'choice'),
    ),
  );
  return hasChoice
    ? [{ kind: 'branches', text: 'where the code asks for something, either answer is possible at any time' }]
    : [];
};

function listed(names: readonly string[]): string {
  const most = 4;
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

function lines(numbers: ReadonlySet<number>): string {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.length === 1 ? `line ${sorted[0]}` : `lines ${sorted[0]} to ${sorted.at(-1)}`;
}
