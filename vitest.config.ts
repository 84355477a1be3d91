import { defineConfig } from 'vitest/config';

/** In how many times as many random cases as each law names it is tried: half by day, ten times as many by `npm run test:long`. */
const scaleOf = (mode: string): number => (mode === 'long' ? 10 : Number(process.env.KLPCHECK_SCALE ?? 0.5));

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    env: { KLPCHECK_SCALE: String(scaleOf(mode)) },
    testTimeout: 240_000 * Math.max(1, scaleOf(mode)),
    hookTimeout: 120_000,
    maxWorkers: '100%',
    // No test file changes what others see, and loading klpcheck anew for each takes longer than most of them.
    isolate: false,
  },
}));
