import { modelsByName, propertiesByName } from '../names/index.js';
import { answerRequests } from '../threads/index.js';
import { type EnumerateThreadData, ScenarioCursor } from './enumerate.js';

/* A thread that surveys scenarios: it is sent the numbers of some, from the first up to the second. */

await answerRequests(async ({ bounds, properties: names, budget, ...named }: EnumerateThreadData) => {
  const properties = propertiesByName(names);
  const cursor = new ScenarioCursor(bounds, {
    ...(await modelsByName(named)),
    ...{ properties, budget },
  });
  return ([begin, end]: readonly [number, number]) => cursor.survey(begin, end);
});
