import fc from 'fast-check';
import type { Requirements } from '../../src/engine/index.js';
import {
  add,
  always,
  and,
  at,
  boolean,
  conditional,
  defineSystem,
  type Edge,
  type Expression,
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
  type Variable,
} from '../../src/system/index.js';
import { named } from './named.js';

/*
 * Loosely coupled systems: processes that go through a few locations, most steps on nothing but their own, and some that
 * wait for, or change, exactly one thing of somebody else's. So much is independent, and each dependence that a reduction
 * overlooks is likely to be the only one there is.
 */
const flag = shared('flag', boolean, false);
const either = shared('either', boolean, false, true);
const counter = shared('counter', range(0, 2), 0);
const lock = shared('lock', processOf('task'), 'nobody');
const mine = perProcess('task', 'mine', boolean, false);
const given = perProcess('task', 'given', boolean, true);
const count = perProcess('task', 'count', range(0, 2), 0);
/** Together too wide for one number of 31 bits. */
const wide = Array.from({ length: 4 }, (_, index) => perProcess('p', `wide ${index}`, range(0, 1023), 0));
const partner = perProcess('p', 'partner', processOf('q'), 'nobody');
const labels = ['a', 'b', 'c'];
/** `r` is one process, known by its name; `task` is played by all. */
const roles = ['p', 'q', 'r', 'task'];
const r = processNamed('r');

const label = fc.constantFrom(...labels);
const role = fc.constantFrom(...roles);
/** Few, so that two processes are likely to speak of the same. */
const flags = fc.constantFrom(flag, flag, either);

/** What can be said of one process, on top of what can be said of nobody in particular. */
function literalsOf(process: ProcessReference): fc.Arbitrary<Expression<boolean>> {
  return fc.oneof(
    { weight: 3, arbitrary: label.map((each) => at(process, each)) },
    { weight: 2, arbitrary: fc.constantFrom(mine.of(process).value, given.of(process).value) },
    fc.constant(lock.is(identity(process))),
    fc.constantFrom(0, 1, 2).map((each) => count.of(process).is(each)),
  );
}

const literals: fc.Arbitrary<Expression<boolean>> = fc.oneof(
  { weight: 10, arbitrary: flags.map((each) => each.value) },
  { weight: 2, arbitrary: literalsOf(r) },
  fc.constant(lock.is('nobody')),
  fc.constantFrom(1, 2).map((each) => counter.is(each)),
  fc.constant(less(counter.value, 2)),
);

const quantifiers = fc.constantFrom(exists, forall);

/** Drawn before it is built, for nothing can be drawn inside a builder's callback. */
function about(body: (process: ProcessReference) => fc.Arbitrary<Expression<boolean>>, binder: string) {
  return fc.tuple(quantifiers, role, body({ kind: 'bound', binder })).map(
    ([quantifier, over, inner]): Expression<boolean> => ({
      kind: quantifier === exists ? 'exists' : 'forall',
      binder,
      role: over,
      body: inner,
    }),
  );
}

function negatedAtTimes(condition: fc.Arbitrary<Expression<boolean>>): fc.Arbitrary<Expression<boolean>> {
  return fc.oneof({ weight: 3, arbitrary: condition }, condition.map(not));
}

function combined(condition: fc.Arbitrary<Expression<boolean>>): fc.Arbitrary<Expression<boolean>> {
  return fc.oneof(
    fc.tuple(condition, condition).map((both) => and(...both)),
    fc.tuple(condition, condition).map((both) => or(...both)),
    fc
      .tuple(condition, condition, condition)
      .map(([one, two, three]) => conditional<boolean>(one, two, three)),
  );
}

const severalLabels = (process: ProcessReference): fc.Arbitrary<Expression<boolean>> =>
  fc
    .tuple(fc.constantFrom(and, or), label, label)
    .map(([join, one, other]) => join(at(process, one), at(process, other)));

/** Of two processes, the binder of one of which may be that of the other. */
const ofTwo: fc.Arbitrary<Expression<boolean>> = fc.constantFrom('x', 'y').chain((second) =>
  about(
    (outer) =>
      fc
        .tuple(
          literalsOf(outer),
          about((inner) => combined(negatedAtTimes(fc.oneof(literalsOf(inner), literalsOf(outer)))), second),
        )
        .map(([one, other]) => and(one, other)),
    'x',
  ),
);

const ofOne: fc.Arbitrary<Expression<boolean>> = fc.oneof(
  about((each) => negatedAtTimes(literalsOf(each)), 'x'),
  about((each) => combined(negatedAtTimes(fc.oneof(literalsOf(each), literals))), 'x'),
  about(severalLabels, 'x'),
);

/** Conditions on states. */
const stateConditions: fc.Arbitrary<Expression<boolean>> = negatedAtTimes(
  fc.oneof(
    { weight: 2, arbitrary: combined(negatedAtTimes(literals)) },
    { weight: 2, arbitrary: ofOne },
    { weight: 2, arbitrary: combined(negatedAtTimes(fc.oneof(ofOne, literals))) },
    ofTwo,
    severalLabels(r),
  ),
);

/** Guards and assertions of a step that the process takes itself, on `actor`. */
function stepConditions(actor: ProcessReference): fc.Arbitrary<Expression<boolean>> {
  return fc.oneof(
    { weight: 6, arbitrary: negatedAtTimes(literals) },
    { weight: 3, arbitrary: negatedAtTimes(literalsOf(actor)) },
    ofOne,
    severalLabels(r),
    combined(negatedAtTimes(fc.oneof(literals, literalsOf(actor), ofOne))),
    about(
      (other) => literalsOf(other).map((each) => and(not(equal(identity(other), identity(actor))), each)),
      'x',
    ),
  );
}

function assignments(actor: ProcessReference): fc.Arbitrary<Edge['assignments']> {
  const one = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(flags, fc.boolean()).map(([each, value]) => each.becomes(value)) },
    { weight: 4, arbitrary: fc.boolean().map((value) => mine.of(actor).becomes(value)) },
    fc.boolean().map((value) => given.of(r).becomes(value)),
    fc.constantFrom(lock.becomes('nobody'), lock.becomes(identity(actor))),
    fc.constant(counter.becomes(conditional<number>(less(counter.value, 2), add(counter.value, 1), 0))),
    fc.constantFrom(0, 1, 2).map((value) => count.of(actor).becomes(value)),
    fc.tuple(flags, stepConditions(actor)).map(([each, value]) => each.becomes(value)),
    fc
      .tuple(role, fc.boolean())
      .map(([over, value]) => forEach(over, (each) => mine.of(each).becomes(value))),
    role.map((over) => forEach(over, (each) => given.of(each).becomes(mine.of(each).value))),
  );
  return fc.uniqueArray(one, { minLength: 1, maxLength: 2, selector: ({ name }) => name });
}

/** What only `p` can assign, in systems that have it. */
type Extra = 'wide' | 'partner' | 'none';

function extraAssignments(extra: Extra): fc.Arbitrary<Edge['assignments']> {
  switch (extra) {
    case 'wide':
      return fc
        .tuple(fc.constantFrom(...wide), fc.constantFrom(0, 1, 512, 1023))
        .map(([each, value]) => [each.of(self).becomes(value)]);
    case 'partner':
      return fc.constantFrom([partner.of(self).becomes('nobody')], [partner.of(self).becomes('q')]);
    case 'none':
      return fc.constant([]);
  }
}

/** A step of its own, or one that depends on others, or changes what others may depend on, or both. */
type Coupling = 'none' | 'waits' | 'changes' | 'both';

function edgeBetween(
  ends: fc.Arbitrary<readonly [number, number]>,
  coupling: fc.Arbitrary<Coupling>,
  extra: Extra,
): fc.Arbitrary<Edge> {
  const constant = <T>(value: T): fc.Arbitrary<T> => fc.constant(value);
  return fc
    .record({ ends, coupling, choice: fc.oneof({ weight: 5, arbitrary: constant(undefined) }, role) })
    .chain(({ ends: [from, to], coupling: how, choice }): fc.Arbitrary<Edge> => {
      const chooses = how !== 'none' && choice !== undefined;
      const actor: ProcessReference = chooses ? { kind: 'bound', binder: 'chosen' } : self;
      return fc.record({
        from: constant(`l${from}`),
        to: constant(`l${to}`),
        action: constant({ name: chooses ? 'acts on %' : 'acts', tags: [] }),
        guard:
          how === 'none' || how === 'changes'
            ? fc.oneof(
                { weight: 5, arbitrary: constant(always) },
                negatedAtTimes(constant(mine.of(self).value)),
              )
            : stepConditions(actor),
        assignments:
          how === 'none' || how === 'waits'
            ? fc.oneof(constant([]), extraAssignments(extra), constant([mine.of(self).becomes(true)]))
            : assignments(actor),
        assertions:
          how === 'none'
            ? constant([])
            : fc.oneof(
                { weight: 6, arbitrary: constant([]) },
                fc
                  .tuple(fc.constantFrom('assertion', 'another', 'third'), stepConditions(self))
                  .map(([property, condition]) => [{ property, condition }]),
              ),
        ...(chooses && { choice: constant({ binder: 'chosen', role: choice }) }),
      });
    });
}

function templateOf(name: string, size: fc.Arbitrary<number>, extra: Extra): fc.Arbitrary<ProcessTemplate> {
  return fc.constantFrom(2, 2, 3, 3, 4, 5).chain((length) => {
    const index = fc.integer({ min: 0, max: length - 1 });
    const onward = fc.integer({ min: 0, max: length - 2 }).map((from) => [from, from + 1] as const);
    const walk = Array.from({ length: length - 1 }, (_, from) =>
      edgeBetween(
        fc.constant([from, from + 1]),
        fc.constantFrom('none', 'none', 'none', 'waits', 'changes', 'both'),
        extra,
      ),
    );
    /** Those that lead back, or to where they begin, make cycles. */
    const more = edgeBetween(
      fc.oneof({ weight: 3, arbitrary: onward }, fc.tuple(index, index)),
      fc.constantFrom('none', 'waits', 'changes', 'both'),
      extra,
    );
    return fc.record({
      name: fc.constant(name),
      count: size,
      roles: fc.constant([name, 'task']),
      graph: fc.record({
        initial: fc.constant('l0'),
        locations: fc.tuple(
          ...Array.from({ length }, (_, location) =>
            fc.record({
              name: fc.constant(`l${location}`),
              labels: fc.subarray(labels, { maxLength: 2 }),
              end:
                location === length - 1
                  ? fc.constant(true)
                  : fc.integer({ min: 0, max: 4 }).map((each) => each === 0),
            }),
          ),
        ),
        edges: fc.tuple(fc.tuple(...walk), fc.array(more, { maxLength: 2 })).map((both) => both.flat()),
      }),
    });
  });
}

export const arbitraryLooseSystem: fc.Arbitrary<System> = fc
  .constantFrom<Extra>('none', 'none', 'none', 'wide', 'partner')
  .chain((extra) =>
    fc
      .tuple(
        templateOf('p', fc.constantFrom(1, 2, 2, 3), extra),
        templateOf('q', extra === 'partner' ? fc.constant(1) : fc.constantFrom(1, 1, 2), 'none'),
        templateOf('r', fc.constant(1), 'none'),
      )
      .map((templates) => {
        const variables: Variable[] = [flag, either, counter, lock, mine, given, count];
        if (extra === 'wide') variables.splice(2, 0, ...wide);
        if (extra === 'partner') variables.push(partner);
        return defineSystem({ variables, templates });
      }),
  );

/** Now and then more conditions than one number has bits for. */
export const arbitraryLooseRequirements: fc.Arbitrary<Requirements> = fc
  .constantFrom(0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 33)
  .chain((goals) =>
    fc.record({
      invariants: fc.array(
        fc.record({
          property: fc.constantFrom('first', 'second', 'assertion'),
          holds: stateConditions.map(not),
        }),
        { maxLength: 2 },
      ),
      goals: fc.array(stateConditions, { minLength: goals, maxLength: goals }).map(named),
      deadlock: role.map((each) => ({ properties: ['deadlock'], role: each })),
    }),
  );
