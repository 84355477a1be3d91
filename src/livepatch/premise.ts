import { never } from '../system/index.js';
import { assertionsOf, isAlwaysTrue, type NamedObserver } from './observer.js';
import type { Premise } from './property.js';
import type { Question } from './question.js';
import { isInside, someTask } from './vocabulary.js';

/** What must come true lest a property hold vacuously, and the name of the goal by which a search finds out. */
export interface NamedPremise extends Premise {
  readonly goal: string;
}

/** The premise of every safety property: where nobody ever runs new code, nothing is learnt about a live patch. */
const patchTakesEffect: NamedPremise = {
  goal: 'the patch takes effect',
  condition: someTask((task) => isInside(task, 'new')),
  otherwise: 'no task ever runs a new function',
};

/** @param questions those of the observer */
export function premisesOf(observer: NamedObserver, questions: readonly Question[]): readonly NamedPremise[] {
  const { property, kind, premise } = observer;
  return [
    ...(kind === 'safety' || !premise ? [patchTakesEffect] : []),
    ...(premise ? [{ ...premise, goal: `premise of ${property}` }] : []),
    ...(asksNothing(observer, questions)
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
function asksNothing(observer: NamedObserver, questions: readonly Question[]): boolean {
  if (observer.kind !== 'safety') return questions.length === 0;
  return (
    !observer.deadlock &&
    (!observer.invariant || isAlwaysTrue(observer.invariant)) &&
    (['old', 'new'] as const).every((version) => assertionsOf(observer, version).length === 0)
  );
}
