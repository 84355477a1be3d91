import { reachedFrom, tidy } from '../arbitraries/index.js';
import type { ScenarioDocument } from '../scenario/index.js';

/** How large scenarios may be, where all of them are wanted. */
export interface Bounds {
  /** Tasks, each of which makes one system call or is a kernel thread. */
  readonly tasks: number;
  /** Functions, all of them patched and all of them called. */
  readonly functions: number;
  /** Statements in all bodies of functions together, old and new; a changed signature counts as one. */
  readonly statements: number;
}

const functionNames = ['f', 'g', 'h', 'i'];
export const maximumFunctions = functionNames.length;

/** What a body is made of, besides calls of functions that come later. */
const letters = ['lock A', 'unlock A', 'sleep', 'assert format = v1', 'set format v2', 'safe-point'];

/** What is decided about the functions: by function, its old and its new body, and whether its signature changes. */
interface Functions {
  readonly bodies: readonly (readonly string[])[];
  readonly signatures: readonly boolean[];
}

/**
 * All scenarios within some bounds, up to the names of functions and tasks: tasks are user tasks that make one system call of one or
 * two calls, for ever, or kernel threads that call one function, with a safe point or without; the patch stays or is removed. Safe
 * points stand in functions too, where no system call comes to them.
 */
export function* scenariosWithin(bounds: Bounds): Generator<ScenarioDocument> {
  for (let functions = 1; functions <= bounds.functions; functions++) {
    const kinds = taskKinds(functions);
    for (const declared of functionsWithin(functions, bounds.statements))
      for (const tasks of multisets(kinds.length, bounds.tasks))
        for (const removed of [false, true]) {
          const document = documentOf(
            declared,
            tasks.map((kind) => kinds[kind] as readonly string[]),
            removed,
          );
          if (document && isFirstOfItsNames(document, functions)) yield document;
        }
  }
}

/** How many scenarios are looked at: also those that differ in names only, and those in which not all functions are called. */
export function countWithin({ tasks, functions, statements }: Bounds): number {
  let count = 0;
  for (let each = 1; each <= functions; each++) {
    const kinds = taskKinds(each).length;
    let teams = 0;
    for (let size = 1; size <= tasks; size++) teams += binomial(kinds + size - 1, size);
    count += 2 * teams * countFunctions(each, statements);
  }
  return count;
}

function countFunctions(functions: number, statements: number): number {
  // By how many statements are left: in how many ways the slots so far have used up the others.
  let ways = [1, ...Array<number>(statements).fill(0)];
  const fill = (choices: number, most: number): void => {
    ways = ways.map((_, used) => {
      let sum = 0;
      for (let here = 0; here <= Math.min(used, most); here++)
        sum += (ways[used - here] as number) * choices ** here;
      return sum;
    });
  };
  for (let each = 0; each < functions; each++) {
    const choices = letters.length + functions - 1 - each;
    fill(choices, statements);
    fill(choices, statements);
    fill(1, 1);
  }
  return ways.reduce((sum, each) => sum + each, 0);
}

function* functionsWithin(functions: number, statements: number): Generator<Functions> {
  function* bodiesFrom(slot: number, left: number): Generator<readonly (readonly string[])[]> {
    if (slot === 2 * functions) {
      yield [];
      return;
    }
    const later = functionNames.slice(Math.floor(slot / 2) + 1, functions).map((name) => `call ${name}`);
    for (const body of wordsUpTo([...later, ...letters], left))
      for (const others of bodiesFrom(slot + 1, left - body.length)) yield [body, ...others];
  }
  for (let changed = 0; changed < 2 ** functions; changed++) {
    const signatures = Array.from({ length: functions }, (_, each) => ((changed >> each) & 1) === 1);
    const left = statements - signatures.filter(Boolean).length;
    if (left >= 0) for (const bodies of bodiesFrom(0, left)) yield { bodies, signatures };
  }
}

function* wordsUpTo(alphabet: readonly string[], length: number): Generator<readonly string[]> {
  yield [];
  if (length > 0)
    for (const first of alphabet) for (const rest of wordsUpTo(alphabet, length - 1)) yield [first, ...rest];
}

/** What a task may do: a list of statements; one that begins with `kthread` is that of a kernel thread. */
function taskKinds(functions: number): readonly (readonly string[])[] {
  const calls = functionNames.slice(0, functions).map((name) => `call ${name}`);
  return [
    ...calls.map((call) => [call]),
    ...calls.flatMap((one) => calls.map((other) => [one, other])),
    ...calls.flatMap((call) => [
      ['kthread', call],
      ['kthread', call, 'safe-point'],
    ]),
  ];
}

function* multisets(kinds: number, size: number, least = 0): Generator<readonly number[]> {
  for (let kind = least; kind < kinds; kind++) {
    yield [kind];
    if (size > 1) for (const others of multisets(kinds, size - 1, kind)) yield [kind, ...others];
  }
}

/**
 * @returns nothing where a system call comes to a safe point, or some function is not called: that scenario is among those with
 * fewer functions
 */
function documentOf(
  { bodies, signatures }: Functions,
  tasks: readonly (readonly string[])[],
  removed: boolean,
): ScenarioDocument | undefined {
  const functions = signatures.length;
  const document = tidy({
    scenario: 'enumerated',
    functions: Object.fromEntries(
      signatures.map((isChanged, each) => [
        functionNames[each] as string,
        {
          old: [...(bodies[2 * each] ?? [])],
          new: [...(bodies[2 * each + 1] ?? [])],
          ...(isChanged && { signature: { old: 'f(x)', new: 'f(x, y)' } }),
        },
      ]),
    ),
    syscalls: Object.fromEntries(
      tasks.flatMap((kind, task) => (kind[0] === 'kthread' ? [] : [[`syscall${task + 1}`, [...kind]]])),
    ),
    tasks: Object.fromEntries(
      tasks.map((kind, task) => [
        `task${task + 1}`,
        kind[0] === 'kthread'
          ? { kind: 'kthread' as const, runs: kind.slice(1) }
          : { kind: 'user' as const, runs: [`syscall${task + 1}`] },
      ]),
    ),
    patch: { removed },
  });
  if (!document || Object.keys(document.functions).length < functions) return undefined;
  const { statements } = reachedFrom(Object.values(document.syscalls ?? {}), document.functions);
  return statements.includes('safe-point') ? undefined : document;
}

/**
 * Of the scenarios that differ in the names of functions only, the first is kept. Functions call later ones only, so that not
 * every order of names is one that would be enumerated; one that calls none may stand anywhere.
 */
function isFirstOfItsNames(document: ScenarioDocument, functions: number): boolean {
  const own = keyOf(document, functionNames.slice(0, functions));
  return permutations(functionNames.slice(0, functions)).every((order) => {
    const key = keyOf(document, order);
    return key === undefined || own === undefined || own <= key;
  });
}

/** The scenario as a text in which the functions have the names of that order; nothing where one would call an earlier one. */
function keyOf(
  { functions, syscalls = {}, tasks, patch }: ScenarioDocument,
  order: readonly string[],
): string | undefined {
  const rename = (statement: unknown): string => {
    const [keyword, name] = String(statement).split(' ');
    return keyword === 'call' ? `call ${order.indexOf(name as string)}` : String(statement);
  };
  const declared = order.map((name) => {
    const each = functions[name];
    if (!each || !('old' in each)) throw new Error(`'${name}' is not patched`);
    return { bodies: [each.old.map(rename), each.new.map(rename)], changed: each.signature !== undefined };
  });
  const isInOrder = declared.every(({ bodies }, index) =>
    bodies.flat().every((each) => !each.startsWith('call ') || Number(each.slice('call '.length)) > index),
  );
  if (!isInOrder) return undefined;
  const runs = Object.values(tasks)
    .map((task) =>
      task.kind === 'user'
        ? task.runs.flatMap((name) => (syscalls[name] ?? []).map(rename)).join()
        : task.kind === 'kthread'
          ? `kthread ${task.runs.map(rename).join()}`
          : '',
    )
    .sort();
  return JSON.stringify([declared, runs, patch?.removed === true]);
}

function permutations(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= 1) return [names];
  return names.flatMap((first) =>
    permutations(names.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let each = 1; each <= k; each++) result = (result * (n - k + each)) / each;
  return Math.round(result);
}
