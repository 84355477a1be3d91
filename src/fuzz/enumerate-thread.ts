import { parentPort, workerData } from 'node:worker_threads';
import { type EnumerateThreadData, ScenarioCursor } from './enumerate.js';
import { modelsByName, propertiesByName } from './names.js';

/* A thread that surveys scenarios: it is sent the numbers of some, from the first up to the second. */

const { bounds, models, modelFiles, properties, budget } = workerData as EnumerateThreadData;
const port = parentPort;
if (!port) throw new Error('expected to be run as a thread');
const cursor = new ScenarioCursor(bounds, {
  models: await modelsByName(models, modelFiles),
  properties: propertiesByName(properties),
  budget,
});
port.on('message', async ([begin, end]: readonly [number, number]) => {
  port.postMessage(await cursor.survey(begin, end));
});
port.postMessage('ready');
