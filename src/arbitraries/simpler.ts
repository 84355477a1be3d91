import {
  locksOf,
  resolveDocument,
  type ScenarioDocument,
  type StatementDocument,
} from '../scenario/index.js';
import { withFewerObjects } from './fewer-objects.js';
import { type BodyDocument, names } from './statements.js';
import { tidy } from './tidy.js';
import {
  allStatements,
  bodiesIn,
  branchesOf,
  dropStatements,
  keywordOf,
  mapBodies,
  mapBranches,
  wordsOf,
} from './walk.js';

/** How much there is to read in a scenario; what counts most first. */
export function readingSize(document: ScenarioDocument): readonly number[] {
  const tasks = Object.values(document.tasks);
  const bodies = bodiesIn(document);
  return [
    tasks.reduce((sum, { count = 1 }) => sum + count, 0),
    Object.keys(document.functions).length,
    Object.values(document.functions).filter((each) => !Array.isArray(each)).length,
    bodies.reduce((sum, body) => sum + allStatements(body).length, 0),
    Object.keys(document.syscalls ?? {}).length,
    JSON.stringify(document).length,
  ];
}

/**
 * The scenarios that are one step simpler: first with fewer tasks, then with fewer functions, then with fewer statements, then
 * with simpler ones. Each is well-formed, and has less to read or earlier names, so that taking steps comes to an end.
 */
export function* simplerScenarios(document: ScenarioDocument): Generator<ScenarioDocument> {
  for (const simpler of candidates(document)) {
    const tidied = simpler && tidy(simpler);
    if (tidied && isSimpler(tidied, document) && resolveDocument(tidied, 'simpler').ok) yield tidied;
  }
}

function* candidates(document: ScenarioDocument): Generator<ScenarioDocument | undefined> {
  yield* withFewerTasks(document);
  yield* withFewerFunctions(document);
  yield* withoutNames(document);
  yield* withFewerStatements(document);
  yield* withFewerObjects(document);
  yield* withSimplerTasks(document);
  yield* withFirstNames(document);
}

function* withFewerTasks(document: ScenarioDocument): Generator<ScenarioDocument> {
  const entries = Object.entries(document.tasks);
  for (const [dropped] of entries)
    yield { ...document, tasks: Object.fromEntries(entries.filter(([name]) => name !== dropped)) };
  for (const [name, task] of entries)
    if ((task.count ?? 1) > 1) {
      const { count = 1, ...one } = task;
      yield withTask(document, name, count > 2 ? { ...task, count: count - 1 } : one);
    }
}

function* withFewerFunctions(document: ScenarioDocument): Generator<ScenarioDocument> {
  for (const dropped of Object.keys(document.functions)) {
    yield mapBodies(document, (body) => dropStatements(body, (each) => isCallOf(each, dropped)));
  }
  for (const [name, declared] of Object.entries(document.functions))
    if (Array.isArray(declared)) {
      yield mapBodies(document, (body) => inlineCalls(body, name, declared));
    } else {
      yield withFunction(document, name, declared.old);
      yield withFunction(document, name, declared.new);
    }
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
  const { events = [], data = {} } = document;
  const locks = locksOf(document).map(({ name }) => name);
  for (const name of [...locks, ...events, ...Object.keys(data)])
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
  for (const [name, declared] of Object.entries(document.functions))
    if (!Array.isArray(declared) && declared.signature) {
      const { signature: _, ...same } = declared;
      yield withFunction(document, name, same);
    }
}

/** With one function, task or system call named as the first of its kind that there is not. */
function* withFirstNames(document: ScenarioDocument): Generator<ScenarioDocument> {
  const { functions, syscalls = {}, tasks } = document;
  const firstFree = (names: readonly string[], taken: object): string | undefined =>
    names.find((name) => !Object.hasOwn(taken, name));
  const numbered = (word: string): readonly string[] =>
    ['', ...Object.keys(tasks)].map((_, index) => `${word}${index + 1}`);
  const renamed = (record: object, old: string, name: string): object =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key === old ? name : key, value]));
  for (const name of Object.keys(functions)) {
    const first = firstFree(names.functions, functions);
    if (first === undefined || first > name) continue;
    const inBodies = mapBodies(document, (body) => mapCalls(body, (each) => (each === name ? first : each)));
    yield { ...inBodies, functions: renamed(inBodies.functions, name, first) } as ScenarioDocument;
  }
  for (const [one, other] of pairsOf(Object.keys(functions))) yield withExchangedNames(document, one, other);
  for (const name of Object.keys(tasks)) {
    const first = firstFree(numbered('task'), tasks);
    if (first !== undefined && first < name)
      yield { ...document, tasks: renamed(tasks, name, first) } as ScenarioDocument;
  }
  for (const name of Object.keys(syscalls)) {
    const first = firstFree(numbered('syscall'), syscalls);
    if (first === undefined || first >= name) continue;
    const runs = Object.entries(tasks).map(([task, each]) => [
      task,
      each.kind === 'user' ? { ...each, runs: each.runs.map((run) => (run === name ? first : run)) } : each,
    ]);
    yield {
      ...document,
      syscalls: renamed(syscalls, name, first),
      tasks: Object.fromEntries(runs),
    } as ScenarioDocument;
  }
}

function pairsOf(names: readonly string[]): readonly (readonly [string, string])[] {
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
}

function withExchangedNames(document: ScenarioDocument, one: string, other: string): ScenarioDocument {
  const exchanged = (name: string): string => (name === one ? other : name === other ? one : name);
  const inBodies = mapBodies(document, (body) => mapCalls(body, exchanged));
  const functions = Object.keys(document.functions).map((name) => [
    name,
    inBodies.functions[exchanged(name)],
  ]);
  return { ...inBodies, functions: Object.fromEntries(functions) };
}

function mapCalls(body: BodyDocument, rename: (name: string) => string): BodyDocument {
  return body.map((statement) => {
    const inner = mapBranches(statement, (branch) => mapCalls(branch, rename));
    if (typeof inner === 'object') return 'call' in inner ? { ...inner, call: rename(inner.call) } : inner;
    const [keyword, name] = keywordOf(inner);
    return keyword === 'call' ? `call ${rename(name)}` : inner;
  });
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
