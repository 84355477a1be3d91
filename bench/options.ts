import { parseArgs } from 'node:util';

/** What a benchmark can be told. */
export const { values: options } = parseArgs({
  options: {
    /** How often each side runs, of which medians are told; or how many seeds are tried. */
    runs: { type: 'string' },
    /** Identical tasks, where the default is not wanted: fewer for a quick look. */
    tasks: { type: 'string' },
    /** Where to write all figures. */
    json: { type: 'string' },
    /** The root of a kernel's source. */
    source: { type: 'string' },
    /** Only the workload of that name. */
    only: { type: 'string' },
  },
});

/** The middle one of some figures, in their order. */
export function median<T>(runs: readonly T[], figure: (run: T) => number): T {
  const sorted = [...runs].sort((one, other) => figure(one) - figure(other));
  return sorted[Math.floor(sorted.length / 2)] as T;
}
