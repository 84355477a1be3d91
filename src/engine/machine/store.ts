import { batchSize, hash, isSameState, storeSource, writeState } from './store-source.js';

/** Source of the store where one thread enters states: see {@link storeSource}. */
export function generateStore(words: number): string {
  return storeSource(words, {
    ensureRoom: 'if (stateCount + pendingCount > limit) makeRoom(pendingCount);',
    functions: `${insert(words)}\n${rebuild(words)}`,
    entryPoints: [],
  });
}

function insert(words: number): string {
  return `function insert(from, all, slots, mask) {
  const h = pending[from];
  let slot = h & mask;
  for (let entry = slots[slot]; entry !== 0; entry = slots[slot = slot + 1 & mask]) {
    if (((entry ^ h) & ~mask) !== 0) continue;
    const at = ((entry & mask) - 1) * ${words};
    if (${isSameState(words)}) return (entry & mask) - 1;
  }
  ${writeState(words, 'stateCount')}
  slots[slot] = h & ~mask | stateCount + 1;
  return stateCount++;
}
function makeRoom(count) {
  const isLarger = store.grow(stateCount + count);
  adopt(stateCount);
  if (isLarger) rebuild();
}`;
}

/** Empties the index, and enters all states into it, in batches too. */
function rebuild(words: number): string {
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
