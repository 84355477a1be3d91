/**
 * Source of `insert`, which gives the number of a state and enters it if it is new, and of the hash it uses.
 *
 * The visited set: open addressing over state numbers. A slot holds the number plus one in as many low bits as
 * the index needs, and the high bits of the hash above them, so that most probes miss without reading a state.
 */
export function generateInsert(words: number): string {
  const parameters = eachWord(words, (word) => `w${word}`).join(', ');
  const mix = eachWord(words, (word) => `h = Math.imul(h ^ w${word}, 0x9e3779b1); h ^= h >>> 15;`).join(
    '\n  ',
  );
  const same = eachWord(words, (word) => `states[at + ${word}] === w${word}`).join(' && ');
  const write = eachWord(words, (word) => `states[at + ${word}] = w${word};`).join(' ');
  return `function hash(${parameters}) {
let h = 0x2545f491;
${mix}
h = Math.imul(h, 0x85ebca6b);
return h ^ h >>> 13;
}
function insert(${parameters}) {
const h = hash(${parameters});
let slot = h & indexMask;
for (let entry = index[slot]; entry !== 0; entry = index[slot = slot + 1 & indexMask]) {
  if (((entry ^ h) & ~indexMask) !== 0) continue;
  const at = ((entry & indexMask) - 1) * ${words};
  if (${same}) return (entry & indexMask) - 1;
}
if (stateCount === stateCapacity) { runtime.growStates(stateCount); adopt(); }
if (stateCount >= indexLimit) {
  runtime.growIndex();
  adopt();
  for (let number = 0; number < stateCount; number++) {
    const at = number * ${words};
    const g = hash(${eachWord(words, (word) => `states[at + ${word}]`).join(', ')});
    let free = g & indexMask;
    while (index[free] !== 0) free = free + 1 & indexMask;
    index[free] = g & ~indexMask | number + 1;
  }
  slot = h & indexMask;
  while (index[slot] !== 0) slot = slot + 1 & indexMask;
}
const at = stateCount * ${words};
${write}
parents[stateCount] = current;
index[slot] = h & ~indexMask | stateCount + 1;
return stateCount++;
}`;
}

/** Builds something for each word of a state. */
export function eachWord<T>(words: number, build: (word: number) => T): readonly T[] {
  return Array.from({ length: words }, (_, word) => build(word));
}
