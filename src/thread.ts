import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Starts a thread with a module that stands beside the caller's.
 *
 * @param here the address of the caller's module
 * @param module the name of the other one, without its ending
 * @param workerData plain data, and memory that is shared
 */
export function startThread(here: string, module: string, workerData: unknown): Worker {
  return here.endsWith('.ts')
    ? new Worker(loadFromSource(here, module), { workerData, eval: true })
    : new Worker(new URL(`./${module}.js`, here), { workerData });
}

/** Run from its source, klpcheck needs its loader in each thread. */
function loadFromSource(here: string, module: string): string {
  const jiti = createRequire(here).resolve('jiti');
  const file = fileURLToPath(new URL(`./${module}.ts`, here));
  return `require(${JSON.stringify(jiti)}).createJiti(${JSON.stringify(here)}).import(${JSON.stringify(file)})`;
}
