import { eachWord } from '../packing/index.js';

/** Successors are entered so many at a time, and some more: enough for many memory accesses to be under way at once. */
export const batchSize = 512;

/** How states are entered, which is not the same for one thread and for several. */
export interface Insertion {
  /** The statement with which `enter` begins. */
  readonly ensureRoom: string;
  /** Source of `insert`, which gives the number of a pending state, and of what else there is. */
  readonly functions: string;
  /** The names of those functions that are for the runtime to call. */
  readonly entryPoints: readonly string[];
}

/**
 * Source of `emit`, which notes a successor, and of `enter`, which finds the numbers of all that are noted and
 * enters those that are new. It evaluates to a function of the runtime (see `machine.ts`). It is the same for all
 * systems whose states are as long, so that V8 optimises it once for many small searches.
 *
 * The visited set: open addressing over state numbers. A slot holds the number plus one in as many low bits as
 * the index needs, and the high bits of the hash above them, so that most probes miss without reading a state.
 *
 * What takes time in a large search is waiting for memory: a slot of the index, then a state, for each transition. So a
 * batch is gone through three times: for the slots, for the states that seem to be the same, and for the decision, which
 * finds all of it in the cache. The accesses of the first two do not depend on each other, so the processor overlaps them.
 */
export function storeSource(words: number, insertion: Insertion): string {
  const stride = words + 1;
  const parameters = eachWord(words, (word) => `w${word}`).join(', ');
  return `'use strict';
const { store, numbers, pending, pendingEdges, pendingProcesses, probes, fired, fresh } = runtime;
let { states, index, indexMask, limit } = store;
let stateCount = 0, pendingCount = 0;
function emit(${parameters}, edge, process) {
  ${hash(words, (word) => `w${word}`)}
  const at = pendingCount * ${stride};
  pending[at] = h;
  ${eachWord(words, (word) => `pending[at + ${word + 1}] = w${word};`).join(' ')}
  pendingEdges[pendingCount] = edge;
  pendingProcesses[pendingCount++] = process;
  fired[edge] = 1;
}
function enter() {
  ${insertion.ensureRoom}
  // What may be exchanged is read once a batch, so that the loops know that it stays.
  const count = pendingCount, all = states, slots = index, mask = indexMask;
  for (let each = 0; each < count; each++) probes[each] = slots[pending[each * ${stride}] & mask];
  let touched = 0;
  for (let each = 0; each < count; each++) {
    const entry = probes[each];
    if (entry !== 0 && ((entry ^ pending[each * ${stride}]) & ~mask) === 0) touched ^= all[((entry & mask) - 1) * ${words}];
  }
  probes[0] = touched;
  for (let each = 0; each < count; each++) numbers[each] = insert(each * ${stride}, all, slots, mask);
  pendingCount = 0;
  return count;
}
${insertion.functions}
${renumber(words)}
function discard() { pendingCount = 0; }
function adopt(count) { ({ states, index, indexMask, limit } = store); stateCount = count; }
return {
  emit, enter, discard, adopt, renumber,${insertion.entryPoints.map((each) => ` ${each},`).join('')}
  count: () => stateCount, pendingCount: () => pendingCount,
};
`;
}

/** Source of the condition that the state at `at` is the pending one at `from`. */
export function isSameState(words: number): string {
  return eachWord(words, (word) => `all[at + ${word}] === pending[from + ${word + 1}]`).join(' && ');
}

/** Source that writes the pending state at `from` under a number. */
export function writeState(words: number, number: string): string {
  return `const at = ${number} * ${words}; ${eachWord(words, (word) => `all[at + ${word}] = pending[from + ${word + 1}];`).join(' ')}`;
}

/** Gives a state another number, and takes it to where that one stands. */
function renumber(words: number): string {
  return `function renumber(old, number) {
  const from = old * ${words}, to = number * ${words};
  ${hash(words, (word) => `states[from + ${word}]`)}
  let slot = h & indexMask;
  while ((index[slot] & indexMask) !== old + 1) slot = slot + 1 & indexMask;
  ${eachWord(words, (word) => `states[to + ${word}] = states[from + ${word}];`).join(' ')}
  index[slot] = h & ~indexMask | number + 1;
}`;
}

/** Source that declares `h`, the hash of a state. */
export function hash(words: number, read: (word: number) => string): string {
  return [
    'let h = 0x2545f491;',
    ...eachWord(words, (word) => `h = Math.imul(h ^ ${read(word)}, 0x9e3779b1); h ^= h >>> 15;`),
    'h = Math.imul(h, 0x85ebca6b);',
    'h ^= h >>> 13;',
  ].join(' ');
}
