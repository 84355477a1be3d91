import { parentPort } from 'node:worker_threads';

/* A thread that is ready at once, and answers nothing. */

parentPort?.on('message', () => {});
parentPort?.postMessage({ kind: 'ready' });
