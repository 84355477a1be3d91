import { generateAmpleCondition, generateInvisible } from './ample.js';
import { conjunction } from './code.js';
import type { Generation } from './generation.js';
import { arrivalFunction, mergedAt } from './merging.js';
import { generateUpdate } from './update.js';

/**
 * For each location at which a process need not be seen: the function that takes its only step from there at once. What comes
 * before it and what comes after are told apart by nothing that is asked for: they are equal but for stuttering.
 */
export function generateArrivals(generation: Generation): readonly string[] {
  const { system, plan, parameters } = generation;
  if (!plan.merges) return [];
  return system.processes.flatMap((process, index) =>
    process.template.graph.locations.flatMap(({ name }, location) => {
      const merged = mergedAt(plan, index, location);
      if (!merged) return [];
      const context = generation.contextOf(index, name);
      const attempts = merged.conditions.flatMap((condition) => {
        const { onlyEdge } = condition;
        if (!onlyEdge) return [];
        const leaving = generation.graphOf(process).edgesFrom[location] ?? [];
        const number = leaving.find(([edge]) => edge === onlyEdge)?.[1] as number;
        const { checks, arrival } = generateUpdate(onlyEdge, number, process, index, context, generation);
        if (checks.length > 0) return [];
        const when = conjunction([generateInvisible(merged), generateAmpleCondition(condition, context)]);
        return [`if (${when}) { fired[edge] = 1; ${arrival} return; }`];
      });
      return [
        generation.counted(
          `function ${arrivalFunction(plan, index, location)}(${parameters}, edge, process) {\n${attempts.join('\n')}\nemit(${parameters}, edge, process);\n}`,
        ),
      ];
    }),
  );
}
