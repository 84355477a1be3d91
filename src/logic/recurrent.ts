import type { BuchiAutomaton } from './buchi.js';

/** The states of a part of an automaton that lie on a cycle within it by which a word can be accepted. */
export function recurrentStates(
  { states, acceptanceSets }: BuchiAutomaton,
  isInPart: (state: number) => boolean,
): readonly number[] {
  const successorsOf = (state: number): readonly number[] =>
    isInPart(state) ? (states[state]?.successors ?? []).filter(isInPart) : [];
  const reachable = states.map((_, start) => {
    const seen = new Set(successorsOf(start));
    for (const state of seen) for (const next of successorsOf(state)) seen.add(next);
    return seen;
  });
  return states.flatMap((_, state) => {
    if (!reachable[state]?.has(state)) return [];
    const component = [...(reachable[state] ?? [])].filter((other) => reachable[other]?.has(state));
    const accepted = new Set(component.flatMap((other) => [...(states[other]?.acceptance ?? [])]));
    return accepted.size === acceptanceSets ? [state] : [];
  });
}
