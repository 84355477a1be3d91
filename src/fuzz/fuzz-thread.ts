import { parentPort, workerData } from 'node:worker_threads';
import { models as shippedModels } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { findModel, isUnknown, loadModelFile } from '../check/index.js';
import type { ConsistencyModel, ModelInstance } from '../livepatch/index.js';
import type { FuzzThreadAnswer, FuzzThreadData } from './crew.js';
import { type FuzzRequest, scenarioOfRun } from './fuzz.js';
import { type Trial, tryScenario } from './target.js';

/* A thread that tries random scenarios: it is sent the numbers of runs, from the first up to the second. */

const { models, modelFiles, property, request } = workerData as FuzzThreadData;
const port = parentPort;
if (!port) throw new Error('expected to be run as a thread');

const knownModels: ConsistencyModel[] = [...shippedModels];
for (const file of modelFiles) {
  const loaded = await loadModelFile(file);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  knownModels.push(...loaded.value);
}
const wanted = properties.find(({ name }) => name === property);
if (!wanted) throw new Error(`there is no property '${property}'`);
const whole: FuzzRequest = { ...request, property: wanted, corpus: [], models: models.map(instanceOf) };

function instanceOf(name: string): ModelInstance {
  const found = findModel(name, knownModels);
  if (isUnknown(found)) throw new Error(found.message);
  return found as ModelInstance;
}

port.on('message', async ([begin, end]: readonly [number, number]) => {
  const trials: (readonly [number, Trial])[] = [];
  for (let run = begin; run < end; run++) {
    const trial = await tryScenario(scenarioOfRun(whole, run), whole);
    trials.push([run, trial]);
    if (trial.isFound) break;
  }
  port.postMessage({ trials } satisfies FuzzThreadAnswer);
});
port.postMessage({ trials: [] } satisfies FuzzThreadAnswer);
