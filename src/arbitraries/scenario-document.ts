import fc from 'fast-check';
import type { ScenarioDocument, TaskDocument } from '../scenario/index.js';
import { type AssumptionName, satisfies } from './assumptions.js';
import type { ScenarioSize } from './size.js';
import { arbitraryBody, type BodyDocument, names, type Vocabulary } from './statements.js';
import { tidy } from './tidy.js';
import { dropStatements, mapDeclared, reachedFrom } from './walk.js';

type FunctionDocument = ScenarioDocument['functions'][string];

/** Documents of scenarios that are well-formed, not yet shrunk in a way of their own. */
export function generatedDocuments(
  size: ScenarioSize,
  assumptions: readonly AssumptionName[],
): fc.Arbitrary<ScenarioDocument> {
  return fc
    .oneof(
      { weight: 3, arbitrary: documentsOf(size, assumptions, undefined) },
      ...(size.functions >= 2
        ? [
            {
              weight: 1,
              arbitrary: arbitraryRegion.chain((region) => documentsOf(size, assumptions, region)),
            },
          ]
        : []),
    )
    .filter((document) => document !== undefined)
    .filter((document) => satisfies(document, assumptions));
}

/** What begins in one function and ends in another: a lock that is taken and given back, before the patch and after it. */
interface Region {
  readonly old: string | undefined;
  readonly new: string | undefined;
}

const arbitraryRegion: fc.Arbitrary<Region> = fc
  .record({
    old: fc.constantFrom(undefined, ...names.locks),
    new: fc.constantFrom(undefined, ...names.locks),
  })
  .filter((region) => region.old !== region.new);

function documentsOf(
  size: ScenarioSize,
  assumptions: readonly AssumptionName[],
  region: Region | undefined,
): fc.Arbitrary<ScenarioDocument | undefined> {
  const [begin, end, ...others] = names.functions.slice(0, size.functions) as [string, string, ...string[]];
  const functions = region ? others : names.functions.slice(0, size.functions);
  const isAssumed = (name: AssumptionName): boolean => assumptions.includes(name);
  const vocabularyOf = (callable: readonly string[]): Vocabulary => ({
    callable,
    events: !isAssumed('no-cross-task-waits'),
    uninterruptibleSleeps: !isAssumed('interruptible-sleeps'),
    safePoints: !isAssumed('user-tasks-only'),
  });
  const declared = functions.map((_, index) =>
    arbitraryFunction(vocabularyOf(functions.slice(index + 1)), size, !isAssumed('same-signatures')),
  );
  return fc
    .record({
      bodies: fc.tuple(...declared),
      tasks: arbitraryTasks(vocabularyOf(functions), size, isAssumed('user-tasks-only')),
      removed: isAssumed('patch-stays') ? fc.constant(false) : fc.boolean(),
      reversed: isAssumed('patch-stays') ? fc.constant(false) : fc.nat({ max: 3 }).map((each) => each === 0),
    })
    .map(({ bodies, tasks, removed, reversed }) =>
      assemble(
        {
          ...(region && {
            [begin]: { old: lockText('lock', region.old), new: lockText('lock', region.new) },
            [end]: { old: lockText('unlock', region.old), new: lockText('unlock', region.new) },
          }),
          ...Object.fromEntries(bodies.map((each, index) => [functions[index] as string, each])),
        },
        region
          ? tasks.map((each) => ({
              ...each,
              syscalls: each.syscalls.map((body) => inRegion(body, begin, end)),
            }))
          : tasks,
        { removed, reversed },
      ),
    );
}

function lockText(keyword: 'lock' | 'unlock', lock: string | undefined): BodyDocument {
  return lock === undefined ? [] : [`${keyword} ${lock}`];
}

function inRegion(body: BodyDocument, begin: string, end: string): BodyDocument {
  return [`call ${begin}`, ...body.filter((each) => each !== 'return'), `call ${end}`];
}

function assemble(
  functions: ScenarioDocument['functions'],
  tasks: readonly ArbitraryTask[],
  patch: { readonly removed: boolean; readonly reversed: boolean },
): ScenarioDocument | undefined {
  const bySyscalls = reachedFrom(
    tasks.flatMap(({ syscalls }) => syscalls),
    functions,
  ).called;
  return tidy({
    scenario: 'generated',
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, declared]) => [
        name,
        bySyscalls.has(name) ? mapDeclared(declared, withoutSafePoints) : declared,
      ]),
    ),
    syscalls: Object.fromEntries(
      tasks.flatMap(({ syscalls }, task) =>
        syscalls.map((body, number) => [syscallName(task, number), body] as const),
      ),
    ),
    tasks: Object.fromEntries(
      tasks.map(({ document, syscalls }, task) => [
        `task${task + 1}`,
        document.kind === 'user'
          ? { ...document, runs: syscalls.map((_, number) => syscallName(task, number)) }
          : document,
      ]),
    ),
    patch,
  });
}

/** Only a kernel thread has safe points. */
function withoutSafePoints(body: BodyDocument): BodyDocument {
  return dropStatements(body, (each) => each === 'safe-point');
}

function syscallName(task: number, number: number): string {
  return `syscall${task + 1}${number === 0 ? '' : `.${number + 1}`}`;
}

/** Most functions are patched: a function that is not only carries calls from one that is to another. */
function arbitraryFunction(
  vocabulary: Vocabulary,
  size: ScenarioSize,
  changesSignatures: boolean,
): fc.Arbitrary<FunctionDocument> {
  const body = arbitraryBody(vocabulary, size);
  const bodies = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(body, body) },
    { weight: 2, arbitrary: body.map(changeFormat) },
    { weight: 1, arbitrary: body.map(addLock) },
    { weight: 1, arbitrary: body.map(exchangeOrder) },
    { weight: 4, arbitrary: body.chain((old) => fc.tuple(fc.constant(old), arbitraryChange(old, body))) },
  );
  const patched = fc.record({
    bodies,
    changesSignature: changesSignatures
      ? fc.integer({ min: 0, max: 3 }).map((each) => each === 0)
      : fc.constant(false),
  });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: patched.map(({ bodies: [old, changed], changesSignature }) => ({
        old,
        new: changed,
        ...(changesSignature && { signature: { old: 'f(x)', new: 'f(x, y)' } }),
      })),
    },
    { weight: 1, arbitrary: body },
  );
}

/** What a patch makes of a body: two statements in the other order, one more, one less, or the same body. */
function arbitraryChange(old: BodyDocument, body: fc.Arbitrary<BodyDocument>): fc.Arbitrary<BodyDocument> {
  const place = fc.nat({ max: Math.max(0, old.length - 1) });
  return fc.oneof<fc.Arbitrary<BodyDocument>[]>(
    fc.constant<BodyDocument>([...old]),
    place.map((index) => old.filter((_, each) => each !== index)),
    fc.tuple(place, body).map(([index, more]) => [...old.slice(0, index), ...more, ...old.slice(index)]),
    fc
      .tuple(place, place)
      .map(([one, other]) =>
        old.map((each, index) => (index === one ? old[other] : index === other ? old[one] : each) ?? each),
      ),
    fc.constant(exchangeLocks(old)),
  );
}

type OldAndNew = [BodyDocument, BodyDocument];

/** The old function expects data in one format, and the new one writes another. */
function changeFormat(body: BodyDocument): OldAndNew {
  return [
    [`assert ${names.flag} = v1`, ...body],
    [...body, `set ${names.flag} v2`],
  ];
}

function addLock(body: BodyDocument): OldAndNew {
  const [lock] = names.locks;
  return [body, [`lock ${lock}`, ...body, `unlock ${lock}`]];
}

/** Two locks are taken in the other order. */
function exchangeOrder(body: BodyDocument): OldAndNew {
  const [one, other] = names.locks;
  const old = [`lock ${one}`, `lock ${other}`, ...body, `unlock ${other}`, `unlock ${one}`];
  return [old, exchangeLocks(old)];
}

/** The same with the names of the two locks exchanged. */
function exchangeLocks(body: BodyDocument): BodyDocument {
  const [one, other] = names.locks;
  return body.map((statement) => {
    if (typeof statement !== 'string') return statement;
    const [keyword, lock] = statement.split(' ');
    if (keyword !== 'lock' && keyword !== 'unlock') return statement;
    return `${keyword} ${lock === one ? other : one}`;
  });
}

interface ArbitraryTask {
  readonly document: TaskDocument;
  readonly syscalls: readonly BodyDocument[];
}

/**
 * Mostly two tasks. Where there are more, each makes one system call: what three longer ones do together is soon too much to be
 * searched, and shows little that three short ones do not.
 */
function arbitraryTasks(
  vocabulary: Vocabulary,
  size: ScenarioSize,
  userTasksOnly: boolean,
): fc.Arbitrary<ArbitraryTask[]> {
  const ofLength = (length: number): fc.Arbitrary<ArbitraryTask[]> => {
    const [syscalls, statements] = length > 2 ? [1, 1] : [2, Math.max(2, size.statements)];
    const task = arbitraryTask(vocabulary, { syscalls, statements }, userTasksOnly);
    return fc.array(task, { minLength: length, maxLength: length });
  };
  return fc
    .oneof(
      ...Array.from({ length: size.tasks }, (_, index) => ({
        weight: index === 1 ? size.tasks : 1,
        arbitrary: ofLength(index + 1),
      })),
    )
    .map((tasks) =>
      // Somebody must be there to be signalled.
      tasks.some(({ document }) => document.kind === 'user')
        ? tasks
        : tasks.filter(({ document }) => document.kind !== 'signaller'),
    );
}

function arbitraryTask(
  vocabulary: Vocabulary,
  most: { readonly syscalls: number; readonly statements: number },
  userTasksOnly: boolean,
): fc.Arbitrary<ArbitraryTask> {
  const bodyOf = (each: Vocabulary): fc.Arbitrary<BodyDocument> =>
    arbitraryBody(each, { statements: most.statements, depth: 0 }, 1);
  const user = fc
    .record({
      repeat: fc.constantFrom('once' as const, 'forever' as const),
      syscalls: fc.array(bodyOf({ ...vocabulary, safePoints: false }), {
        minLength: 1,
        maxLength: most.syscalls,
      }),
    })
    .map(
      ({ repeat, syscalls }): ArbitraryTask => ({ document: { kind: 'user', runs: [], repeat }, syscalls }),
    );
  const kernelThread = fc.record({ body: bodyOf(vocabulary), hasSafePoint: fc.boolean() }).map(
    ({ body: each, hasSafePoint }): ArbitraryTask => ({
      document: { kind: 'kthread', runs: hasSafePoint ? [...each, 'safe-point'] : each },
      syscalls: [],
    }),
  );
  const hog = fc
    .boolean()
    .map(
      (timer): ArbitraryTask => ({ document: { kind: 'cpu-hog', ...(timer && { timer }) }, syscalls: [] }),
    );
  const signaller = fc.constant<ArbitraryTask>({ document: { kind: 'signaller' }, syscalls: [] });
  return fc.oneof(
    { weight: 14, arbitrary: user },
    ...(userTasksOnly
      ? []
      : [
          { weight: 4, arbitrary: kernelThread },
          { weight: 1, arbitrary: hog },
          { weight: 1, arbitrary: signaller },
        ]),
  );
}
