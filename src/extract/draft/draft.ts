import { abiDifferences, printSignature, type Signature } from '../c/index.js';
import { allSteps, type LockKind, type Steps } from '../lower/index.js';
import {
  type Changes,
  contractOf,
  movedWork,
  newlyProtected,
  relevanceOf,
  type World,
} from '../relate/index.js';
import { type BodyContext, draftBody } from './body.js';
import { callersOutside } from './callers-outside.js';
import type { DraftFunction } from './draft-function.js';
import { type Root, rootsOf } from './roots.js';
import type { Correlated } from './slice.js';
import { tellingRoots } from './telling.js';

/** What a scenario is drafted from: all that the diff touches, in the words of scenarios. */
export interface Draft {
  readonly functions: readonly DraftFunction[];
  readonly roots: readonly Root[];
  readonly locks: ReadonlyMap<string, LockKind>;
  readonly events: readonly string[];
  /** Ghost data that all tasks share, and that each has of its own. */
  readonly protectingLocks: readonly string[];
  readonly contracts: readonly string[];
  readonly conditions: readonly Correlated[];
  readonly context: BodyContext;
  /** Differences of signatures that nobody in these files would notice: a result that is used nowhere. */
  readonly unnoticed: ReadonlyMap<string, readonly string[]>;
}

/** @param ignored locks that the draft leaves out */
export function draftOf(old: World, now: World, changes: Changes, ignored: ReadonlySet<string>): Draft {
  const relevance = relevanceOf(old, now, changes, ignored);
  return draftWith(old, now, changes, {
    relevance,
    protections: newlyProtected(old, now, changes).filter(({ lock }) => relevance.locks.has(lock)),
    moved: movedWork(old, now, changes),
    onlyIn: { old: new Set(changes.removed), new: new Set(changes.added) },
  });
}

/** A draft with these ghosts, and no others. */
export function draftWith(old: World, now: World, changes: Changes, context: BodyContext): Draft {
  const { relevance } = context;
  const { signatures, unnoticed } = signatureChanges(old, now, changes);
  const inBoth = [...relevance.functions].filter(
    (name) => old.functions.has(name) && now.functions.has(name),
  );
  const functions = inBoth.sort().map((name): DraftFunction => {
    const isPatched = changes.patched.has(name);
    const signature = signatures.get(name);
    const before = old.functions.has(name) ? draftBody(name, 'old', old, context) : undefined;
    const after = now.functions.has(name) ? draftBody(name, 'new', now, context) : undefined;
    return {
      name,
      isPatched,
      bodies: { ...(before && { old: before }), ...(after && { new: after }) },
      ...(signature && { signature }),
    };
  });
  const outside = callersOutside([...signatures.keys()], functions);
  const used = functions.flatMap(({ bodies }) => [bodies.old, bodies.new].flatMap((body) => body ?? []));
  const steps = used.flatMap((body) => [...allSteps(body.steps)]);
  const kinds = new Map<string, LockKind>();
  for (const step of steps)
    if (step.kind === 'lock' || step.kind === 'trylock') kinds.set(step.lock, step.lockKind);
    else if (step.kind === 'unlock' && !kinds.has(step.lock)) kinds.set(step.lock, step.lockKind);
  const all = [...functions, ...outside.map(({ caller }) => caller)];
  const roots = rootsOf(old, now, relevance, changes, new Set(signatures.keys()));
  return {
    functions: all,
    roots: tellingRoots([...roots, ...outside.map(({ root }) => root)], all),
    locks: new Map([...kinds].sort(([one], [other]) => (one < other ? -1 : 1))),
    events: [
      ...new Set(steps.flatMap((step) => (step.kind === 'wait' || step.kind === 'wake' ? [step.event] : []))),
    ].sort(),
    protectingLocks: [...new Set(context.protections.map(({ lock }) => lock))].sort(),
    contracts: [...new Set(context.moved.map(contractOf))].sort(),
    conditions: [
      ...new Map(used.flatMap(({ conditions }) => conditions).map((each) => [each.name, each])).values(),
    ],
    context,
    unnoticed,
  };
}

function signatureChanges(
  old: World,
  now: World,
  { patched }: Changes,
): {
  readonly signatures: ReadonlyMap<string, NonNullable<DraftFunction['signature']>>;
  readonly unnoticed: ReadonlyMap<string, readonly string[]>;
} {
  const signatures = new Map<string, NonNullable<DraftFunction['signature']>>();
  const unnoticed = new Map<string, readonly string[]>();
  for (const [name, { old: before, new: after }] of patched) {
    const differences = abiDifferences(before.signature, after.signature);
    if (differences.length === 0) continue;
    const isOnlyResult = differences.every((each) => each.startsWith('it returns'));
    if (isOnlyResult && !isResultUsed(name, old, now)) unnoticed.set(name, differences);
    else signatures.set(name, { ...bothSignatures(name, before.signature, after.signature), differences });
  }
  return { signatures, unnoticed };
}

/** Scenarios want two texts that differ. */
function bothSignatures(
  name: string,
  before: Signature,
  after: Signature,
): { readonly old: string; readonly new: string } {
  const [plain, then] = [printSignature(name, before), printSignature(name, after)];
  if (plain !== then) return { old: plain, new: then };
  const typed = ({ returns, parameters }: Signature): string =>
    `${returns} ${name}(${parameters.map((each) => `${each.type} ${each.name}`).join(', ')})`;
  return { old: typed(before), new: typed(after) };
}

function isResultUsed(name: string, old: World, now: World): boolean {
  return [old, now].some((world) => {
    const fields = new Set(
      world.entries.filter((entry) => entry.function === name).map(({ field }) => field),
    );
    return world.callersOf(name).some((caller) => usesResult(world.stepsOf(caller), name, fields));
  });
}

function usesResult(steps: Steps, name: string, fields: ReadonlySet<string>): boolean {
  return [...allSteps(steps)].some(
    (step) =>
      step.kind === 'call' &&
      step.usesResult &&
      (step.throughField ? fields.has(step.name) : step.name === name),
  );
}
