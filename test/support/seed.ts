/** The seed of the random tests of a run; printed, and settable, so that a failure can be repeated. */
export function randomSeed(what: string): number {
  const seed = Number(process.env.KLPCHECK_SEED ?? Date.now() % 2 ** 31);
  console.log(`${what}: KLPCHECK_SEED=${seed}`);
  return seed;
}

const scale = Number(process.env.KLPCHECK_SCALE ?? 1);

/** How many random cases a test tries: as many as usual, and ten times as many in `npm run test:long`. */
export function scaled(usual: number): number {
  return Math.ceil(usual * scale);
}

/** As many as most tests try. */
export const randomRuns = scaled(1000);
