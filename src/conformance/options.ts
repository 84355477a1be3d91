import { InputError } from '../scenario/index.js';
import type { ConformanceRequest } from './conformance-request.js';

/** What a timer can wait for: more than three weeks. */
const maximumTimeoutMs = 2 ** 31 - 1;

/**
 * Looks at what types cannot say. A request for no walk would conform, whatever the implementation does.
 *
 * @throws InputError
 */
export function expectMeaningful({ implementation, runs, length, seed, path }: ConformanceRequest): void {
  if (typeof implementation?.start !== 'function' || typeof implementation.step !== 'function')
    throw wrong('conformance', 'expected an implementation with the methods start and step');
  for (const [name, value] of Object.entries({ runs, length }))
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw wrong('conformance', `${name} is ${value}, expected a whole number from 1`);
  if (seed !== undefined && (seed | 0) !== seed)
    throw wrong('conformance', `seed is ${seed}, expected a whole number of 32 bits`);
  if (path !== undefined && !/^\d+(:\d+)*$/.test(path))
    throw wrong(
      'conformance',
      `path is '${path}', expected numbers with colons between them, such as 12:0:3`,
    );
}

/** @throws InputError */
export function expectTimeout(timeoutMs: number): void {
  if (!(timeoutMs >= 1 && timeoutMs <= maximumTimeoutMs))
    throw wrong(
      'processImplementation',
      `timeoutMs is ${timeoutMs}, expected milliseconds from 1 to ${maximumTimeoutMs}`,
    );
}

function wrong(where: string, message: string): InputError {
  return new InputError([{ file: where, code: 'invalid-option', message }]);
}
