import { type AmpleCondition, type AmpleLocation, type Bits, has } from '../reduction/index.js';
import { type ConditionCode, conjunction } from './code.js';
import type { GenerationContext } from './context.js';
import { generateCondition } from './expression.js';
import type { Generation } from './generation.js';
import { openBit } from './open-predicates.js';
import { generateStandsAt } from './standing.js';

/**
 * The function that takes the steps of one process alone where they are ample, and says whether there were any.
 *
 * @param calls by process: the statement that takes its steps
 */
export function generateTakeAmple(calls: readonly string[], generation: Generation): string {
  const { system, plan, parameters } = generation;
  const attempts = system.processes.flatMap(({ template }, index) => {
    const cases = template.graph.locations.flatMap(({ name }, location) => {
      const known = plan.ampleSets?.[index]?.[location];
      if (!known) return [];
      const context = generation.contextOf(index, name);
      const condition = known.conditions.map((each) => generateAmpleCondition(each, context)).join(' || ');
      return [
        generation.counted(
          `case ${location}: if (${condition}) { ${calls[index]} if (pendingCount() > before) return true; } break;`,
        ),
      ];
    });
    return cases.length === 0 ? [] : [`switch (${generation.readLocation(index)}) {\n${cases.join('\n')}\n}`];
  });
  return `function takeAmple(${parameters}) {
const before = pendingCount();
${attempts.join('\n')}
return false;
}`;
}

/** The condition that the steps of a process are ample. @param context in which the process takes the step */
export function generateAmpleCondition(
  { others, invisible, unchanged }: AmpleCondition,
  context: GenerationContext,
): ConditionCode {
  return conjunction([
    ...unchanged.map(({ name, of, value }) =>
      generateCondition(
        { kind: 'equal', left: { kind: 'variable', name, ...(of && { of }) }, right: value },
        context,
      ),
    ),
    standAt(others, context),
    ...invisible.map(({ predicates, others }) => {
      const closed = noneOpen(predicates);
      return others === undefined ? closed : `(${closed} || ${standAt(others, context)})`;
    }),
  ]);
}

/** The condition that no predicate that is open may come true where the process stands. */
export function generateInvisible({ visibleTo }: AmpleLocation): ConditionCode {
  return noneOpen(visibleTo);
}

function noneOpen(predicates: readonly number[]): ConditionCode {
  const masks = new Map<number, number>();
  for (const predicate of predicates) {
    const [word, bit] = openBit(predicate);
    masks.set(word, (masks.get(word) ?? 0) | bit);
  }
  return conjunction([...masks].map(([word, mask]) => `(open${word} & ${mask}) === 0`));
}

/** The condition that each of some processes stands at one of the locations that are given for it. */
function standAt(locations: ReadonlyMap<number, Bits>, context: GenerationContext): ConditionCode {
  return conjunction(
    [...locations].map(([process, bits]) => {
      const count = context.system.processes[process]?.template.graph.locations.length ?? 0;
      const numbers = Array.from({ length: count }, (_, location) => location);
      return generateStandsAt(
        process,
        numbers.filter((location) => has(bits, location)),
        context,
      );
    }),
  );
}
