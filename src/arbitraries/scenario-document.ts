import fc from 'fast-check';
import type { ScenarioDocument } from '../scenario/index.js';
import { type AssumptionName, satisfies } from './assumptions.js';
import { arbitraryFunction } from './function-document.js';
import type { ScenarioSize } from './size.js';
import { type BodyDocument, names, type Vocabulary } from './statements.js';
import { type ArbitraryTask, arbitraryTasks } from './task-document.js';
import { tidy } from './tidy.js';
import { dropStatements, mapDeclared, reachedFrom } from './walk.js';

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
