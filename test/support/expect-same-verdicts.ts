import { expect } from 'vitest';
import {
  type Requirements,
  reductionNames,
  type SearchResult,
  search,
  unlimited,
} from '../../src/engine/index.js';
import type { System } from '../../src/system/index.js';
import { expectRealPaths } from './expect-real-paths.js';

/** Every combination of reductions but none. */
export const combinations = Array.from({ length: 2 ** reductionNames.length - 1 }, (_, number) =>
  reductionNames.filter((_name, bit) => (((number + 1) >> bit) & 1) === 1),
);

/** Enough for them, and little enough that thousands of searches do not wait for memory to be given back. */
const memoryBytes = 2 ** 24;

/** The same verdicts, the same premises reached, and the same steps taken, with each combination of reductions as with none. */
export async function expectSameVerdicts(
  system: System,
  requirements: Requirements,
  maxStates: number,
): Promise<boolean> {
  const budget = { ...unlimited, maxStates, memoryBytes };
  const full = await search(system, requirements, { budget });
  if (full.stopped) return false;
  let reduced = false;
  for (const reductions of combinations) {
    const result = await search(system, requirements, { budget, reductions });
    expect({ reductions, ...findings(system, result) }).toEqual({ reductions, ...findings(system, full) });
    expect(result.statistics.states).toBeLessThanOrEqual(full.statistics.states);
    expectRealPaths(system, requirements, result);
    if (reductions.length === 1 && reductions[0] === 'symmetry')
      expect(lengths(result)).toEqual(lengths(full));
    reduced ||= result.statistics.states < full.statistics.states;
  }
  return reduced;
}

function findings({ templates }: System, { counterexamples, reached, firedEdges }: SearchResult) {
  const fired = templates.map(({ name, graph }) =>
    graph.edges.flatMap((edge, index) => (firedEdges.has(edge) ? [`${name} ${index}`] : [])),
  );
  return { violated: [...counterexamples.keys()].sort(), reached, fired };
}

function lengths({ counterexamples }: SearchResult) {
  return new Map([...counterexamples].map(([property, { states }]) => [property, states.length]));
}
