import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** The threads that are started from now on, until the test is finished. */
export function startedThreads(): readonly Worker[] {
  const threads: Worker[] = [];
  const note = (thread: Worker): void => {
    threads.push(thread);
  };
  process.on('worker', note);
  onTestFinished(() => {
    process.off('worker', note);
  });
  return threads;
}

/** How many of them still run. */
export function running(threads: readonly Worker[]): number {
  // A thread that has ended has no number any more.
  return threads.filter(({ threadId }) => threadId !== -1).length;
}
