import { allSteps, type Step } from '../lower/index.js';
import type { ChangedFunction, Changes } from './changed.js';
import type { World } from './world.js';

/** What of the code a draft speaks of: what the diff touches, and what touches that. */
export interface Relevance {
  readonly locks: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** Sections under RCU and with preemption off, grace periods: only where the diff changes one. */
  readonly sections: boolean;
  /** Sleeps: only where the diff changes something that forbids them, or sleeps there. */
  readonly sleeps: boolean;
  /** The functions of the draft: those that are patched, and those through which one leads to another. */
  readonly functions: ReadonlySet<string>;
  /** Calls that would make a circle, which are left out: `caller>callee`. */
  readonly cutCalls: ReadonlySet<string>;
}

const isLockStep = (step: Step): step is Step & { readonly kind: 'lock' | 'unlock' | 'trylock' } =>
  step.kind === 'lock' || step.kind === 'unlock' || step.kind === 'trylock';

export function relevanceOf(
  old: World,
  now: World,
  changes: Changes,
  ignored: ReadonlySet<string>,
): Relevance {
  const changed = [...changes.patched.values()];
  const touched = changed.map((each) => touchedSteps(each, old, now));
  const steps = touched.flatMap(({ steps }) => steps);
  // A lock that is taken where another one is held has an order: all that a function takes counts, where one of them is touched.
  const locks = new Set(
    touched
      .flatMap(({ steps, all }) =>
        steps.some(isLockStep) ? all.filter(isLockStep).map(({ lock }) => lock) : [],
      )
      .filter((lock) => !ignored.has(lock)),
  );
  const events = eventsWithBoth(
    steps,
    touched.flatMap(({ all }) => all),
  );
  const spins = touched.some(({ all }) =>
    all.some((step) => isLockStep(step) && locks.has(step.lock) && step.lockKind === 'spinlock'),
  );
  const sections = steps.some(
    (step) => step.kind === 'simple' && step.does !== 'sleep' && step.does !== 'synchronize-rcu',
  );
  const functions = functionsOf(old, now, changes, locks);
  return {
    locks,
    events,
    sections,
    sleeps: spins || sections,
    functions,
    cutCalls: circularCalls([old, now], functions),
  };
}

interface Touched {
  readonly steps: readonly Step[];
  readonly all: readonly Step[];
}

/** The steps of a function on lines that are only in one version, and all of both versions. */
function touchedSteps({ name, oldChanged, newChanged }: ChangedFunction, old: World, now: World): Touched {
  const [before, after] = [[...allSteps(old.stepsOf(name))], [...allSteps(now.stepsOf(name))]];
  return {
    steps: [
      ...before.filter(({ at }) => oldChanged.has(at.line)),
      ...after.filter(({ at }) => newChanged.has(at.line)),
    ],
    all: [...before, ...after],
  };
}

/** An event that nobody in the diff wakes would keep its waiter for ever. */
function eventsWithBoth(touched: readonly Step[], all: readonly Step[]): ReadonlySet<string> {
  const named = (steps: readonly Step[], kind: 'wait' | 'wake'): readonly string[] =>
    steps.flatMap((step) => (step.kind === kind ? [step.event] : []));
  const asked = new Set([...named(touched, 'wait'), ...named(touched, 'wake')]);
  const woken = new Set(named(all, 'wake'));
  const waited = new Set(named(all, 'wait'));
  return new Set([...asked].filter((event) => woken.has(event) && waited.has(event)));
}

function functionsOf(
  old: World,
  now: World,
  { patched, added, removed }: Changes,
  locks: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set(patched.keys());
  for (const world of [old, now]) {
    const known = new Map<string, boolean>();
    const tells = (name: string): boolean => {
      const answer =
        known.get(name) ??
        [...world.reachableFrom(name)].some((each) => patched.has(each) || takes(world, each, locks));
      known.set(name, answer);
      return answer;
    };
    // Downwards: what a patched function calls, and from where a patched function or a lock of the diff is reached.
    let border = [...patched.keys()];
    for (let level = 0; level < 4 && border.length > 0; level++) {
      border = border
        .flatMap((name) => world.calleesOf(name))
        .filter((name) => !found.has(name) && tells(name));
      for (const name of border) found.add(name);
    }
    // Upwards: who holds a lock of the diff around a call.
    for (const name of patched.keys())
      for (const caller of world.callersOf(name)) if (takes(world, caller, locks)) found.add(caller);
  }
  for (const name of [...added, ...removed]) {
    const world = added.includes(name) ? now : old;
    if (world.callersOf(name).some((caller) => found.has(caller)) && takes(world, name, locks))
      found.add(name);
  }
  return found;
}

/** Scenarios have no recursion. */
function circularCalls(worlds: readonly World[], functions: ReadonlySet<string>): ReadonlySet<string> {
  const cut = new Set<string>();
  const done = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    done.add(name);
    for (const callee of new Set(worlds.flatMap((world) => world.calleesOf(name)))) {
      if (!functions.has(callee)) continue;
      if (callee === name || above.includes(callee)) cut.add(`${name}>${callee}`);
      else if (!done.has(callee)) visit(callee, [...above, name]);
    }
  };
  for (const name of [...functions].sort()) if (!done.has(name)) visit(name, []);
  return cut;
}

function takes(world: World, name: string, locks: ReadonlySet<string>): boolean {
  return (
    locks.size > 0 &&
    [...allSteps(world.stepsOf(name))].some((step) => isLockStep(step) && locks.has(step.lock))
  );
}
