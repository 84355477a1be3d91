/** A value of a finite sort: a truth value, an integer, or a name (of an enumeration or of a process). */
export type Value = boolean | number | string;

declare const carried: unique symbol;

/**
 * A finite set of values. The type parameter is what a variable of this sort holds; it exists for the compiler only.
 *
 * `process` is the set of the names of all processes that play `role`, a scalarset in the sense of Ip and Dill,
 * "Better verification through symmetry" (1996): its values can be compared for equality and nothing else.
 */
export type Sort<V extends Value = Value> = SortDescription & { readonly [carried]?: V };

export type SortDescription =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'enumeration'; readonly values: readonly string[] }
  | { readonly kind: 'process'; readonly role: string };

/** The value of a `process` sort that names no process. */
export const nobody = 'nobody';

export const boolean: Sort<boolean> = { kind: 'boolean' };

/** The integers from `low` to `high`, both included. */
export function range(low: number, high: number): Sort<number> {
  return { kind: 'range', low, high };
}

export function enumeration<const V extends string>(...values: readonly V[]): Sort<V> {
  return { kind: 'enumeration', values };
}

/** The name of a process that plays `role`, or {@link nobody}. */
export function processOf(role: string): Sort<string> {
  return { kind: 'process', role };
}

/** The sort as a reader would write it, for messages: `0..3`, `{v1, v2}`, `boolean`. */
export function printSort(sort: Sort): string {
  switch (sort.kind) {
    case 'boolean':
      return 'boolean';
    case 'range':
      return `${sort.low}..${sort.high}`;
    case 'enumeration':
      return `{${sort.values.join(', ')}}`;
    case 'process':
      return `process of ${sort.role}`;
  }
}

/** All values of a sort, in a fixed order. `processNames` gives the processes that play a role. */
export function valuesOf(sort: Sort, processNames: (role: string) => readonly string[]): readonly Value[] {
  switch (sort.kind) {
    case 'boolean':
      return [false, true];
    case 'range':
      return Array.from({ length: sort.high - sort.low + 1 }, (_, offset) => sort.low + offset);
    case 'enumeration':
      return sort.values;
    case 'process':
      return [nobody, ...processNames(sort.role)];
  }
}
