import { allSteps, rewrite, type Step, type Steps } from '../lower/index.js';
import type { ChangedFunction, Changes } from './changed.js';
import type { Version, World } from './world.js';

/*
 * A lock that is added violates nothing by itself: the old code does not take it. A ghost variable makes it visible that old code
 * stands in what the new code takes to be its own: `section` says whose turn it is, and the new code asserts that it is its.
 */

/** What a lock protects in the new version of a function, and did not in the old one. */
export interface NewlyProtected {
  readonly lock: string;
  readonly function: string;
  readonly oldLines: ReadonlySet<number>;
  readonly newLines: ReadonlySet<number>;
  /** The locks that protected it in the old version, and do not any more: between versions nothing does. */
  readonly insteadOf: ReadonlySet<string>;
}

export function newlyProtected(old: World, now: World, { patched }: Changes): readonly NewlyProtected[] {
  return [...patched.values()].flatMap((change) => {
    const before = heldByLine(old, change.name);
    const after = heldByLine(now, change.name);
    const found = new Map<string, { oldLines: Set<number>; newLines: Set<number>; insteadOf: Set<string> }>();
    for (const [newLine, locks] of after) {
      const oldLine = change.sameLines.get(newLine);
      const then = oldLine === undefined ? undefined : before.get(oldLine);
      if (oldLine === undefined || then === undefined) continue;
      for (const lock of locks)
        if (
          !then.has(lock) &&
          !takenInside(old, change.name, oldLine).has(lock) &&
          isTakenAnew(change, now, lock)
        ) {
          const lines = found.get(lock) ?? { oldLines: new Set(), newLines: new Set(), insteadOf: new Set() };
          for (const other of then) if (!locks.has(other)) lines.insteadOf.add(other);
          lines.oldLines.add(oldLine);
          lines.newLines.add(newLine);
          found.set(lock, lines);
        }
    }
    return [...found].map(([lock, lines]) => ({ lock, function: change.name, ...lines }));
  });
}

/** Whether a line that only the new version has takes the lock; elsewhere the analysis has only come to know more. */
function isTakenAnew({ name, newChanged }: ChangedFunction, now: World, lock: string): boolean {
  return [...allSteps(now.stepsOf(name))].some(
    (step) =>
      (step.kind === 'lock' || step.kind === 'trylock') && step.lock === lock && newChanged.has(step.at.line),
  );
}

/** The locks that the functions take which are called on a line. */
function takenInside(world: World, name: string, line: number): ReadonlySet<string> {
  const called = [...allSteps(world.stepsOf(name))].flatMap((step) =>
    step.kind === 'call' && step.at.line === line && world.functions.has(step.name) ? [step.name] : [],
  );
  const reached = new Set(called.flatMap((each) => [...world.reachableFrom(each)]));
  return new Set(
    [...reached].flatMap((each) =>
      [...allSteps(world.stepsOf(each))].flatMap((step) => (step.kind === 'lock' ? [step.lock] : [])),
    ),
  );
}

/** By line on which something happens that others see: the locks that are held there, whichever way led there. */
function heldByLine(world: World, name: string): ReadonlyMap<number, ReadonlySet<string>> {
  const lines = new Map<number, ReadonlySet<string>>();
  for (const [step, locks] of world.heldIn(name).before) {
    if (step.kind !== 'touch' && step.kind !== 'call') continue;
    const known = lines.get(step.at.line);
    lines.set(step.at.line, known ? new Set([...known].filter((lock) => locks.has(lock))) : locks);
  }
  return lines;
}

/** The data of a ghost: which version stands in the section. */
export function sectionOf(lock: string): string {
  return `section.${lock}`;
}

/** The data of a ghost: whether the new code has ever relied on the lock. Before that, nobody does. */
export function reliedOn(lock: string): string {
  return `relied-on.${lock}`;
}

/** The steps of a function with what its ghosts do. */
export function withSections(steps: Steps, version: Version, found: readonly NewlyProtected[]): Steps {
  return found.reduce((all, each) => (version === 'new' ? inNew(all, each) : inOld(all, each)), steps);
}

function ghost(statement: string, at: Step['at']): Step {
  return { kind: 'ghost', statement, at };
}

function inOld(steps: Steps, { lock, oldLines }: NewlyProtected): Steps {
  const section = sectionOf(lock);
  return rewrite(steps, (step) =>
    (step.kind === 'touch' || step.kind === 'call') && oldLines.has(step.at.line)
      ? [step, { kind: 'visit', section, at: step.at }]
      : [step],
  );
}

function inNew(steps: Steps, { lock }: NewlyProtected): Steps {
  const section = sectionOf(lock);
  return rewrite(steps, (step) => {
    if (step.kind === 'lock' && step.lock === lock)
      return [step, ghost(`set ${section} new`, step.at), ghost(`set ${reliedOn(lock)} yes`, step.at)];
    if (step.kind === 'trylock' && step.lock === lock)
      return [
        {
          ...step,
          taken: [
            ghost(`set ${section} new`, step.at),
            ghost(`set ${reliedOn(lock)} yes`, step.at),
            ...step.taken,
          ],
        },
      ];
    if (step.kind === 'unlock' && step.lock === lock)
      return [ghost(`assert ${section} = new`, step.at), ghost(`set ${section} free`, step.at), step];
    return [step];
  });
}
