import type { BuchiAutomaton, Formula } from '../../src/logic/index.js';

/** An infinite word that comes back on itself: letters are sets of atoms; after the last comes that at `loopStart`. */
export interface Lasso {
  readonly letters: readonly ReadonlySet<string>[];
  readonly loopStart: number;
}

/** Whether the word satisfies the formula, straight from the definition: fixpoints over its positions. */
export function satisfies({ letters, loopStart }: Lasso, formula: Formula): boolean {
  const positions = letters.map((_, position) => position);
  const after = (position: number): number => (position + 1 < letters.length ? position + 1 : loopStart);
  const fixpoint = (start: boolean, step: (now: number, next: boolean) => boolean): boolean[] => {
    let values = positions.map(() => start);
    for (let round = 0; round <= letters.length; round++)
      values = positions.map((position) => step(position, values[after(position)] ?? start));
    return values;
  };
  const evaluate = (each: Formula): boolean[] => {
    switch (each.kind) {
      case 'true':
      case 'false':
        return positions.map(() => each.kind === 'true');
      case 'atom':
        return letters.map((letter) => letter.has(each.name));
      case 'not':
        return evaluate(each.operand).map((value) => !value);
      case 'next': {
        const inner = evaluate(each.operand);
        return positions.map((position) => inner[after(position)] ?? false);
      }
      case 'eventually': {
        const inner = evaluate(each.operand);
        return fixpoint(false, (now, next) => (inner[now] ?? false) || next);
      }
      case 'always': {
        const inner = evaluate(each.operand);
        return fixpoint(true, (now, next) => (inner[now] ?? false) && next);
      }
      default: {
        const [left, right] = [evaluate(each.left), evaluate(each.right)];
        const l = (position: number): boolean => left[position] ?? false;
        const r = (position: number): boolean => right[position] ?? false;
        switch (each.kind) {
          case 'and':
            return positions.map((now) => l(now) && r(now));
          case 'or':
            return positions.map((now) => l(now) || r(now));
          case 'implies':
            return positions.map((now) => !l(now) || r(now));
          case 'equivalent':
            return positions.map((now) => l(now) === r(now));
          case 'until':
            return fixpoint(false, (now, next) => r(now) || (l(now) && next));
          case 'weak-until':
            return fixpoint(true, (now, next) => r(now) || (l(now) && next));
          case 'release':
            return fixpoint(true, (now, next) => r(now) && (l(now) || next));
        }
      }
    }
  };
  return evaluate(formula)[0] ?? false;
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
