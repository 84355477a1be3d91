import { allSteps, type Step } from '../lower/index.js';
import type { DraftFunction } from './draft-function.js';
import type { Root } from './roots.js';

/**
 * The roots below which something happens that another task could notice, or that a call could get wrong. Of what is left, each task would
 * only make more states of the same; where nothing tells, one root stays, so that new code runs at all.
 */
export function tellingRoots(roots: readonly Root[], functions: readonly DraftFunction[]): readonly Root[] {
  const byName = new Map(functions.map((each) => [each.name, each]));
  const found = roots.filter((root) => tells(root.function, byName, new Set()));
  return found.length > 0 ? found : roots.slice(0, 1);
}

function tells(name: string, functions: ReadonlyMap<string, DraftFunction>, seen: Set<string>): boolean {
  const declared = functions.get(name);
  if (!declared || seen.has(name)) return false;
  seen.add(name);
  if (declared.signature) return true;
  const steps = [declared.bodies.old, declared.bodies.new].flatMap((body) => [
    ...allSteps(body?.steps ?? []),
  ]);
  return (
    steps.some(happens) || steps.some((step) => step.kind === 'call' && tells(step.name, functions, seen))
  );
}

function happens({ kind }: Step): boolean {
  switch (kind) {
    case 'lock':
    case 'unlock':
    case 'trylock':
    case 'wait':
    case 'wake':
    case 'simple':
    case 'ghost':
    case 'visit':
      return true;
    default:
      return false;
  }
}
