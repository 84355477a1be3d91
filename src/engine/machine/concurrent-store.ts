import { batchSize, hash, isSameState, storeSource, writeState } from './store-source.js';

/** So many numbers of states a thread claims at once. */
export const blockSize = 256;

/**
 * Source of the store where several threads enter states at the same time: see {@link storeSource}.
 *
 * Each writes new states under numbers that only it has, and makes one known by exchanging the empty slot for it (Laarman,
 * van de Pol, Weber, "Boosting multi-core reachability performance with shared hash tables", FMCAD 2010). Slots are read
 * without a fence: an entry is one aligned word, and the state that it leads to was written before.
 */
export function generateConcurrentStore(words: number): string {
  return storeSource(words, {
    ensureRoom: 'if (runtime.isShort(limit)) return -1;',
    functions: `${insert(words)}\n${rebuildPart(words)}`,
    entryPoints: ['rebuildPart', 'enterLeftOver', 'takeFresh', 'unusedNumbers', 'dropUnusedNumbers'],
  });
}

function insert(words: number): string {
  return `let nextNumber = 0, blockEnd = 0, freshCount = 0;
function insert(from, all, slots, mask) {
  const h = pending[from];
  for (let slot = h & mask; ; slot = slot + 1 & mask) {
    let entry = slots[slot];
    if (entry === 0) {
      if (nextNumber === blockEnd) claimBlock(all);
      ${writeState(words, 'nextNumber')}
      entry = Atomics.compareExchange(slots, slot, 0, h & ~mask | nextNumber + 1);
      if (entry === 0) return fresh[freshCount++] = nextNumber++;
    }
    if (((entry ^ h) & ~mask) !== 0) continue;
    const at = ((entry & mask) - 1) * ${words};
    if (${isSameState(words)}) return (entry & mask) - 1;
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

/**
 * Enters those of some states that belong to one part of the index, where no other thread writes: so nothing has to be exchanged,
 * and no memory is touched first by two threads. What does not fit before the end of the part is left over.
 */
function rebuildPart(words: number): string {
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
