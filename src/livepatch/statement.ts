import type { Question as AskedQuestion, PropertyStatement, Statement } from '../verify/index.js';
import type { Composition } from './compose.js';
import type { Question } from './question.js';

/** What a composition is, and what its properties ask of it, for whoever checks a certificate of it. */
export function statementOf({
  system,
  requirements,
  properties,
  premises,
  questions,
}: Composition): Statement {
  const { invariants, deadlock } = requirements;
  return {
    system,
    properties: properties.map(
      ({ name, kind }): PropertyStatement => ({
        name,
        isQuantity: kind === 'quantity',
        premises: (premises.get(name) ?? []).map(({ condition }) => condition),
        invariants: invariants.filter(({ property }) => property === name).map(({ holds }) => holds),
        ...(deadlock?.properties.includes(name) && { deadlockRole: deadlock.role }),
        questions: questions.filter(({ property }) => property === name).map(asked),
      }),
    ),
  };
}

function asked(question: Question): AskedQuestion {
  switch (question.kind) {
    case 'formula': {
      const { temporal, undemanding } = question;
      return {
        kind: 'formula',
        formula: temporal.formula,
        atoms: temporal.atoms,
        ...(undemanding && { undemanding: undemanding.formula }),
      };
    }
    case 'possibility': {
      const { from, goal, by, orWithTags, withoutTag } = question.possibility;
      return {
        kind: 'possibility',
        ...{ from, goal },
        ...(by && { by }),
        ...(orWithTags && { orWithTags }),
        ...(withoutTag !== undefined && { withoutTag }),
      };
    }
    case 'quantity': {
      const { during, units, endlessIsUnbounded } = question.quantity;
      return { kind: 'quantity', during, units, endlessIsUnbounded };
    }
  }
}
