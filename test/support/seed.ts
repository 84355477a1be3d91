/** The seed of the random tests of a run; printed, and settable, so that a failure can be repeated. */
export function randomSeed(what: string): number {
  const seed = Number(process.env.KLPCHECK_SEED ?? Date.now() % 2 ** 31);
  console.log(`${what}: KLPCHECK_SEED=${seed}`);
  return seed;
}

/** How many random cases a test tries. */
export const randomRuns = Number(process.env.KLPCHECK_RUNS ?? 1000);
