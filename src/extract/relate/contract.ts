import { rewrite, type Step, type Steps } from '../lower/index.js';
import type { Changes } from './changed.js';
import type { Version, World } from './world.js';

/*
 * Work that moves from a function to one that calls it, or the other way round. Where old calls new, or new calls old, it is done twice
 * or never. A ghost variable of each task says which version of the caller it is in; the callee asserts that it is its own.
 */

/** Something that is done in the caller now and was done in the callee before, or the other way round. */
export interface MovedWork {
  /** The function that is called for it. */
  readonly work: string;
  readonly caller: string;
  readonly callee: string;
  readonly towards: 'caller' | 'callee';
}

/** What says nothing about who owns what: messages, warnings, what the compiler makes of an access. */
const noWork =
  /^(?:[A-Z_0-9]+|_?_?(?:pr|dev|netdev|net)_\w+|_?printk\w*|likely|unlikely|min|max|min_t|max_t|IS_ERR\w*|PTR_ERR|ERR_PTR|list_\w+|hlist_\w+|\w*_(?:dbg|debug|warn|err|info)|ntoh[sl]|hton[sl]|be\d+_to_cpu|cpu_to_be\d+|get_unaligned\w*|put_unaligned\w*|test_bit|trace_\w+|lockdep_\w+|might_sleep|sizeof|BIT)$/;

export function movedWork(old: World, now: World, { patched }: Changes): readonly MovedWork[] {
  const names = [...patched.keys()];
  const differences = new Map(names.map((name) => [name, callDifference(old, now, name)]));
  return names.flatMap((caller) =>
    names
      .filter((callee) => callee !== caller && isAlwaysReached(old, now, caller, callee))
      .flatMap((callee) => movedBetween(caller, callee, differences)),
  );
}

function movedBetween(
  caller: string,
  callee: string,
  differences: ReadonlyMap<string, ReadonlyMap<string, number>>,
): readonly MovedWork[] {
  const [above, below] = [differences.get(caller), differences.get(callee)];
  return [...(above ?? [])].flatMap(([work, more]): readonly MovedWork[] => {
    const less = below?.get(work) ?? 0;
    if (more > 0 && less < 0) return [{ work, caller, callee, towards: 'caller' }];
    return more < 0 && less > 0 ? [{ work, caller, callee, towards: 'callee' }] : [];
  });
}

function isAlwaysReached(old: World, now: World, caller: string, callee: string): boolean {
  return [old, now].every((world) => world.reachableFrom(caller).has(callee));
}

/** By name: how many more calls of it the new version has. */
function callDifference(old: World, now: World, name: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [world, by] of [
    [old, -1],
    [now, 1],
  ] as const)
    for (const called of world.functions.get(name)?.calls ?? [])
      if (!noWork.test(called)) counts.set(called, (counts.get(called) ?? 0) + by);
  return counts;
}

/** The data of a ghost: in which version of the caller a task is. */
export function contractOf({ caller, callee }: Pick<MovedWork, 'caller' | 'callee'>): string {
  return `contract.${caller}.${callee}`;
}

/** The steps of a function with what its ghosts do. */
export function withContracts(
  steps: Steps,
  name: string,
  version: Version,
  moved: readonly MovedWork[],
  leadsTo: (call: string, callee: string) => boolean,
): Steps {
  const pairs = [...new Map(moved.map((each) => [contractOf(each), each])).values()];
  return pairs.reduce((all, pair) => withContract(all, name, version, pair, leadsTo), steps);
}

function withContract(
  steps: Steps,
  name: string,
  version: Version,
  pair: MovedWork,
  leadsTo: (call: string, callee: string) => boolean,
): Steps {
  const data = contractOf(pair);
  const ghost = (statement: string, at: Step['at']): Step => ({ kind: 'ghost', statement, at });
  if (name === pair.callee)
    return [
      ghost(`assert ${data} != ${version === 'old' ? 'new' : 'old'}`, steps[0]?.at ?? { line: 0 }),
      ...steps,
    ];
  if (name !== pair.caller) return steps;
  return rewrite(steps, (step) =>
    step.kind === 'call' && leadsTo(step.name, pair.callee)
      ? [ghost(`set ${data} ${version}`, step.at), step, ghost(`set ${data} none`, step.at)]
      : [step],
  );
}
