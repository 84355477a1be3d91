import { oldAndNew, originalVersion } from '../scenario/index.js';
import { at, type Expression, type ProcessReference } from '../system/index.js';
import { insideFunction } from './vocabulary.js';

/* Versions of functions by their names: `old` and `new`, or `original` and those of patches. */

/** What a task is labelled with while a body of that version of any function is on its stack. */
export function insideVersion(version: string): `inside ${string}` {
  return `inside ${version}`;
}

/** Whether functions are in that version before any patch. */
export function isFirstVersion(version: string): boolean {
  return version === originalVersion || version === oldAndNew[0];
}

/** A body of that version of the function is on the stack of the task. */
export function isInsideVersion(
  task: ProcessReference,
  functionName: string,
  version: string,
): Expression<boolean> {
  return at(task, insideFunction(functionName, version));
}
