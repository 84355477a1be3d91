/** How a person stops a process (^C), and how a CI server does that cancels a job. */
const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs work that a signal stops in good order: what is known by then counts. Before it has begun, a signal
 * ends the process as always, for nothing is known yet. The second signal ends the process at once, as if this
 * did not exist, whatever it is busy with.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => {
    // Whoever else listens, for the sake of the cursor, would keep the second one from the kernel.
    for (const each of stopSignals) process.removeAllListeners(each);
    controller.abort();
  };
  // Not `once`, which takes the listener away first: then a library that wants to be the last one finds that it is.
  for (const each of stopSignals) process.on(each, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const each of stopSignals) process.off(each, interrupt);
  }
}

/** What stops on that signal, and after some time as well. @param timeoutMs may be infinite */
export function withTimeout(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return Number.isFinite(timeoutMs)
    ? AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(timeoutMs))])
    : signal;
}
