import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import type { CallbackName } from './patch.js';
import type { FunctionDeclaration, SyscallDeclaration } from './scenario.js';
import type { Body, Statement } from './statement.js';
import { visitStatements } from './statement-operations.js';

/** Something wrong with who calls whom, at the key of a declaration. */
interface Problem {
  readonly path: Path;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** Far beyond the stack of any kernel: what nests deeper was not written by a person. */
const maximumNesting = 100;

/** A location is a call string: a function that calls itself would have infinitely many, deep ones have too many. */
export function findRecursion(functions: readonly FunctionDeclaration[]): readonly Problem[] {
  const callees = calleesOf(functions);
  const problems: Problem[] = [];
  const depths = new Map<string, number>();
  /** How deep calls nest from a function on; for one that is called too deep to be followed, too deep. */
  const depthOf = (name: string, stack: readonly string[]): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    if (stack.includes(name)) {
      const cycle = [...stack.slice(stack.indexOf(name)), name].join(' -> ');
      const hint = 'unroll it to the depth that matters';
      problems.push({ path: ['functions', name], code: 'recursion', message: `recursion: ${cycle}`, hint });
      return 0;
    }
    if (stack.length > maximumNesting) return maximumNesting;
    const below = [...(callees.get(name) ?? [])].map((callee) => depthOf(callee, [...stack, name]));
    const depth = Math.max(0, ...below) + 1;
    depths.set(name, depth);
    return depth;
  };
  const deepest = functions.find(({ name }) => depthOf(name, []) > maximumNesting);
  if (deepest)
    problems.push({
      path: ['functions', deepest.name],
      code: 'too-large',
      message: `from '${deepest.name}' on, calls nest more than ${maximumNesting} deep`,
    });
  return problems;
}

/** Finds safe points in what system calls and callbacks reach. */
export function findSafePoints(
  syscalls: readonly SyscallDeclaration[],
  callbacks: ReadonlyMap<CallbackName, Body>,
  functions: readonly FunctionDeclaration[],
): readonly Problem[] {
  const callees = calleesOf(functions);
  const withSafePoint = new Set(
    functions.filter((each) => bodiesOf(each).some(hasSafePoint)).map(({ name }) => name),
  );
  const problems: Problem[] = [];
  const reported = new Set<string>();
  const roots = [
    ...syscalls.map(({ name, body }) => ({
      what: 'a system call',
      named: `the system call '${name}'`,
      path: ['syscalls', name],
      body,
    })),
    ...[...callbacks].map(([name, body]) => ({
      what: 'a callback',
      named: `the callback '${name}'`,
      path: ['patch', 'callbacks', name],
      body,
    })),
  ];
  for (const { what, named, path, body } of roots) {
    if (hasSafePoint(body))
      problems.push({
        path,
        code: 'misplaced-safe-point',
        message: `a safe point in ${what}: only a kernel thread has safe points`,
      });
    const queue = [...callsIn(body)];
    for (const name of queue) {
      if (reported.has(name)) continue;
      reported.add(name);
      queue.push(...(callees.get(name) ?? []));
      if (withSafePoint.has(name))
        problems.push({
          path: ['functions', name],
          code: 'misplaced-safe-point',
          message: `a safe point in a function that ${named} reaches: only a kernel thread has safe points`,
        });
    }
  }
  return problems;
}

/** The statements of bodies and of all functions that they reach by calls, in any version of these. */
export function reachableStatements(
  bodies: readonly Body[],
  functions: readonly FunctionDeclaration[],
): readonly Statement[] {
  const declarations = new Map(functions.map((each) => [each.name, each]));
  const reached = new Set<string>();
  const queue = [...bodies];
  const statements: Statement[] = [];
  for (const body of queue) {
    visitStatements(body, (statement) => {
      statements.push(statement);
    });
    for (const name of callsIn(body)) {
      const callee = declarations.get(name);
      if (callee === undefined || reached.has(name)) continue;
      reached.add(name);
      queue.push(...bodiesOf(callee));
    }
  }
  return statements;
}

function bodiesOf(declaration: FunctionDeclaration): readonly Body[] {
  return declaration.kind === 'patched' ? [...declaration.versions.values()] : [declaration.body];
}

/** By function: the functions that it calls, in any of its versions. */
function calleesOf(functions: readonly FunctionDeclaration[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(functions.map((each) => [each.name, new Set(bodiesOf(each).flatMap(callsIn))]));
}

function callsIn(body: Body): readonly string[] {
  return statementsOf(body).flatMap((each) => (each.kind === 'call' ? [each.function] : []));
}

function hasSafePoint(body: Body): boolean {
  return statementsOf(body).some(({ kind }) => kind === 'safe-point');
}

function statementsOf(body: Body): readonly Statement[] {
  const statements: Statement[] = [];
  visitStatements(body, (statement) => {
    statements.push(statement);
  });
  return statements;
}
