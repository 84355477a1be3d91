/*
 * A predicate is open while it is not yet known whether it ever comes true: an invariant until it is violated, a goal until it
 * is reached. Generated code has the bits of those that are in variables `open0`, `open1`, ….
 */

/** An int32 holds so many predicates. */
const predicatesPerWord = 31;

/** The number of the variable that has the bit of a predicate, and that bit. */
export function openBit(predicate: number): readonly [word: number, bit: number] {
  return [Math.floor(predicate / predicatesPerWord), 2 ** (predicate % predicatesPerWord)];
}

/** How many variables `open0`, `open1`, … there are. */
export function openWords(predicates: number): number {
  return Math.max(1, Math.ceil(predicates / predicatesPerWord));
}

/** Puts bits for some predicates into as many int32s as {@link openWords} says. */
export function openBits(predicates: number, isOpen: (predicate: number) => boolean): Int32Array {
  const words = new Int32Array(openWords(predicates));
  for (let predicate = 0; predicate < predicates; predicate++) {
    const [word, bit] = openBit(predicate);
    if (isOpen(predicate)) words[word] = (words[word] as number) | bit;
  }
  return words;
}
