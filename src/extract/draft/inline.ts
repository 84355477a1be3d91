import { rewrite, type Step, type Steps } from '../lower/index.js';
import type { World } from '../relate/index.js';

/** Functions that one version has alone may call each other; that deep they are looked into. */
const deepest = 4;

/**
 * The same steps, with what functions do that the other version does not have: only this version calls them, so they are a part of
 * whoever does.
 */
export function inlined(steps: Steps, world: World, onlyHere: ReadonlySet<string>): Steps {
  let copies = 0;
  const inline = (all: Steps, depth: number): Steps =>
    rewrite(all, (step) => {
      if (step.kind !== 'call' || step.throughField || !onlyHere.has(step.name) || depth === 0) return [step];
      copies += 1;
      const mark = `${step.name} ${copies}`;
      const end: Step = { kind: 'label', label: `end of ${mark}`, at: step.at };
      const file = world.functions.get(step.name)?.file;
      const body = rewrite(world.stepsOf(step.name), (each): Steps => {
        const at = { ...each.at, ...(file !== undefined && { file }) };
        if (each.kind === 'return') return [{ kind: 'goto', label: end.label, at }];
        if (each.kind === 'label' || each.kind === 'goto')
          return [{ ...each, label: `${each.label} in ${mark}`, at }];
        if (each.kind !== 'choice') return [{ ...each, at }];
        // What is asked of the variables of another function is another question.
        const { condition: _, ...plain } = each;
        return [{ ...plain, at }];
      });
      return [...inline(body, depth - 1), end];
    });
  return inline(steps, deepest);
}
