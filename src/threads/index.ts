/** Threads that answer requests, for work that is shared out among them. */
export { answerRequests, type SharedWork, shareOut } from './worker-pool.js';
