import type { PatchFacts } from '../findings/index.js';
import { InputError } from '../scenario/index.js';
import { type Assumption, assumptionsOf } from './assumptions.js';
import { aboutPatch, type Direction, parseChanges } from './diff/index.js';
import { type Draft, draftOf, draftWith, type PrintedDraft, printDraft } from './draft/index.js';
import { allSteps, type KernelTable, kernelTable } from './lower/index.js';
import { noOverrides, type Overrides, refuseStale } from './overrides.js';
import { patchFactsOf } from './patch-facts.js';
import { type Changes, changesBetween, World } from './relate/index.js';
import { type ReadSource, readSources, type Sources } from './sources.js';

export interface ExtractRequest {
  readonly patch: string;
  /** What the patch is called in messages. */
  readonly patchName: string;
  readonly read: ReadSource;
  readonly overrides?: Overrides;
}

/** A scenario that was drafted from a diff, and what is to be known about it. */
export interface Extraction extends PrintedDraft {
  readonly draft: Draft;
  readonly changes: Changes;
  /** What a static look at the patch is given, and the new text of each file that it changes. */
  readonly facts: PatchFacts;
  readonly newTexts: ReadonlyMap<string, string>;
  readonly direction: Direction;
  readonly unread: Sources['unread'];
  readonly assumptions: readonly Assumption[];
  /** The same with the old bodies only, or the new ones: what these violate, the draft violates for being too coarse. */
  readonly baselines: { readonly old: string; readonly new: string };
  /** The draft with one kind of ghost only, where it has both: which of them a violation is about. */
  readonly onlySections?: PrintedDraft;
  readonly onlyContracts?: PrintedDraft;
}

/**
 * Drafts a scenario from a diff and the C that it changes.
 *
 * @throws InputError where the diff is none, does not fit, or changes no function; and where an override is stale
 */
export async function extract({
  patch,
  patchName,
  read,
  overrides = noOverrides,
}: ExtractRequest): Promise<Extraction> {
  const sources = await readSources(parseChanges(patch, patchName), read, patchName);
  const table = withCalls(kernelTable(), overrides);
  const sameLock = new Map(
    overrides.sameLock.flatMap(([first = '', ...others]) => others.map((each) => [each, first])),
  );
  const old = new World(sources.old, table, sameLock);
  const now = new World(sources.new, table, sameLock);
  const changes = changesBetween(
    old,
    now,
    { old: (file) => sources.oldLines.get(file) ?? [], new: (file) => sources.newLines.get(file) ?? [] },
    new Set(overrides.functions),
    new Set(overrides.ignore),
  );
  if (changes.patched.size === 0)
    throw new InputError([
      {
        file: patchName,
        code: 'nothing-to-check',
        message:
          'changes the code of no function that is there before and after it: there is nothing for a live patch to replace',
      },
    ]);
  if (overrides !== noOverrides) refuseStale(overrides, knownIn([old, now], overrides));
  const draft = draftOf(old, now, changes, new Set(overrides.ignore));
  const assumptions = assumptionsOf({ draft, changes, old, now, sources });
  const { subject, commit } = aboutPatch(patch);
  const print = (which: Draft): PrintedDraft =>
    printDraft(which, {
      title: subject ?? `${patchName}: ${[...changes.patched.keys()].join(', ')}`.slice(0, 120),
      source: commit === undefined ? patchName : `Linux commit ${commit}`,
      fileOf: (name) => (now.functions.get(name) ?? old.functions.get(name))?.file ?? '',
      assumptions: assumptions.map(({ text }) => text),
    });
  const { context } = draft;
  const hasBoth = context.protections.length > 0 && context.moved.length > 0;
  return {
    ...print(draft),
    draft,
    changes,
    facts: patchFactsOf(sources.old, sources.new, changes),
    newTexts: new Map([...sources.newLines].map(([file, lines]) => [file, lines.join('\n')])),
    direction: sources.direction,
    unread: sources.unread,
    assumptions,
    baselines: {
      old: print(onlyVersion(draft, 'old')).text,
      new: print(onlyVersion(draft, 'new')).text,
    },
    ...(hasBoth && {
      onlySections: print(draftWith(old, now, changes, { ...context, moved: [] })),
      onlyContracts: print(draftWith(old, now, changes, { ...context, protections: [] })),
    }),
  };
}

function withCalls(table: KernelTable, { calls }: Overrides): KernelTable {
  return { ...table, calls: new Map([...table.calls, ...calls]) };
}

/** Both bodies of each function are those of one version, and nobody is told that a signature changes. */
function onlyVersion(draft: Draft, version: 'old' | 'new'): Draft {
  return {
    ...draft,
    functions: draft.functions.map(({ signature: _, ...each }) => {
      const body = each.bodies[version];
      return { ...each, bodies: body ? { old: body, new: body } : each.bodies };
    }),
  };
}

function knownIn(worlds: readonly World[], { sameLock }: Overrides) {
  const functions = new Set(worlds.flatMap((world) => [...world.functions.keys()]));
  const locks = new Set(sameLock.flatMap(([first]) => first ?? []));
  for (const world of worlds)
    for (const name of world.functions.keys())
      for (const step of allSteps(world.stepsOf(name)))
        if (step.kind === 'lock' || step.kind === 'unlock' || step.kind === 'trylock') {
          locks.add(step.lock);
          for (const each of world.renamed(step.lock)) locks.add(each);
        }
  return { functions, locks, calls: new Set(worlds.flatMap((world) => [...world.seenCalls])) };
}
