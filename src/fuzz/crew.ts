import type { Worker } from 'node:worker_threads';
import { startThread } from '../thread.js';
import type { FuzzRequest, TryRuns } from './fuzz.js';
import type { Trial } from './target.js';

/** So many runs a thread is given at once. */
const chunkSize = 16;

/** What a thread is sent first: all in names, for models and properties are code. */
export interface FuzzThreadData {
  readonly models: readonly string[];
  readonly modelFiles: readonly string[];
  readonly property: string;
  readonly request: Omit<FuzzRequest, 'models' | 'property' | 'corpus'>;
}

/** What a thread sends back: that it has loaded, or the trials of the runs that it was given. */
export interface FuzzThreadAnswer {
  readonly trials: readonly (readonly [number, Trial])[];
}

/**
 * Tries runs in several threads.
 *
 * @param modelFiles where models that do not come with klpcheck are loaded from
 */
export function tryRunsInThreads(jobs: number, modelFiles: readonly string[]): TryRuns {
  return async ({ models, property, corpus: _, ...request }, { signal, onProgress }) => {
    const trials = new Map<number, Trial>();
    let next = 0;
    let firstFound = Number.POSITIVE_INFINITY;
    const data: FuzzThreadData = {
      models: models.map(({ name }) => name),
      modelFiles,
      property: property.name,
      request,
    };
    const takeChunk = (): readonly [number, number] | undefined => {
      if (signal?.aborted || next >= request.runs || next > firstFound) return undefined;
      const begin = next;
      next = Math.min(begin + chunkSize, request.runs);
      return [begin, next];
    };
    const work = (thread: Worker): Promise<void> =>
      new Promise((resolve, reject) => {
        thread.on('error', reject);
        thread.on('message', ({ trials: done }: FuzzThreadAnswer) => {
          for (const [run, trial] of done) {
            trials.set(run, trial);
            if (trial.isFound) firstFound = Math.min(firstFound, run);
          }
          onProgress?.({ runs: trials.size });
          const chunk = takeChunk();
          if (chunk) thread.postMessage(chunk);
          else resolve();
        });
      });
    const threads = Array.from({ length: jobs }, () => startThread(import.meta.url, 'fuzz-thread', data));
    try {
      await Promise.all(threads.map(work));
    } finally {
      await Promise.all(threads.map((thread) => thread.terminate()));
    }
    return withoutGaps(trials);
  };
}

/** Runs that were tried although one before them was not, since the search was stopped, do not count. */
function withoutGaps(trials: ReadonlyMap<number, Trial>): ReadonlyMap<number, Trial> {
  const counted = new Map<number, Trial>();
  for (let run = 0; ; run++) {
    const trial = trials.get(run);
    if (!trial) return counted;
    counted.set(run, trial);
  }
}
