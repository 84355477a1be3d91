import type { Formula } from './formula.js';

/** An infinite word that comes back on itself: after the last position comes `loopStart`. */
export interface LassoWord {
  readonly length: number;
  readonly loopStart: number;
  isTrue(atom: string, position: number): boolean;
}

/** Whether a word satisfies a formula, straight from the definition: fixpoints over its positions. */
export function satisfies({ length, loopStart, isTrue }: LassoWord, formula: Formula): boolean {
  const positions = Array.from({ length }, (_, position) => position);
  const after = (position: number): number => (position + 1 < length ? position + 1 : loopStart);
  const fixpoint = (start: boolean, step: (now: number, next: boolean) => boolean): boolean[] => {
    let values = positions.map(() => start);
    for (let round = 0; round <= length; round++)
      values = positions.map((position) => step(position, values[after(position)] ?? start));
    return values;
  };
  const evaluate = (each: Formula): boolean[] => {
    switch (each.kind) {
      case 'true':
      case 'false':
        return positions.map(() => each.kind === 'true');
      case 'atom':
        return positions.map((position) => isTrue(each.name, position));
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
