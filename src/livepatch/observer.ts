import { type Assertion, type Assignment, type Expression, SystemDefinitionError } from '../system/index.js';
import type { Moment } from './graph-builder.js';
import type {
  BranchingObserver,
  Facts,
  LivenessObserver,
  Property,
  QuantityObserver,
  SafetyObserver,
} from './property.js';

/** The observer of a property in a composition. */
export type NamedObserver = { readonly property: string } & (
  | ({ readonly kind: 'safety' } & SafetyObserver)
  | ({ readonly kind: 'liveness' } & LivenessObserver)
  | ({ readonly kind: 'branching' } & BranchingObserver)
  | ({ readonly kind: 'quantity' } & QuantityObserver)
);

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

/** What an observer remembers of a step. */
export function notesOf(observer: NamedObserver, moment: Moment): readonly Assignment[] {
  if (moment === 'traversal end') return observer.onTraversalEnd?.() ?? [];
  return observer.onCall?.(moment.version, moment.functionName) ?? [];
}

/** What it asserts of a step. */
export function assertionsOf(observer: NamedObserver, moment: Moment): readonly Assertion[] {
  if (moment === 'traversal end' || observer.kind !== 'safety' || !observer.assertAtCall) return [];
  const condition = observer.assertAtCall(moment.version, moment.functionName);
  return isAlwaysTrue(condition) ? [] : [{ property: observer.property, condition }];
}

export function isAlwaysTrue(condition: Expression<boolean>): boolean {
  return condition.kind === 'constant' && condition.value === true;
}
