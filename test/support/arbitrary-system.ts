import fc from 'fast-check';
import type { Requirements } from '../../src/engine/index.js';
import {
  add,
  always,
  and,
  at,
  boolean,
  conditional,
  constant,
  defineSystem,
  type Edge,
  type Expression,
  enumeration,
  equal,
  exists,
  forall,
  forEach,
  identity,
  less,
  not,
  or,
  type ProcessReference,
  type ProcessTemplate,
  perProcess,
  processNamed,
  processOf,
  range,
  type System,
  self,
  shared,
  subtract,
} from '../../src/system/index.js';
import { named } from './named.js';

/*
 * Small systems over a fixed set of variables, of every sort, shared and per process. Two templates play the role
 * 'task', so that quantifiers range over different program graphs.
 */
const flag = shared('flag', boolean, false, true);
const counter = shared('counter', range(-1, 2), 0);
const colour = shared('colour', enumeration('red', 'green', 'blue'), 'red');
const shade = shared('shade', enumeration('blue', 'red'), 'blue');
const owner = shared('owner', processOf('task'), 'nobody');
const ready = perProcess('task', 'ready', boolean, false);
const count = perProcess('task', 'count', range(0, 2), 1);
/** Wide enough that a state takes several words, with a field that ends at the top bit of one. */
const wide = Array.from({ length: 6 }, (_, index) => shared(`wide ${index}`, range(0, 1023), 0));
const variables = [flag, ...wide.slice(0, 3), counter, colour, shade, ...wide.slice(3), owner, ready, count];
const labels = ['a', 'b'];

function integers(process: ProcessReference): fc.Arbitrary<Expression<number>> {
  return fc.oneof(
    fc.integer({ min: -1, max: 2 }).map(constant),
    fc.constant(counter.value),
    fc.constant(count.of(process).value),
  );
}

function conditions(process: ProcessReference, depth: number): fc.Arbitrary<Expression<boolean>> {
  const number = integers(process);
  const leaves = [
    fc.constant(flag.value),
    fc.constant(ready.of(process).value),
    fc.constantFrom(...labels).map((label) => at(process, label)),
    fc.constantFrom('red' as const, 'green' as const, 'blue' as const).map((each) => colour.is(each)),
    fc.constant(equal<string>(colour.value, shade.value)),
    fc.constant(equal<string>(shade.value, colour.value)),
    fc.constant(owner.is('nobody')),
    fc.constant(owner.is(identity(process))),
    fc.tuple(number, number).map(([left, right]) => equal(left, right)),
    fc.tuple(number, number).map(([left, right]) => less(left, right)),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = conditions(process, depth - 1);
  const quantifier = fc.constantFrom(forall, exists);
  return fc.oneof(
    ...leaves,
    inner.map(not),
    fc.array(inner, { maxLength: 3 }).map((each) => and(...each)),
    fc.array(inner, { maxLength: 3 }).map((each) => or(...each)),
    fc.tuple(inner, inner, inner).map(([one, two, three]) => conditional<boolean>(one, two, three)),
    fc.tuple(quantifier, conditions({ kind: 'bound', binder: `task#${depth}` }, 0)).map(
      ([kind, body]) =>
        // The binder is given by hand: an arbitrary cannot be drawn from inside the builder's callback.
        ({
          kind: kind === forall ? 'forall' : 'exists',
          binder: `task#${depth}`,
          role: 'task',
          body,
        }) as const,
    ),
    fc
      .tuple(quantifier, inner)
      .map(([kind, body]) =>
        kind('task', (other) => and(not(equal(identity(other), identity(process))), body)),
      ),
  );
}

/** Integers stay in range by construction: a clamp that interval analysis cannot see through. */
function clamped(value: Expression<number>, low: number, high: number): Expression<number> {
  return conditional<number>(less(value, low), low, conditional<number>(less(high, value), high, value));
}

function assignments(process: ProcessReference): fc.Arbitrary<Edge['assignments']> {
  const one = fc.oneof(
    conditions(process, 1).map((value) => flag.becomes(value)),
    integers(process).map((value) => counter.becomes(clamped(add(value, counter.value), -1, 2))),
    fc.constantFrom('red' as const, 'green' as const, 'blue' as const).map((value) => colour.becomes(value)),
    fc.constantFrom('red' as const, 'blue' as const).map((value) => shade.becomes(value)),
    fc.constant(colour.becomes(conditional<'red' | 'blue'>(flag.value, shade.value, 'red'))),
    fc.constantFrom(owner.becomes('nobody'), owner.becomes(identity(process))),
    fc.constantFrom(...wide).map((each) => each.becomes(1023)),
    conditions(process, 1).map((value) => ready.of(process).becomes(value)),
    integers(process).map((value) =>
      count.of(process).becomes(clamped(subtract(value, count.of(process).value), 0, 2)),
    ),
    fc.boolean().map((value) => forEach('task', (each) => ready.of(each).becomes(value))),
    fc.constant(
      forEach('task', (each) =>
        count.of(each).becomes(conditional<number>(ready.of(each).value, 0, count.of(each).value)),
      ),
    ),
  );
  return fc.uniqueArray(one, { maxLength: 2, selector: ({ name }) => name });
}

/** Conditions and assignments that speak of the process itself. */
const ownConditions: fc.Arbitrary<Expression<boolean>> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(always) },
  fc.constantFrom(ready.of(self).value, not(ready.of(self).value), less(count.of(self).value, 2)),
);
const ownAssignments: fc.Arbitrary<Edge['assignments']> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  fc.boolean().map((value) => [ready.of(self).becomes(value)]),
  fc.constantFrom(0, 1, 2).map((value) => [count.of(self).becomes(value)]),
);

/** @param scope whether the steps depend on anything, or most of them on nothing but what is the process's own */
function templates(
  name: string,
  size: fc.Arbitrary<number>,
  scope: 'own' | 'anything' = 'anything',
): fc.Arbitrary<ProcessTemplate> {
  return fc.integer({ min: 1, max: 4 }).chain((locationCount) => {
    const location = fc.integer({ min: 0, max: locationCount - 1 }).map((index) => `l${index}`);
    const own = fc.record({
      from: location,
      to: location,
      action: fc.constant({ name: 'keeps to itself', tags: [] }),
      guard: ownConditions,
      assignments: ownAssignments,
      assertions: fc.constant([]),
    });
    const any = fc.boolean().chain((choosing) => {
      const actor: ProcessReference = choosing ? { kind: 'bound', binder: 'chosen' } : self;
      return fc.record({
        from: location,
        to: location,
        action: fc.constant({ name: choosing ? 'acts on %' : 'acts', tags: [] }),
        guard: conditions(actor, 2),
        assignments: assignments(actor),
        assertions: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          {
            weight: 1,
            arbitrary: conditions(self, 1).map((condition) => [{ property: 'assertion', condition }]),
          },
        ),
        ...(choosing && { choice: fc.constant({ binder: 'chosen', role: 'task' }) }),
      });
    });
    const edge = scope === 'own' ? fc.oneof({ weight: 3, arbitrary: own }, any) : any;
    return fc.record({
      name: fc.constant(name),
      count: size,
      roles: fc.constant(['task']),
      graph: fc.record({
        initial: location,
        locations: fc.tuple(
          ...Array.from({ length: locationCount }, (_, index) =>
            fc.record({
              name: fc.constant(`l${index}`),
              labels: fc.subarray(labels),
              end: fc.boolean(),
            }),
          ),
        ),
        edges: fc.array(edge, { minLength: 1, maxLength: 6 }),
      }),
    });
  });
}

export const arbitrarySystem: fc.Arbitrary<System> = fc
  .tuple(templates('p', fc.integer({ min: 1, max: 2 })), templates('q', fc.constant(1)))
  .map((both) => defineSystem({ variables, templates: both }));

/** The same with more processes alike, most of which keep to themselves, so that there is something to reduce. */
export const arbitraryReducibleSystem: fc.Arbitrary<System> = fc
  .tuple(templates('p', fc.integer({ min: 1, max: 3 }), 'own'), templates('q', fc.constant(1), 'own'))
  .map((both) => defineSystem({ variables, templates: both }));

/** Conditions on the states of these systems. */
export const arbitraryConditions: fc.Arbitrary<Expression<boolean>> = conditions(processNamed('q'), 1);

export const arbitraryRequirements: fc.Arbitrary<Requirements> = fc.record({
  invariants: fc.tuple(
    conditions(processNamed('q'), 1).map((holds) => ({ property: 'first', holds })),
    conditions(processNamed('q'), 1).map((holds) => ({ property: 'second', holds })),
  ),
  goals: fc.array(conditions(processNamed('q'), 1), { maxLength: 2 }).map(named),
  deadlock: fc.constant({ properties: ['deadlock'], role: 'task' }),
});
