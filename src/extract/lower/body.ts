import type { CFunction } from '../c/index.js';
import type { KernelTable } from './calls.js';
import { ownerMark } from './expression.js';
import { Scope, wordsOf } from './scope.js';
import { lowerBlock } from './statements.js';
import { allSteps, rewrite, type Step, type Steps } from './step.js';

/** What happens in a function, all of it, with its jumps. */
export interface LoweredBody {
  readonly steps: Steps;
  /** The names of all functions that the table of calls was asked for. */
  readonly called: ReadonlySet<string>;
}

/** @param sameLock by the name of a lock, that of another one that it is the same as */
export function lowerFunction(
  declared: CFunction,
  table: KernelTable,
  sameLock: ReadonlyMap<string, string> = new Map(),
): LoweredBody {
  const scope = new Scope(declared, table);
  const steps = lowerBlock(declared.body.children, scope, {});
  return { steps: withObjects(steps, sameLock), called: scope.seenCalls };
}

/** All objects of a struct are taken for one, but where a function locks two of them: these are told apart by who has them. */
function withObjects(steps: Steps, sameLock: ReadonlyMap<string, string>): Steps {
  const owners = new Map<string, Set<string>>();
  for (const step of allSteps(steps)) {
    const [name = '', owner] = (lockOf(step) ?? '').split(ownerMark);
    if (owner !== undefined) owners.set(name, (owners.get(name) ?? new Set()).add(owner));
  }
  const naming = (marked: string): string => {
    const [name = '', owner] = marked.split(ownerMark);
    const full =
      owner !== undefined && (owners.get(name)?.size ?? 0) > 1 ? `${name}.of.${wordsOf(owner)}` : name;
    return sameLock.get(full) ?? full;
  };
  return rewrite(steps, (step) => {
    if (step.kind === 'lock' || step.kind === 'unlock' || step.kind === 'trylock')
      return [{ ...step, lock: naming(step.lock) }];
    if (step.kind === 'wait' || step.kind === 'wake') return [{ ...step, event: naming(step.event) }];
    return [step];
  });
}

function lockOf(step: Step): string | undefined {
  return step.kind === 'lock' || step.kind === 'unlock' || step.kind === 'trylock' ? step.lock : undefined;
}
