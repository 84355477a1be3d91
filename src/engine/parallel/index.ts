/** Several threads that search one state space together. */
export { defaultJobs, WorkerPool } from './worker-pool.js';
