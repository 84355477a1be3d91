import { type NamedModels, namesOf } from '../names/index.js';
import { shareOut } from '../threads/index.js';
import type { FuzzRequest, TryRuns } from './fuzz.js';
import type { Trial } from './target.js';

/** So many runs a thread is given at once. */
const chunkSize = 16;

/** What a thread is sent first: all in names, for models and properties are code. */
export interface FuzzThreadData extends NamedModels {
  readonly property: string;
  readonly request: Omit<FuzzRequest, 'models' | 'modelFiles' | 'property' | 'corpus'>;
}

/** Runs, from the first number up to the second. */
export type RunInterval = readonly [begin: number, end: number];

/** Tries runs in several threads. */
export function tryRunsInThreads(jobs: number): TryRuns {
  return async ({ models, modelFiles, property, corpus: _, ...request }, { signal, onProgress }) => {
    const trials = new Map<number, Trial>();
    let begin = 0;
    let firstFound = Number.POSITIVE_INFINITY;
    const data: FuzzThreadData = {
      ...namesOf({ models, ...(modelFiles && { modelFiles }) }),
      property: property.name,
      request,
    };
    await shareOut<RunInterval, readonly (readonly [number, Trial])[]>({
      ...{ jobs, here: import.meta.url, module: 'fuzz-thread', data, signal },
      next() {
        if (signal?.aborted || begin >= request.runs || begin > firstFound) return undefined;
        const end = Math.min(begin + chunkSize, request.runs);
        const interval = [begin, end] as const;
        begin = end;
        return interval;
      },
      accept(answer) {
        for (const [run, trial] of answer) {
          trials.set(run, trial);
          if (trial.isFound) firstFound = Math.min(firstFound, run);
        }
        onProgress?.({ runs: trials.size });
      },
    });
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
