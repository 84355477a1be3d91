import type { Ora } from 'ora';
import type { Progress } from '../check/index.js';
import { printable } from '../text/index.js';

/** Work that is over sooner than this shows no progress. */
const quietMs = 500;

/** What is shown on stderr while something takes long. */
export interface ProgressDisplay<T> {
  /** Absent where nobody would see it. */
  readonly update?: (progress: T) => void;
  /** Removes it for good. */
  stop(): void;
}

/**
 * Shows on stderr how much of something is done, in words, where stderr is a terminal. Nothing yet may be said first.
 *
 * @param signal removes it for good when it is aborted
 */
export function startTally(enabled: boolean, signal: AbortSignal): ProgressDisplay<string | undefined> {
  // One without columns, as where a program has opened it, cannot be drawn upon.
  if (!enabled || process.stderr.isTTY !== true || !process.stderr.columns || process.env.CI)
    return { stop: () => {} };
  let text: string | undefined;
  let spinner: Ora | undefined;
  let isOver = signal.aborted;
  const show = (): void => {
    if (isOver || !spinner || text === undefined) return;
    if (spinner.isSpinning) spinner.text = text;
    else spinner.start(text);
  };
  const stop = (): void => {
    isOver = true;
    spinner?.stop();
  };
  let isLoading = false;
  const load = async (): Promise<void> => {
    isLoading = true;
    const { default: ora } = await import('ora');
    // The interrupt key is ours: it stops the search, and what is known by then is printed.
    spinner = ora({ stream: process.stderr, discardStdin: false });
    show();
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    update(next) {
      text = next;
      if (!isLoading) void load();
      show();
    },
    stop,
  };
}

/** Shows on stderr how far a search has got, where stderr is a terminal. */
export function startProgress(enabled: boolean, signal: AbortSignal): ProgressDisplay<Progress> {
  const { update, stop } = startTally(enabled, signal);
  if (!update) return { stop };
  return {
    update: (progress) => update(progress.elapsedMs < quietMs ? undefined : describe(progress)),
    stop,
  };
}

function describe({ scenario, model, searchesDone, searches, states, elapsedMs }: Progress): string {
  const perSecond = Math.round(states / (elapsedMs / 1000));
  return `${printable(scenario.name)}, ${model.name} (${searchesDone + 1} of ${searches}): ${states.toLocaleString('en')} states, ${perSecond.toLocaleString('en')} a second`;
}
