import { parentPort, workerData } from 'node:worker_threads';
import { Control } from '../../src/engine/parallel/control.js';

/* A thread that waits for a level to begin, as a worker does. */

const control = new Control(1, 0, workerData as SharedArrayBuffer);
parentPort?.postMessage('waits');
control.waitAfter(0);
parentPort?.postMessage(`begins level ${control.epoch}`);
