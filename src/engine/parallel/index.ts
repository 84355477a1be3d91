/** Several threads that search one state space together. */
export { Crew, defaultJobs } from './worker-pool.js';
