import {
  countOf,
  locksOf,
  resolveDocument,
  type ScenarioDocument,
  type StatementDocument,
} from '../scenario/index.js';
import { withFewerObjects } from './fewer-objects.js';
import { withFewerPatches } from './fewer-patches.js';
import { withFirstNames } from './first-names.js';
import type { BodyDocument } from './statements.js';
import { tidy } from './tidy.js';
import {
  allStatements,
  bodiesIn,
  bodiesOf,
  branchesOf,
  dropStatements,
  isChanged,
  isPatched,
  keywordOf,
  mapBodies,
  mapBranches,
  type PatchedDocument,
  type SignatureDocument,
  wordsOf,
} from './walk.js';

/** How much there is to read in a scenario; what counts most first. */
export function readingSize(document: ScenarioDocument): readonly number[] {
  const tasks = Object.values(document.tasks);
  const bodies = bodiesIn(document);
  return [
    tasks.reduce((sum, each) => sum + countOf(each), 0),
    Object.keys(document.functions).length,
    Object.values(document.functions).filter(isChanged).length,
    bodies.reduce((sum, body) => sum + allStatements(body).length, 0),
    Object.keys(document.syscalls ?? {}).length,
    JSON.stringify(document).length,
  ];
}

/**
 * The scenarios that are one step simpler: first with fewer tasks, then with fewer functions, then with fewer statements, then
 * with simpler ones. Each is well-formed, and has less to read or earlier names, so that taking steps comes to an end.
 *
 * @param names whether names are exchanged for the first of their kinds, or stay those that a person has given
 */
export function* simplerScenarios(
  document: ScenarioDocument,
  names: 'first' | 'as they are' = 'first',
): Generator<ScenarioDocument> {
  for (const simpler of candidates(document, names)) {
    const tidied = simpler && tidy(simpler);
    if (tidied && isSimpler(tidied, document) && resolveDocument(tidied, 'simpler').ok) yield tidied;
  }
}

function* candidates(
  document: ScenarioDocument,
  names: 'first' | 'as they are',
): Generator<ScenarioDocument | undefined> {
  yield* withFewerTasks(document);
  yield* withFewerPatches(document);
  yield* withFewerFunctions(document);
  yield* withoutNames(document);
  yield* withFewerStatements(document);
  yield* withFewerObjects(document);
  yield* withSimplerTasks(document);
  if (names === 'first') yield* withFirstNames(document);
}

function* withFewerTasks(document: ScenarioDocument): Generator<ScenarioDocument> {
  const entries = Object.entries(document.tasks);
  for (const [dropped] of entries)
    yield { ...document, tasks: Object.fromEntries(entries.filter(([name]) => name !== dropped)) };
  for (const [name, task] of entries)
    if ('count' in task && countOf(task) > 1) {
      const { count = 1, ...one } = task;
      yield withTask(document, name, count > 2 ? { ...task, count: count - 1 } : one);
    }
}

function* withFewerFunctions(document: ScenarioDocument): Generator<ScenarioDocument> {
  for (const dropped of Object.keys(document.functions)) {
    yield mapBodies(document, (body) => dropStatements(body, (each) => isCallOf(each, dropped)));
  }
  for (const [name, declared] of Object.entries(document.functions))
    if (isPatched(declared)) {
      for (const version of ['old', 'new'] as const) {
        yield withFunction(document, name, declared[version]);
        yield* signatureOf(declared, version).map((signature) =>
          withFunction(document, name, { body: declared[version], signature }),
        );
      }
    } else if ('versions' in declared) {
      for (const body of bodiesOf(declared)) yield withFunction(document, name, body);
    } else {
      const called = Array.isArray(declared) ? declared : declared.body;
      yield mapBodies(document, (body) => inlineCalls(body, name, called));
    }
}

/** What is declared of how it is called in that version, if that is more than a text. */
function signatureOf({ signature }: PatchedDocument, version: 'old' | 'new'): readonly SignatureDocument[] {
  const ofVersion = signature && 'old' in signature ? signature[version] : signature;
  return typeof ofVersion === 'object' ? [ofVersion] : [];
}

/** What a function does in place of its calls. Where it returns early that is something else, which may do as well. */
function inlineCalls(body: BodyDocument, name: string, called: BodyDocument): BodyDocument {
  return body.flatMap((statement) =>
    isCallOf(statement, name)
      ? called
      : [mapBranches(statement, (branch) => inlineCalls(branch, name, called))],
  );
}

function isCallOf(statement: StatementDocument, name: string): boolean {
  const [keyword, operand] = keywordOf(statement);
  return keyword === 'call' && operand === name;
}

/** Without a lock, event or data: no statement names it any more. */
function* withoutNames(document: ScenarioDocument): Generator<ScenarioDocument> {
  const { events = [], completions = [], data = {} } = document;
  const locks = locksOf(document).map(({ name }) => name);
  for (const name of [...locks, ...events, ...completions, ...Object.keys(data)])
    yield mapBodies(document, (body) => dropStatements(body, (each) => wordsOf(each).includes(name)));
}

/** One statement less in one body: with all that is in it, or with that in its place. */
function* withFewerStatements(document: ScenarioDocument): Generator<ScenarioDocument> {
  const bodies = bodiesIn(document);
  for (const target of bodies)
    for (const simpler of simplerBodies(target))
      yield mapBodies(document, (body) => (body === target ? simpler : body));
}

function* simplerBodies(body: BodyDocument): Generator<BodyDocument> {
  const replace = (index: number, by: readonly StatementDocument[]): BodyDocument =>
    body.toSpliced(index, 1, ...by);
  yield* body.length > 1 ? [[]] : [];
  yield* withoutRegions(body);
  for (const [index, statement] of body.entries()) {
    yield replace(index, []);
    for (const branch of branchesOf(statement)) yield replace(index, branch);
    for (const [number, branch] of branchesOf(statement).entries())
      for (const simpler of simplerBodies(branch))
        yield replace(index, [mapBranches(statement, (each, which) => (which === number ? simpler : each))]);
    // What is no statement any more without its last word is refused later.
    if (typeof statement === 'string' && statement.includes(' '))
      yield replace(index, [statement.slice(0, statement.lastIndexOf(' '))]);
  }
}

/** Without the two statements that begin and end a locked region, or count up and down again. */
function* withoutRegions(body: BodyDocument): Generator<BodyDocument> {
  const ends: Readonly<Record<string, string>> = { lock: 'unlock', increment: 'decrement' };
  for (const [begin, statement] of body.entries()) {
    const [keyword, name] = keywordOf(statement);
    for (let end = begin + 1; end < body.length; end++)
      if (body[end] === `${ends[keyword]} ${name}`)
        yield body.filter((_, index) => index !== begin && index !== end);
  }
}

function* withSimplerTasks(document: ScenarioDocument): Generator<ScenarioDocument> {
  for (const [name, task] of Object.entries(document.tasks)) {
    if (task.kind === 'user') {
      for (const [index] of task.runs.entries())
        if (task.runs.length > 1)
          yield withTask(document, name, { ...task, runs: task.runs.toSpliced(index, 1) });
      const { repeat: _, ...forever } = task;
      yield withTask(document, name, forever);
    }
    if (task.kind === 'cpu-hog' && task.timer) yield withTask(document, name, { kind: 'cpu-hog' });
  }
  const { patch = {}, properties: _, fairness: __, ...others } = document;
  yield { ...others, patch };
  for (const key of ['removed', 'reversed'] as const)
    if (patch[key]) yield { ...document, patch: { ...patch, [key]: false } };
  const { mutex: ___, ...unlocked } = patch;
  yield { ...document, patch: unlocked };
  for (const [name, declared] of Object.entries(document.functions))
    if (isPatched(declared) && declared.signature) {
      const { signature: _, ...same } = declared;
      yield withFunction(document, name, same);
    }
}

function withTask(
  document: ScenarioDocument,
  name: string,
  task: ScenarioDocument['tasks'][string],
): ScenarioDocument {
  return { ...document, tasks: { ...document.tasks, [name]: task } };
}

function withFunction(
  document: ScenarioDocument,
  name: string,
  declared: ScenarioDocument['functions'][string],
): ScenarioDocument {
  return { ...document, functions: { ...document.functions, [name]: declared } };
}

/** Where there is as much to read, names decide: that of the first of its kind comes first. */
function isSimpler(one: ScenarioDocument, other: ScenarioDocument): boolean {
  const [size, otherSize] = [readingSize(one), readingSize(other)];
  const differing = size.findIndex((each, index) => each !== otherSize[index]);
  return differing < 0
    ? JSON.stringify(one) < JSON.stringify(other)
    : (size[differing] as number) < (otherSize[differing] as number);
}
