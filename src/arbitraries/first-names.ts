import type { ScenarioDocument } from '../scenario/index.js';
import { type BodyDocument, names } from './statements.js';
import { keywordOf, mapBodies, mapBranches } from './walk.js';

/** With one function, task or system call named as the first of its kind that there is not. */
export function* withFirstNames(document: ScenarioDocument): Generator<ScenarioDocument> {
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
    const [keyword, name] = keywordOf(inner);
    if (typeof inner === 'object')
      return 'call' in inner ? { ...inner, call: `${rename(name)}${inner.call.slice(name.length)}` } : inner;
    return keyword === 'call' ? `call ${rename(name)}${inner.slice(`call ${name}`.length)}` : inner;
  });
}
