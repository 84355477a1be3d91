import { type Body, printStatement, type Statement, visitStatements } from '../scenario/index.js';
import type { Expression, Value } from '../system/index.js';

/** One activation of a body: the top of a call string. */
export interface Frame {
  /** The call string; locations are named after it. */
  readonly path: string;
  /** What is true of a task while this frame is on its stack. */
  readonly labels: readonly string[];
  /** The version of this body, by which it is told which functions its calls are written for; of one that is not patched, the first. */
  readonly writtenFor: string;
  /** How the body is called in reports. */
  readonly bodyName: string;
  /** The position of each statement of the body, in the order in which they are written. */
  readonly positions: ReadonlyMap<Statement, number>;
  /** Where `return` goes. */
  readonly end: string;
  /** Where `fail` goes, in a callback that can. */
  readonly failure?: string;
  /** Where `return` goes with a value. */
  endWith(value: Value): string;
  /** Where each label is that has been compiled: a body is compiled from its end. */
  readonly labelled: Map<string, string>;
  /** Whether the innermost loop around a statement passes a safe point of its own. A kernel thread's own body is a loop. */
  readonly loopHasSafePoint: boolean;
  /** Where a task goes on that a signal makes leave the body. Absent where signals only end the sleep. */
  readonly unwind?: () => string;
  /** True while the text that the task is executing still is this body. */
  readonly textIsThis: Expression<boolean>;
}

export function callString(callSite: string, name: string, version?: string): string {
  return `${callSite} > ${name}${version ? ` (${version})` : ''}`;
}

export function tornPath(path: string): string {
  return `${path}, overwritten`;
}

export function endOf(path: string, returned?: Value): string {
  return `${path}: end${returned === undefined ? '' : `, returning ${returned}`}`;
}

export function locationName(
  path: string,
  positions: ReadonlyMap<Statement, number>,
  statement: Statement,
): string {
  return `${path}: ${positions.get(statement)} ${printStatement(statement)}`;
}

/** The locations of a body, in the order of its text. */
export function locationsOf(path: string, body: Body): readonly string[] {
  const positions = positionsOf(body);
  return [...[...positions.keys()].map((statement) => locationName(path, positions, statement)), endOf(path)];
}

export function positionsOf(body: Body): ReadonlyMap<Statement, number> {
  const positions = new Map<Statement, number>();
  visitStatements(body, (statement) => {
    positions.set(statement, positions.size + 1);
  });
  return positions;
}

/** ` (2)` for the second of several equal names. */
export function ordinal(names: readonly string[], index: number): string {
  const earlier = names.slice(0, index).filter((name) => name === names[index]).length;
  return earlier === 0 ? '' : ` (${earlier + 1})`;
}
