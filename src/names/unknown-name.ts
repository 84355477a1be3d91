import { didYouMean, InputError, listNames } from '../scenario/index.js';

/** A name that could not be looked up: what was wrong, and what may have been meant. */
export interface UnknownName {
  readonly code: 'unknown-name' | 'invalid-option';
  readonly message: string;
  readonly hint?: string;
}

/** @param what it is that has no such name, in the singular; @param known the names that there are */
export function unknown(what: string, name: string, known: readonly string[]): UnknownName {
  return {
    code: 'unknown-name',
    message: `unknown ${what} '${name}'`,
    hint: didYouMean(name, known) ?? `there is: ${listNames(known, 'none')}`,
  };
}

export function isUnknown(found: object): found is UnknownName {
  return 'message' in found;
}

/**
 * What was found.
 *
 * @param where what the name was given to, for the message
 * @throws InputError with the nearest name, when nothing was
 */
export function foundOrThrow<T extends object>(found: T | UnknownName, where: string): T {
  if (isUnknown(found)) throw new InputError([{ file: where, ...found }]);
  return found;
}
