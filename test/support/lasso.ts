import { type BuchiAutomaton, type Formula, satisfies as satisfiesWord } from '../../src/logic/index.js';

/** An infinite word that comes back on itself: letters are sets of atoms; after the last comes that at `loopStart`. */
export interface Lasso {
  readonly letters: readonly ReadonlySet<string>[];
  readonly loopStart: number;
}

/** Whether the word satisfies the formula, straight from the definition. */
export function satisfies({ letters, loopStart }: Lasso, formula: Formula): boolean {
  const isTrue = (atom: string, position: number): boolean => letters[position]?.has(atom) ?? false;
  return satisfiesWord({ length: letters.length, loopStart, isTrue }, formula);
}

/** Whether the automaton accepts the word: some cycle of its product with the word visits every acceptance set. */
export function accepts(automaton: BuchiAutomaton, { letters, loopStart }: Lasso): boolean {
  const after = (position: number): number => (position + 1 < letters.length ? position + 1 : loopStart);
  const reads = (state: number, position: number): boolean =>
    (automaton.states[state]?.literals ?? []).every(
      ({ atom, positive }) => letters[position]?.has(atom) === positive,
    );
  const number = (state: number, position: number): number => state * letters.length + position;
  const targets = (node: number): number[] => {
    const [state, position] = [Math.floor(node / letters.length), node % letters.length];
    return (automaton.states[state]?.successors ?? [])
      .filter((next) => reads(next, after(position)))
      .map((next) => number(next, after(position)));
  };
  const reachable = (starts: readonly number[]): Set<number> => {
    const seen = new Set(starts);
    for (const node of seen) for (const target of targets(node)) seen.add(target);
    return seen;
  };
  const starts = automaton.initial.filter((state) => reads(state, 0)).map((state) => number(state, 0));
  const closures = new Map([...reachable(starts)].map((node) => [node, reachable(targets(node))]));
  return [...closures].some(([node, closure]) => {
    if (!closure.has(node)) return false;
    const component = [...closure].filter((other) => closures.get(other)?.has(node));
    const visited = new Set(
      component.flatMap((other) => [
        ...(automaton.states[Math.floor(other / letters.length)]?.acceptance ?? []),
      ]),
    );
    return visited.size === automaton.acceptanceSets;
  });
}
