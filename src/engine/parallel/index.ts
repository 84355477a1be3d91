/** Several threads that search one state space together. */
export { Crew, defaultJobs } from './crew.js';
