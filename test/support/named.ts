/** Gives each a name: its number, from 0 on. */
export function named<T>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((each, number) => [String(number), each]));
}
