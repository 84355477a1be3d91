import { type Assertion, type Expression, never, SystemDefinitionError } from '../system/index.js';
import type {
  BranchingObserver,
  Facts,
  LivenessObserver,
  Premise,
  Property,
  QuantityObserver,
  SafetyObserver,
} from './property.js';
import type { Question } from './question.js';
import { isInside, someTask, type Version } from './vocabulary.js';

/** The observer of a property in a composition. */
export type NamedObserver = { readonly property: string } & (
  | ({ readonly kind: 'safety' } & SafetyObserver)
  | ({ readonly kind: 'liveness' } & LivenessObserver)
  | ({ readonly kind: 'branching' } & BranchingObserver)
  | ({ readonly kind: 'quantity' } & QuantityObserver)
);

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

/** @throws SystemDefinitionError when two have the same name, or one asks nothing, as code without types may */
export function observersOf(properties: readonly Property[], facts: Facts): readonly NamedObserver[] {
  const names = properties.map(({ name }) => name);
  const observers = properties.map((property) => observerOf(property, facts));
  const problems = [
    ...[...new Set(names.filter((name, index) => names.indexOf(name) < index))].map(
      (name) => `two properties are named '${name}': expected a name of its own for each`,
    ),
    ...observers.flatMap((observer) =>
      needed[observer.kind].some((key) => key in observer)
        ? []
        : [
            `the ${observer.kind} property '${observer.property}' asks nothing: expected ${needed[observer.kind].join(' or ')}`,
          ],
    ),
  ];
  if (problems.length > 0) throw new SystemDefinitionError(problems);
  return observers;
}

const needed = {
  safety: ['invariant', 'assertAtCall', 'deadlock'],
  liveness: ['formulas'],
  branching: ['possibilities'],
  quantity: ['quantities'],
} as const;

function observerOf(property: Property, facts: Facts): NamedObserver {
  const { name } = property;
  switch (property.kind) {
    case 'safety':
      return { ...property.observe(facts), property: name, kind: property.kind };
    case 'liveness':
      return { ...property.observe(facts), property: name, kind: property.kind };
    case 'branching':
      return { ...property.observe(facts), property: name, kind: property.kind };
    case 'quantity':
      return { ...property.observe(facts), property: name, kind: property.kind };
  }
}

/** What an observer asserts of a call of a patched function that enters that version. */
export function assertionsOf(observer: NamedObserver, version: Version): readonly Assertion[] {
  if (observer.kind !== 'safety' || !observer.assertAtCall) return [];
  const condition = observer.assertAtCall(version);
  return isAlwaysTrue(condition) ? [] : [{ property: observer.property, condition }];
}

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

function isAlwaysTrue(condition: Expression<boolean>): boolean {
  return condition.kind === 'constant' && condition.value === true;
}
