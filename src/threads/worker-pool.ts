import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, type Worker, workerData } from 'node:worker_threads';
import { type Diagnostic, InputError } from '../scenario/index.js';
import { startThread } from '../thread.js';

/** What a thread sends: that it can be asked, an answer, or what is wrong with a model that the user wrote. */
type Message<Answer> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'wrong'; readonly diagnostics: readonly Diagnostic[] };

/** So long a thread that is in the middle of something may go on after the signal to stop: short work still counts. */
const graceMs = 2_000;

export interface SharedWork<Request, Answer> {
  readonly jobs: number;
  /** The address of the caller's module. */
  readonly here: string;
  /** The module of the threads, which stands beside the caller's, without its ending. */
  readonly module: string;
  /** What each thread is told first: plain data. */
  readonly data: unknown;
  /** What to ask next, whichever thread; nothing when no more is to be asked. */
  next(): Request | undefined;
  accept(answer: Answer): void;
  /** Stops it: what a thread has not answered soon after that is given up. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has requests answered by a pool of threads, until there are no more. However it ends, they have ended by then.
 *
 * @throws InputError when a thread finds something wrong with a model, and whatever `next` and `accept` throw
 */
export async function shareOut<Request, Answer>(work: SharedWork<Request, Answer>): Promise<void> {
  const threads: Worker[] = [];
  const keepBusy = (thread: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      const goOn = (message: Message<Answer>): void => {
        if (message.kind === 'wrong') throw new InputError(message.diagnostics);
        if (message.kind === 'answer') work.accept(message.answer);
        const request = work.next();
        if (request === undefined) resolve();
        else thread.postMessage(request);
      };
      thread.on('error', reject);
      thread.on('message', (message: Message<Answer>) => {
        // What is thrown in a listener would end the process.
        try {
          goOn(message);
        } catch (error) {
          reject(error);
        }
      });
    });
  const over = new AbortController();
  try {
    while (threads.length < work.jobs) threads.push(startThread(work.here, work.module, work.data));
    const answered = Promise.all(threads.map(keepBusy));
    await (work.signal ? Promise.race([answered, graceAfter(work.signal, over.signal)]) : answered);
  } finally {
    over.abort();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** Until some time after a signal, or until it is over. */
async function graceAfter(signal: AbortSignal, over: AbortSignal): Promise<void> {
  try {
    if (!signal.aborted) await once(signal, 'abort', { signal: over });
    await sleep(graceMs, undefined, { signal: over });
  } catch {
    // It is over.
  }
}

/** Run by a thread: answers what it is asked. @param prepare gets what the thread was told first */
export async function answerRequests<Data, Request, Answer>(
  prepare: (data: Data) => Promise<(request: Request) => Promise<Answer>>,
): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('expected to be run as a thread');
  const send = (message: Message<Answer>): void => port.postMessage(message);
  const answer = await prepare(workerData as Data);
  port.on('message', async (request: Request) => {
    try {
      send({ kind: 'answer', answer: await answer(request) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      send({ kind: 'wrong', diagnostics: error.diagnostics });
    }
  });
  send({ kind: 'ready' });
}
