import { createInterface } from 'node:readline';
import { type Bug, ToyKgraft } from './toy-kgraft.js';

/* The toy as a program of its own: messages on standard input, answers on standard output. */

const toy = new ToyKgraft(process.argv[2] as Bug | undefined);
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, ...message } = JSON.parse(line);
  const answer = kind === 'start' ? (toy.start(message) ?? {}) : toy.step(message);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
