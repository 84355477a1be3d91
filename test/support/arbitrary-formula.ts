import fc from 'fast-check';
import type { Formula } from '../../src/logic/index.js';

/** Formulas of every operator over some leaves. */
export function arbitraryFormula(
  leaves: fc.Arbitrary<Formula>,
  size: fc.OneOfConstraints,
): fc.Arbitrary<Formula> {
  return fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { ...size, withCrossShrink: true },
      leaves,
      fc.record({
        kind: fc.constantFrom('not' as const, 'next' as const, 'eventually' as const, 'always' as const),
        operand: tie('formula'),
      }),
      fc.record({
        kind: fc.constantFrom(
          'and' as const,
          'or' as const,
          'implies' as const,
          'equivalent' as const,
          'until' as const,
          'weak-until' as const,
          'release' as const,
        ),
        left: tie('formula'),
        right: tie('formula'),
      }),
    ),
  })).formula;
}

/** One of some atoms. */
export function arbitraryAtom(names: readonly string[]): fc.Arbitrary<Formula> {
  return fc.constantFrom(...names).map((name): Formula => ({ kind: 'atom', name }));
}
