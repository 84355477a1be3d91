/**
 * Runs work that the interrupt key (^C) stops in good order: it gets a signal, and what it knows by then counts. The
 * second time, the key ends the process as always.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** The same for work that is to stop after some time as well. @param timeoutMs may be infinite */
export async function stoppable<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return interruptible((interrupted) =>
    work(
      Number.isFinite(timeoutMs)
        ? AbortSignal.any([interrupted, AbortSignal.timeout(Math.ceil(timeoutMs))])
        : interrupted,
    ),
  );
}
