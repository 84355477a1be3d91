import type { CFunction, SourceFile, TableEntry } from '../c/index.js';
import {
  allSteps,
  type HeldLocks,
  heldLocks,
  type KernelTable,
  type LockEffect,
  lowerFunction,
  type Steps,
} from '../lower/index.js';

/** Before the patch, or after it. */
export type Version = 'old' | 'new';

/** No callee is looked into deeper than this. */
const deepest = 4;

/** All functions of the files that a diff changes, in one of their versions. What is defined elsewhere is not known. */
export class World {
  readonly functions: ReadonlyMap<string, CFunction>;
  readonly entries: readonly TableEntry[];
  readonly #steps = new Map<string, Steps>();
  readonly #effects = new Map<string, LockEffect>();
  readonly #callers = new Map<string, string[]>();
  readonly #callees = new Map<string, readonly string[]>();
  readonly #reachable = new Map<string, ReadonlySet<string>>();
  /** Every function that a body calls which was read. */
  readonly seenCalls = new Set<string>();

  constructor(
    files: readonly SourceFile[],
    readonly table: KernelTable,
    readonly sameLock: ReadonlyMap<string, string>,
  ) {
    // A function of a file hides one of a header.
    const sorted = [...files].sort(
      (one, other) => Number(other.file.endsWith('.h')) - Number(one.file.endsWith('.h')),
    );
    this.functions = new Map(sorted.flatMap((file) => [...file.functions]));
    this.entries = files.flatMap(({ entries }) => entries);
    for (const [caller, { calls }] of this.functions)
      for (const callee of new Set(calls))
        this.#callers.set(callee, [...(this.#callers.get(callee) ?? []), caller]);
  }

  /** What happens in a function, with its jumps. */
  stepsOf(name: string): Steps {
    const known = this.#steps.get(name);
    if (known) return known;
    const declared = this.functions.get(name);
    if (!declared) return [];
    const { steps, called } = lowerFunction(declared, this.table, this.sameLock);
    for (const each of called) this.seenCalls.add(each);
    this.#steps.set(name, steps);
    return steps;
  }

  /** The functions of these files that call one, directly or through a table in them. */
  callersOf(name: string): readonly string[] {
    const fields = this.entries.filter((entry) => entry.function === name).map(({ field }) => `.${field}`);
    return [name, ...fields].flatMap((each) => this.#callers.get(each) ?? []);
  }

  /** The functions of these files that one calls. Through a field, those that a table in these files has there. */
  calleesOf(name: string): readonly string[] {
    const known = this.#callees.get(name);
    if (known) return known;
    const calls = [...new Set(this.functions.get(name)?.calls)];
    const direct = this.#direct(name);
    const through = calls
      .filter((each) => each.startsWith('.'))
      .flatMap((each) => this.implementers(each.slice(1)))
      // Two tables may have fields of one name: what leads back to the caller is in the other one.
      .filter((each) => !this.#leadsTo(each, name));
    const found = [...new Set([...direct, ...through])];
    this.#callees.set(name, found);
    return found;
  }

  #direct(name: string): readonly string[] {
    return [...new Set(this.functions.get(name)?.calls)].filter((each) => this.functions.has(each));
  }

  /** By calls that name what they call. */
  #leadsTo(from: string, to: string): boolean {
    const found = new Set([from]);
    for (const each of found) {
      if (each === to) return true;
      for (const callee of this.#direct(each)) found.add(callee);
    }
    return false;
  }

  implementers(field: string): readonly string[] {
    return [...new Set(this.entries.filter((entry) => entry.field === field).map((entry) => entry.function))];
  }

  /** A function and those that it comes to, a few calls deep. */
  reachableFrom(name: string): ReadonlySet<string> {
    const known = this.#reachable.get(name);
    if (known) return known;
    const found = new Set([name]);
    let border = [name];
    for (let level = 0; level < deepest && border.length > 0; level++) {
      border = border.flatMap((each) => this.calleesOf(each)).filter((each) => !found.has(each));
      for (const each of border) found.add(each);
    }
    this.#reachable.set(name, found);
    return found;
  }

  /** The other names of a lock. */
  renamed(lock: string): readonly string[] {
    return [...this.sameLock].flatMap(([name, first]) => (first === lock ? [name] : []));
  }

  heldIn(name: string, initially: ReadonlySet<string> = new Set()): HeldLocks {
    return heldLocks(this.stepsOf(name), (call) => this.effectOf(call), initially);
  }

  /** @param level how many calls lead here from where it was asked */
  effectOf(name: string, level = 0): LockEffect | undefined {
    if (!this.functions.has(name) || level > deepest) return undefined;
    const known = this.#effects.get(name);
    if (known) return known;
    const steps = this.stepsOf(name);
    const takesLocks = [...allSteps(steps)].some(
      ({ kind }) => kind === 'lock' || kind === 'unlock' || kind === 'call',
    );
    const nothing: LockEffect = { acquires: new Set(), releases: new Set() };
    // What calls itself is taken to have no effect, while its own is worked out.
    this.#effects.set(name, nothing);
    if (!takesLocks) return nothing;
    const effect = (call: string) => this.effectOf(call, level + 1);
    const { atExit, ofCaller } = heldLocks(steps, effect);
    const back = heldLocks(steps, effect, ofCaller).atExit;
    const found = { acquires: without(atExit, ofCaller), releases: without(ofCaller, back) };
    this.#effects.set(name, found);
    return found;
  }
}

function without(locks: ReadonlySet<string>, gone: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...locks].filter((lock) => !gone.has(lock)));
}
