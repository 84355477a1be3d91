import { modelsByName, propertiesByName } from '../names/index.js';
import { answerRequests } from '../threads/index.js';
import { type FuzzRequest, scenariosByRun } from './fuzz.js';
import type { FuzzThreadData, RunInterval } from './parallel-runs.js';
import { type Trial, tryScenario } from './target.js';

/* A thread that tries random scenarios. */

await answerRequests(async ({ property: name, request, ...named }: FuzzThreadData) => {
  const [property] = propertiesByName([name]);
  if (!property) throw new Error(`there is no property '${name}'`);
  const whole: FuzzRequest = {
    ...request,
    ...(await modelsByName(named)),
    ...{ property, corpus: [] },
  };
  const scenarioOf = scenariosByRun(whole);
  return async ([begin, end]: RunInterval): Promise<readonly (readonly [number, Trial])[]> => {
    const trials: (readonly [number, Trial])[] = [];
    for (let run = begin; run < end; run++) {
      const trial = await tryScenario(scenarioOf(run), whole);
      trials.push([run, trial]);
      if (trial.isFound) break;
    }
    return trials;
  };
});
