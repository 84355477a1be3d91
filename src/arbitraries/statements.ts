import fc from 'fast-check';
import type { StatementDocument } from '../scenario/index.js';
import type { ScenarioSize } from './size.js';

export type BodyDocument = StatementDocument[];

/** The names that bodies use: what of it no body uses is not declared. */
export const names = {
  functions: ['f', 'g', 'h', 'i', 'j', 'k', 'l', 'm'],
  locks: ['A', 'B'],
  events: ['ready'],
  /** Shared by all tasks. */
  flag: 'format',
  counter: 'users',
  /** Each task has its own. */
  own: 'kind',
} as const;

const values = ['v1', 'v2'] as const;

/** What may stand in bodies. */
export interface Vocabulary {
  /** Functions that may be called: later ones only, so that no call recurs. */
  readonly callable: readonly string[];
  readonly events: boolean;
  readonly uninterruptibleSleeps: boolean;
  /** Only what kernel threads alone come to may have them. */
  readonly safePoints: boolean;
}

/**
 * A body. Locks are taken and given back around some statements, and a counter is mostly incremented before it is decremented,
 * as in code that works; what a patch makes of that is another body of the same kind.
 */
export function arbitraryBody(
  vocabulary: Vocabulary,
  { statements, depth }: Pick<ScenarioSize, 'statements' | 'depth'>,
  minLength = 0,
): fc.Arbitrary<BodyDocument> {
  const parts = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...simpleStatements(vocabulary)).map((each) => [each]) },
    ...(vocabulary.callable.length > 0
      ? [
          {
            weight: 5,
            arbitrary: fc.constantFrom(...vocabulary.callable).map((name): BodyDocument => [`call ${name}`]),
          },
        ]
      : []),
    // Many, for they are left out wherever a system call may come.
    ...(vocabulary.safePoints ? [{ weight: 2, arbitrary: fc.constant(['safe-point']) }] : []),
    ...(depth > 0 ? compoundParts(arbitraryBody(vocabulary, { statements, depth: depth - 1 })) : []),
  );
  return fc.array(parts, { minLength, maxLength: statements }).map((each) => each.flat());
}

function simpleStatements({ events, uninterruptibleSleeps }: Vocabulary): readonly [string, ...string[]] {
  const { own, flag, counter } = names;
  return [
    'sleep',
    ...(uninterruptibleSleeps ? ['sleep uninterruptible'] : []),
    ...names.events.flatMap((event) =>
      events
        ? [
            `wait ${event}`,
            `wake ${event}`,
            ...(uninterruptibleSleeps ? [`wait ${event} uninterruptible`] : []),
          ]
        : [],
    ),
    `set ${flag} ${values[1]}`,
    `assert ${flag} = ${values[0]}`,
    `increment ${counter}`,
    `decrement ${counter}`,
    `set ${own} ${values[1]}`,
    `assert ${own} = ${values[0]}`,
    'return',
  ];
}

function compoundParts(
  inner: fc.Arbitrary<BodyDocument>,
): readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<BodyDocument> }[] {
  const { own, flag, counter } = names;
  const condition = fc.constantFrom(`${own} = ${values[1]}`, `${flag} = ${values[1]}`);
  const lock = fc.constantFrom(...names.locks);
  return [
    {
      weight: 4,
      arbitrary: fc
        .tuple(lock, inner)
        .map(([name, body]): BodyDocument => [`lock ${name}`, ...body, `unlock ${name}`]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(lock, inner)
        .map(([name, body]): BodyDocument => [{ trylock: name, then: [...body, `unlock ${name}`] }]),
    },
    {
      weight: 1,
      arbitrary: inner.map((body): BodyDocument => [`increment ${counter}`, ...body, `decrement ${counter}`]),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...names.locks.map((name) => [`lock ${name}`, `unlock ${name}`] as const), [
          `increment ${counter}`,
          `decrement ${counter}`,
        ] as const)
        .map(([begin, end]): BodyDocument => [begin, { sleep: 'interruptible', 'on-signal': [end] }, end]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(condition, inner, inner)
        .map(
          ([tested, whenTrue, whenFalse]): BodyDocument => [
            { if: tested, then: whenTrue, ...(whenFalse.length > 0 && { else: whenFalse }) },
          ],
        ),
    },
    { weight: 1, arbitrary: fc.tuple(inner, inner).map((branches): BodyDocument => [{ either: branches }]) },
    { weight: 1, arbitrary: inner.map((body): BodyDocument => [{ loop: body }]) },
  ];
}
