import { oldAndNew, type Scenario } from '../scenario/index.js';
import {
  type Assignable,
  type Assignment,
  and,
  conditional,
  type Expression,
  never,
  or,
  type ProcessReference,
} from '../system/index.js';
import { isInsideVersion } from './versions.js';
import { isInside, someTask } from './vocabulary.js';

/** A version of a patched function, which is a body of its own. */
export interface VersionedBody {
  readonly functionName: string;
  readonly version: string;
}

/** Which version of each patched function is entered where no transition is under way. */
export interface CodeState {
  /** Equal states have the same. */
  readonly name: string;
  /** By function. */
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * The code states that a kernel goes through, from one to the next by a transition each: the functions before the patch and
 * after it; or what each operation on several patches makes of them.
 */
export interface CodeStates {
  /** All versions of the patched functions, those of one function after the other, the earliest first. */
  readonly bodies: readonly VersionedBody[];
  /** The one at first, and after each operation. */
  readonly sequence: readonly CodeState[];
  /** The position in the sequence after the last operation that enables a patch; 0, if none does. */
  readonly lastEnabled: number;
  /** True once that operation has begun; of one that takes a patch out, what {@link Rules.removing} says may do. */
  hasBegun(position: number): Expression<boolean>;
  /** True of a task whose stack has versions on it that no code state has together. */
  isMixed(task: ProcessReference): Expression<boolean>;
  /** Which versions of two functions no code state has together: the one on the stack of one task, the other on that of another. */
  readonly conflicts: readonly (readonly [readonly VersionedBody[], readonly VersionedBody[]])[];
  /** True of a task that has one of these on its stack. */
  isInsideAny(task: ProcessReference, bodies: readonly VersionedBody[]): Expression<boolean>;
  /** The version of a function for which the calls in bodies of `version` are written. */
  versionSeenFrom(version: string, functionName: string): string;
  /** What must come true lest nothing be learnt of a patch: that somebody runs what it brings. */
  readonly effects: readonly {
    /** A name of its own. */
    readonly goal: string;
    readonly condition: Expression<boolean>;
    readonly otherwise: string;
  }[];
}

/** Where there is one patch. */
export function oldAndNewStates({ patch: { functions, removed } }: Scenario): CodeStates {
  const [before, after] = oldAndNew.map(
    (name): CodeState => ({ name, versions: new Map(functions.map((each) => [each, name])) }),
  ) as [CodeState, CodeState];
  const bodiesOf = (version: string): readonly VersionedBody[] =>
    functions.map((functionName) => ({ functionName, version }));
  return {
    bodies: functions.flatMap((functionName) => oldAndNew.map((version) => ({ functionName, version }))),
    sequence: [before, after, ...(removed ? [before] : [])],
    lastEnabled: 1,
    hasBegun: () => never,
    isMixed: (task) => {
      const [old, changed] = oldAndNew.map((version) => isInside(task, version));
      return old && changed ? and(old, changed) : never;
    },
    conflicts: [[bodiesOf('new'), bodiesOf('old')]],
    isInsideAny: (task, bodies) =>
      or(
        ...oldAndNew.map((version) =>
          bodies.filter((each) => each.version === version).length === functions.length
            ? isInside(task, version)
            : isInsideBodies(
                task,
                bodies.filter((each) => each.version === version),
              ),
        ),
      ),
    versionSeenFrom: (version) => version,
    effects: [
      {
        goal: 'the patch takes effect',
        condition: someTask((task) => isInside(task, 'new')),
        otherwise: 'no task ever runs a new function',
      },
    ],
  };
}

export function isInsideBodies(
  task: ProcessReference,
  bodies: readonly VersionedBody[],
): Expression<boolean> {
  return or(...bodies.map(({ functionName, version }) => isInsideVersion(task, functionName, version)));
}

/** The positions in the sequence at which a function is in that version. */
export function positionsOf(
  { sequence }: Pick<CodeStates, 'sequence'>,
  body: VersionedBody,
): readonly number[] {
  return sequence.flatMap(({ versions }, position) =>
    versions.get(body.functionName) === body.version ? [position] : [],
  );
}

/** The names of the code states in which a function is in that version, each once. */
export function statesWith(
  { sequence }: Pick<CodeStates, 'sequence'>,
  { functionName, version }: VersionedBody,
): readonly string[] {
  const names = sequence.filter(({ versions }) => versions.get(functionName) === version);
  return [...new Set(names.map(({ name }) => name))];
}

/**
 * What is noted of a call in a counter that never goes back: the earliest position in the sequence, from what it holds on, at which
 * the function is in that version; at most the last position at which a patch is enabled.
 */
export function latestReached(
  codeStates: Pick<CodeStates, 'sequence' | 'lastEnabled'>,
  body: VersionedBody,
  counter: Assignable<number>,
): readonly Assignment[] {
  const { lastEnabled } = codeStates;
  const positions = positionsOf(codeStates, body).map((each) => Math.min(each, lastEnabled));
  const after = Array.from({ length: lastEnabled + 1 }, (_, before) => ({
    before,
    then: positions.find((each) => each >= before) ?? before,
  }));
  const changing = after.filter(({ before, then }) => then !== before);
  if (changing.length === 0) return [];
  const ends = new Set(after.map(({ then }) => then));
  const [end] = ends;
  if (ends.size === 1 && end !== undefined) return [counter.becomes(end)];
  return [
    counter.becomes(
      changing.reduce<Expression<number>>(
        (value, { before, then }) => conditional<number>(counter.is(before), then, value),
        counter.value,
      ),
    ),
  ];
}
