/** Successors are entered so many at a time, and some more: enough for many memory accesses to be under way at once. */
export const batchSize = 512;

/**
 * Source of `emit`, which notes a successor, and of `enter`, which finds the numbers of all that are noted and
 * enters those that are new.
 *
 * The visited set: open addressing over state numbers. A slot holds the number plus one in as many low bits as
 * the index needs, and the high bits of the hash above them, so that most probes miss without reading a state.
 *
 * What takes time in a large search is waiting for memory: a slot of the index, then a state, for each transition. So a
 * batch is gone through three times: for the slots, for the states that seem to be the same, and for the decision, which
 * finds all of it in the cache. The accesses of the first two do not depend on each other, so the processor overlaps them.
 *
 * @param canonise source that replaces the words of a state by those of its representative
 */
export function generateStore(words: number, canonise: string): string {
  const stride = words + 1;
  const parameters = eachWord(words, (word) => `w${word}`).join(', ');
  const hash = (read: (word: number) => string): string =>
    [
      'let h = 0x2545f491;',
      ...eachWord(words, (word) => `h = Math.imul(h ^ ${read(word)}, 0x9e3779b1); h ^= h >>> 15;`),
      'h = Math.imul(h, 0x85ebca6b);',
      'h ^= h >>> 13;',
    ].join(' ');
  const same = eachWord(words, (word) => `states[at + ${word}] === pending[from + ${word + 1}]`).join(' && ');
  return `
let pendingCount = 0;
function emit(${parameters}, edge, process) {
  ${canonise}
  ${hash((word) => `w${word}`)}
  const at = pendingCount * ${stride};
  pending[at] = h;
  ${eachWord(words, (word) => `pending[at + ${word + 1}] = w${word};`).join(' ')}
  pendingEdges[pendingCount] = edge;
  pendingProcesses[pendingCount++] = process;
  fired[edge] = 1;
}
function enter() {
  if (stateCount + pendingCount > indexLimit) makeRoom(pendingCount);
  const count = pendingCount;
  for (let each = 0; each < count; each++) probes[each] = index[pending[each * ${stride}] & indexMask];
  let touched = 0;
  for (let each = 0; each < count; each++) {
    const entry = probes[each];
    if (entry !== 0 && ((entry ^ pending[each * ${stride}]) & ~indexMask) === 0) touched ^= states[((entry & indexMask) - 1) * ${words}];
  }
  probes[0] = touched;
  for (let each = 0; each < count; each++) numbers[each] = insert(each * ${stride});
  pendingCount = 0;
  return count;
}
function insert(from) {
  const h = pending[from];
  let slot = h & indexMask;
  for (let entry = index[slot]; entry !== 0; entry = index[slot = slot + 1 & indexMask]) {
    if (((entry ^ h) & ~indexMask) !== 0) continue;
    const at = ((entry & indexMask) - 1) * ${words};
    if (${same}) return (entry & indexMask) - 1;
  }
  const at = stateCount * ${words};
  ${eachWord(words, (word) => `states[at + ${word}] = pending[from + ${word + 1}];`).join(' ')}
  index[slot] = h & ~indexMask | stateCount + 1;
  return stateCount++;
}
function makeRoom(count) {
  store.growIndex(stateCount + count);
  ({ indexMask, indexLimit } = store);
  for (let number = 0; number < stateCount; number++) {
    const at = number * ${words};
    ${hash((word) => `states[at + ${word}]`)}
    let slot = h & indexMask;
    while (index[slot] !== 0) slot = slot + 1 & indexMask;
    index[slot] = h & ~indexMask | number + 1;
  }
}`;
}

/** Builds something for each word of a state. */
export function eachWord<T>(words: number, build: (word: number) => T): readonly T[] {
  return Array.from({ length: words }, (_, word) => build(word));
}
