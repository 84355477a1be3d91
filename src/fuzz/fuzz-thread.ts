import { parentPort, workerData } from 'node:worker_threads';
import type { FuzzThreadAnswer, FuzzThreadData } from './crew.js';
import { type FuzzRequest, scenariosByRun } from './fuzz.js';
import { modelsByName, propertiesByName } from './names.js';
import { type Trial, tryScenario } from './target.js';

/* A thread that tries random scenarios: it is sent the numbers of runs, from the first up to the second. */

const { models, modelFiles, property: name, request } = workerData as FuzzThreadData;
const port = parentPort;
if (!port) throw new Error('expected to be run as a thread');
const [property] = propertiesByName([name]);
if (!property) throw new Error(`there is no property '${name}'`);
const whole: FuzzRequest = {
  ...request,
  property,
  corpus: [],
  models: await modelsByName(models, modelFiles),
};
const scenarioOf = scenariosByRun(whole);

port.on('message', async ([begin, end]: readonly [number, number]) => {
  const trials: (readonly [number, Trial])[] = [];
  for (let run = begin; run < end; run++) {
    const trial = await tryScenario(scenarioOf(run), whole);
    trials.push([run, trial]);
    if (trial.isFound) break;
  }
  port.postMessage({ trials } satisfies FuzzThreadAnswer);
});
port.postMessage({ trials: [] } satisfies FuzzThreadAnswer);
