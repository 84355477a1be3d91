import { expect } from 'vitest';

/** The error of that class that a promise is rejected with. */
export async function caught<E extends Error>(
  promise: Promise<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: whatever its constructor takes
  type: new (...args: any[]) => E,
): Promise<E> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(type);
  return error as E;
}
