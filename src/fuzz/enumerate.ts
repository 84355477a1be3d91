import type { Budget } from '../engine/index.js';
import { type NamedModels, namesOf } from '../names/index.js';
import { shareOut } from '../threads/index.js';
import { type Bounds, scenariosWithin } from './small-scope.js';
import { mergeSurveys, type Survey, type SurveyRequest, surveyScenario } from './survey.js';

/** So many scenarios a thread is given at once. */
const chunkSize = 32;

export interface EnumerateRequest extends SurveyRequest {
  readonly bounds: Bounds;
  /** What an earlier search, of the same request, had got to. */
  readonly resumed?: EnumerateState;
}

export interface EnumerateOptions {
  readonly jobs?: number;
  /** Stops the search; what is done by then can be resumed. */
  readonly signal?: AbortSignal;
  /** Called now and then with all that is done. */
  readonly onProgress?: (state: EnumerateState) => void;
}

/** How far a search has got. Plain data. */
export interface EnumerateState {
  /** How many scenarios have been surveyed, in the order in which they are enumerated. */
  readonly scenarios: number;
  readonly survey: Survey;
}

export interface EnumerateResult extends EnumerateState {
  /** Whether these are all that there are. */
  readonly isComplete: boolean;
}

/** What a thread is sent first. */
export interface EnumerateThreadData extends NamedModels {
  readonly bounds: Bounds;
  readonly properties: readonly string[];
  readonly budget: Budget;
}

/** What a thread sends back. */
export interface EnumerateThreadAnswer {
  readonly begin: number;
  readonly end: number;
  readonly survey: Survey;
  /** Whether there are no more than these. */
  readonly isLast: boolean;
}

/**
 * Surveys all scenarios within some bounds. What comes out does not depend on how many threads there are.
 *
 * @throws InputError when something is wrong with a model from a file
 */
export async function enumerate(
  request: EnumerateRequest,
  { jobs = 1, signal, onProgress }: EnumerateOptions = {},
): Promise<EnumerateResult> {
  const { bounds, budget, resumed = { scenarios: 0, survey: {} } } = request;
  const data: EnumerateThreadData = {
    bounds,
    budget,
    ...namesOf(request),
    properties: request.properties.map(({ name }) => name),
  };
  let state = resumed;
  let next = resumed.scenarios;
  let isExhausted = false;
  let isComplete = false;
  // Chunks come back in any order; only what all before it is done too can be resumed after.
  const waiting = new Map<number, EnumerateThreadAnswer>();
  const accept = (answer: EnumerateThreadAnswer): void => {
    isExhausted ||= answer.isLast;
    waiting.set(answer.begin, answer);
    for (let done = waiting.get(state.scenarios); done; done = waiting.get(state.scenarios)) {
      waiting.delete(done.begin);
      isComplete ||= done.isLast;
      state = { scenarios: done.end, survey: mergeSurveys(state.survey, done.survey) };
      if (done.begin === done.end) break;
    }
    onProgress?.(state);
  };
  await shareOut<readonly [number, number], EnumerateThreadAnswer>({
    ...{ jobs, here: import.meta.url, module: 'enumerate-thread', data, accept, signal },
    next() {
      if (isExhausted || signal?.aborted) return undefined;
      next += chunkSize;
      return [next - chunkSize, next];
    },
  });
  return { ...state, isComplete };
}

/** The scenarios with the numbers from `begin` up to `end`, of those that are enumerated; numbers only grow. */
export class ScenarioCursor {
  private readonly scenarios;
  private position = 0;

  constructor(
    bounds: Bounds,
    private readonly request: SurveyRequest,
  ) {
    this.scenarios = scenariosWithin(bounds);
  }

  async survey(begin: number, end: number): Promise<EnumerateThreadAnswer> {
    let survey: Survey = {};
    while (this.position < end) {
      const { value: document, done } = this.scenarios.next();
      if (done || document === undefined)
        return { begin, end: Math.max(begin, this.position), survey, isLast: true };
      const index = this.position++;
      if (index >= begin) survey = mergeSurveys(survey, await surveyScenario(document, index, this.request));
    }
    return { begin, end, survey, isLast: false };
  }
}
