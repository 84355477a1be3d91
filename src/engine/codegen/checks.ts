import { type ConditionCode, conjunction, negation } from './code.js';
import { generateCondition } from './expression.js';
import type { Generation } from './generation.js';

/** Statements that check the invariants and the goals in the current state. */
export function generateInspection(generation: Generation): readonly string[] {
  const { requirements, stateContext } = generation;
  const invariants = requirements.invariants.map(({ property, holds }) =>
    reportUnless(property, generateCondition(holds, stateContext), -1, generation),
  );
  const goals = [...requirements.goals.values()].map((goal, number) => {
    const condition = generateCondition(goal, stateContext);
    return generation.counted(
      `if (${conjunction([`reached[${number}] === 0`, condition])}) reached[${number}] = 1;`,
    );
  });
  return [...invariants, ...goals];
}

/** For each condition that an analysis needs: a function that says whether a state satisfies it. */
export function generateConditions(generation: Generation): readonly string[] {
  const { requirements, stateContext, layout } = generation;
  return [...(requirements.analyses?.values() ?? [])]
    .flatMap(({ conditions }) => conditions)
    .map((condition) => {
      const code = generateCondition(condition, stateContext);
      return generation.counted(
        `\n(number) => { const offset = number * ${layout.words}; ${generation.loadWords()} return ${code}; }`,
      );
    });
}

/**
 * The statement that reports a violation in the current state.
 *
 * @param edge whose assertion it is, or less than 0
 */
export function reportUnless(
  property: string,
  holds: ConditionCode,
  edge: number,
  generation: Generation,
): string {
  if (holds === true) return '';
  const number = generation.properties.indexOf(property);
  return generation.counted(
    `if (${conjunction([`violated[${number}] === 0`, negation(holds)])}) runtime.reportViolation(${number}, current, ${edge});`,
  );
}
