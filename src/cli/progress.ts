import type { Progress } from '../check/index.js';

/** Work that is over sooner than this shows no progress. */
const quietMs = 500;

/** Shows on stderr how far a search has got, where stderr is a terminal. */
export async function startProgress(enabled: boolean): Promise<{
  readonly update?: (progress: Progress) => void;
  stop(): void;
}> {
  if (!enabled || process.stderr.isTTY !== true || process.env.CI) return { stop: () => {} };
  const { default: ora } = await import('ora');
  // The interrupt signal is ours: it stops the search, and what is known by then is printed.
  const spinner = ora({ stream: process.stderr, discardStdin: false });
  return {
    update({ scenario, model, searchesDone, searches, states, elapsedMs }) {
      if (elapsedMs < quietMs) return;
      const perSecond = Math.round(states / (elapsedMs / 1000));
      const text = `${scenario.name}, ${model.name} (${searchesDone + 1} of ${searches}): ${states.toLocaleString('en')} states, ${perSecond.toLocaleString('en')} a second`;
      if (spinner.isSpinning) spinner.text = text;
      else spinner.start(text);
    },
    stop() {
      if (spinner.isSpinning) spinner.stop();
    },
  };
}
