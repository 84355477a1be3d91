import { never } from '../system/index.js';
import type { CodeStates } from './code-states.js';
import { assertionsOf, isAlwaysTrue, type NamedObserver } from './observer.js';
import type { Premise } from './property.js';
import type { Question } from './question.js';

/** What must come true lest a property hold vacuously, and the name of the goal by which a search finds out. */
export interface NamedPremise extends Premise {
  readonly goal: string;
}

/**
 * The premise of every safety property is that somebody runs new code: else nothing is learnt about a live patch.
 *
 * @param questions those of the observer
 */
export function premisesOf(
  observer: NamedObserver,
  questions: readonly Question[],
  codeStates: CodeStates,
): readonly NamedPremise[] {
  const { property, kind, premise } = observer;
  return [
    ...(kind === 'safety' || !premise ? codeStates.effects : []),
    ...(premise ? [{ ...premise, goal: `premise of ${property}` }] : []),
    ...(asksNothing(observer, questions, codeStates)
      ? [
          {
            goal: `${property} asks something`,
            condition: never,
            otherwise: 'it has nothing to ask of this scenario',
          },
        ]
      : []),
  ];
}

/** Where there is nothing to ask about, such as a lock, there is nothing to be learnt from the answer. */
function asksNothing(
  observer: NamedObserver,
  questions: readonly Question[],
  { bodies }: CodeStates,
): boolean {
  if (observer.kind !== 'safety') return questions.length === 0;
  return (
    !observer.deadlock &&
    (!observer.invariant || isAlwaysTrue(observer.invariant)) &&
    bodies.every((body) => assertionsOf(observer, body).length === 0)
  );
}
