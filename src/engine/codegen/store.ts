/** Successors are entered so many at a time, and some more: enough for many memory accesses to be under way at once. */
export const batchSize = 512;
/** So many numbers of states a thread takes at once, where there are several. */
export const blockSize = 256;

/** Whether one thread enters states, or several at the same time. */
export type Threads = 'one' | 'several';

/**
 * Source of `emit`, which notes a successor, and of `enter`, which finds the numbers of all that are noted and
 * enters those that are new. It evaluates to a function of the runtime (see `program.ts`). It is the same for all
 * systems whose states are as long, so that V8 optimises it once for many small searches.
 *
 * The visited set: open addressing over state numbers. A slot holds the number plus one in as many low bits as
 * the index needs, and the high bits of the hash above them, so that most probes miss without reading a state.
 *
 * What takes time in a large search is waiting for memory: a slot of the index, then a state, for each transition. So a
 * batch is gone through three times: for the slots, for the states that seem to be the same, and for the decision, which
 * finds all of it in the cache. The accesses of the first two do not depend on each other, so the processor overlaps them.
 *
 * With several threads, each writes new states under numbers that only it has, and makes one known by exchanging the empty
 * slot for it (Laarman, van de Pol, Weber, "Boosting multi-core reachability performance with shared hash tables", FMCAD
 * 2010). Slots are read without a fence: an entry is one aligned word, and the state that it leads to was written before.
 */
export function generateStore(words: number, threads: Threads): string {
  const stride = words + 1;
  const parameters = eachWord(words, (word) => `w${word}`).join(', ');
  const same = eachWord(words, (word) => `all[at + ${word}] === pending[from + ${word + 1}]`).join(' && ');
  const write = (number: string): string =>
    `const at = ${number} * ${words}; ${eachWord(words, (word) => `all[at + ${word}] = pending[from + ${word + 1}];`).join(' ')}`;
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
  ${threads === 'one' ? 'if (stateCount + pendingCount > limit) makeRoom(pendingCount);' : 'if (runtime.isShort(limit)) return -1;'}
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
${threads === 'one' ? insertAlone(words, same, write) : insertAmongOthers(words, same, write)}
${threads === 'one' ? rebuildAlone(words) : rebuildAmongOthers(words)}
${renumber(words)}
function discard() { pendingCount = 0; }
function adopt(count) { ({ states, index, indexMask, limit } = store); stateCount = count; }
return {
  emit, enter, discard, adopt, renumber,${threads === 'several' ? ' rebuildPart, enterLeftOver, takeFresh, unusedNumbers, dropUnusedNumbers,' : ''}
  count: () => stateCount, pendingCount: () => pendingCount,
};
`;
}

function insertAlone(words: number, same: string, write: (number: string) => string): string {
  return `function insert(from, all, slots, mask) {
  const h = pending[from];
  let slot = h & mask;
  for (let entry = slots[slot]; entry !== 0; entry = slots[slot = slot + 1 & mask]) {
    if (((entry ^ h) & ~mask) !== 0) continue;
    const at = ((entry & mask) - 1) * ${words};
    if (${same}) return (entry & mask) - 1;
  }
  ${write('stateCount')}
  slots[slot] = h & ~mask | stateCount + 1;
  return stateCount++;
}
function makeRoom(count) {
  const isLarger = store.grow(stateCount + count);
  adopt(stateCount);
  if (isLarger) rebuild();
}`;
}

function insertAmongOthers(words: number, same: string, write: (number: string) => string): string {
  return `let nextNumber = 0, blockEnd = 0, freshCount = 0;
function insert(from, all, slots, mask) {
  const h = pending[from];
  for (let slot = h & mask; ; slot = slot + 1 & mask) {
    let entry = slots[slot];
    if (entry === 0) {
      if (nextNumber === blockEnd) claimBlock(all);
      ${write('nextNumber')}
      entry = Atomics.compareExchange(slots, slot, 0, h & ~mask | nextNumber + 1);
      if (entry === 0) return fresh[freshCount++] = nextNumber++;
    }
    if (((entry ^ h) & ~mask) !== 0) continue;
    const at = ((entry & mask) - 1) * ${words};
    if (${same}) return (entry & mask) - 1;
  }
}
function claimBlock(all) {
  nextNumber = runtime.claimBlock();
  blockEnd = nextNumber + ${blockSize};
  // An exchange waits until all that was written before is in the cache: so what will be written is fetched at once.
  all.fill(0, nextNumber * ${words}, blockEnd * ${words});
}
function takeFresh() { const count = freshCount; freshCount = 0; return count; }
function unusedNumbers() { return [nextNumber, blockEnd]; }
function dropUnusedNumbers() { nextNumber = blockEnd = 0; }`;
}

/** Empties the index, and enters all states into it, in batches too. */
function rebuildAlone(words: number): string {
  return `function rebuild() {
  index.fill(0, 0, indexMask + 1);
  for (let begin = 0; begin < stateCount; begin += ${batchSize}) {
    const count = stateCount - begin < ${batchSize} ? stateCount - begin : ${batchSize};
    for (let each = 0; each < count; each++) {
      const at = (begin + each) * ${words};
      ${hash(words, (word) => `states[at + ${word}]`)}
      numbers[each] = h;
    }
    for (let each = 0; each < count; each++) probes[each] = index[numbers[each] & indexMask];
    for (let each = 0; each < count; each++) {
      const h = numbers[each];
      let slot = h & indexMask;
      while (index[slot] !== 0) slot = slot + 1 & indexMask;
      index[slot] = h & ~indexMask | begin + each + 1;
    }
  }
}`;
}

/**
 * Enters those of some states that belong to one part of the index, where no other thread writes: so nothing has to be exchanged,
 * and no memory is touched first by two threads. What does not fit before the end of the part is left over.
 */
function rebuildAmongOthers(words: number): string {
  return `function rebuildPart(low, high, from, to, leftOver) {
  const all = states, slots = index, mask = indexMask;
  for (let begin = from; begin < to; ) {
    let count = 0;
    for (; begin < to && count < ${batchSize}; begin++) {
      const at = begin * ${words};
      ${hash(words, (word) => `all[at + ${word}]`)}
      const slot = h & mask;
      numbers[count] = begin;
      fresh[count] = h;
      // Without a branch, for which it is could not be foreseen: 1 where low <= slot < high.
      count += (low - 1 - slot & slot - high) >>> 31;
    }
    for (let each = 0; each < count; each++) probes[each] = slots[fresh[each] & mask];
    for (let each = 0; each < count; each++) {
      const h = fresh[each];
      let slot = h & mask;
      while (slot < high && slots[slot] !== 0) slot++;
      if (slot < high) slots[slot] = h & ~mask | numbers[each] + 1;
      else leftOver.push(numbers[each]);
    }
  }
}
function enterLeftOver(number) {
  const at = number * ${words};
  ${hash(words, (word) => `states[at + ${word}]`)}
  const entry = h & ~indexMask | number + 1;
  let slot = h & indexMask;
  while (index[slot] !== 0 || Atomics.compareExchange(index, slot, 0, entry) !== 0) slot = slot + 1 & indexMask;
}`;
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
function hash(words: number, read: (word: number) => string): string {
  return [
    'let h = 0x2545f491;',
    ...eachWord(words, (word) => `h = Math.imul(h ^ ${read(word)}, 0x9e3779b1); h ^= h >>> 15;`),
    'h = Math.imul(h, 0x85ebca6b);',
    'h ^= h >>> 13;',
  ].join(' ');
}

/** Builds something for each word of a state. */
export function eachWord<T>(words: number, build: (word: number) => T): readonly T[] {
  return Array.from({ length: words }, (_, word) => build(word));
}
