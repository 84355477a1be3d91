import { z } from 'zod';
import { InputError } from '../scenario/index.js';
import { callSchema, type KernelCall, readYaml } from './lower/index.js';

/** What a person says of a patch, in a file beside it: `fix.klpcheck.yaml`. */
export interface Overrides {
  readonly file: string;
  /** Rows that are added to the table of calls, or replace one of its rows. */
  readonly calls: ReadonlyMap<string, KernelCall>;
  /** Locks that are the same one: all others of a list are called as its first one. */
  readonly sameLock: readonly (readonly string[])[];
  /** Functions that the live patch replaces whether or not their own code changes, as kpatch-build or klp-build say. */
  readonly functions: readonly string[];
  /** Locks, and functions whose changes are of no interest. */
  readonly ignore: readonly string[];
}

const names = z.array(z.string().min(1));
const overridesSchema = z.strictObject({
  calls: z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'expected a name of C'), callSchema).optional(),
  'same-lock': z.array(names.min(2)).optional(),
  functions: names.optional(),
  ignore: names.optional(),
});

/** @throws InputError with line and column where it is wrong */
export function parseOverrides(text: string, file: string): Overrides {
  const {
    calls = {},
    functions = [],
    ignore = [],
    'same-lock': sameLock = [],
  } = readYaml(text, file, overridesSchema);
  return { file, calls: new Map(Object.entries(calls)), sameLock, functions, ignore };
}

export const noOverrides: Overrides = { file: '', calls: new Map(), sameLock: [], functions: [], ignore: [] };

/** What of the code an override can speak of. */
export interface Known {
  readonly calls: ReadonlySet<string>;
  readonly locks: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/** @throws InputError where an override speaks of what the code does not have any more: it would be lost in silence */
export function refuseStale(overrides: Overrides, known: Known): void {
  const all = new Set([...known.locks, ...known.functions]);
  const stale = [
    ...[...overrides.calls.keys()].filter((name) => !known.calls.has(name)).map((name) => ['calls', name]),
    ...overrides.sameLock
      .flat()
      .filter((name) => !known.locks.has(name))
      .map((name) => ['same-lock', name]),
    ...overrides.functions.filter((name) => !known.functions.has(name)).map((name) => ['functions', name]),
    ...overrides.ignore.filter((name) => !all.has(name)).map((name) => ['ignore', name]),
  ];
  if (stale.length > 0)
    throw new InputError(
      stale.map(([key = '', name = '']) => ({
        file: overrides.file,
        code: 'unknown-name',
        message: `${key}: nothing in the files of the diff is called '${name}'`,
        hint: 'an override that fits nothing any more must be changed or removed',
      })),
    );
}
