import type { Progress } from '../check/index.js';

/** Work that is over sooner than this shows no progress. */
const quietMs = 500;

/** Shows on stderr how much of something is done, in words, where stderr is a terminal. */
export async function startTally(
  enabled: boolean,
): Promise<{ readonly update?: (text: string) => void; stop(): void }> {
  if (!enabled || process.stderr.isTTY !== true || process.env.CI) return { stop: () => {} };
  const { default: ora } = await import('ora');
  // The interrupt signal is ours: it stops the search, and what is known by then is printed.
  const spinner = ora({ stream: process.stderr, discardStdin: false });
  return {
    update(text) {
      if (spinner.isSpinning) spinner.text = text;
      else spinner.start(text);
    },
    stop() {
      if (spinner.isSpinning) spinner.stop();
    },
  };
}

/** Shows on stderr how far a search has got, where stderr is a terminal. */
export async function startProgress(enabled: boolean): Promise<{
  readonly update?: (progress: Progress) => void;
  stop(): void;
}> {
  const { update, stop } = await startTally(enabled);
  if (!update) return { stop };
  return {
    update({ scenario, model, searchesDone, searches, states, elapsedMs }) {
      if (elapsedMs < quietMs) return;
      const perSecond = Math.round(states / (elapsedMs / 1000));
      update(
        `${scenario.name}, ${model.name} (${searchesDone + 1} of ${searches}): ${states.toLocaleString('en')} states, ${perSecond.toLocaleString('en')} a second`,
      );
    },
    stop,
  };
}
