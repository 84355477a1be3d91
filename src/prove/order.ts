const digitBits = 16;
const digits = 1 << digitBits;

/**
 * Which packed state comes first, second, …, from the least: a radix sort, least digit first.
 *
 * @param words of a state
 */
export function orderOf(packed: Uint32Array, words: number): Uint32Array {
  const count = packed.length / words;
  let order = Uint32Array.from({ length: count }, (_, state) => state);
  let next = new Uint32Array(count);
  const begins = new Uint32Array(digits);
  for (let word = words - 1; word >= 0; word--)
    for (let shift = 0; shift < 32; shift += digitBits) {
      begins.fill(0);
      const digitOf = (state: number): number =>
        ((packed[state * words + word] as number) >>> shift) & (digits - 1);
      for (let state = 0; state < count; state++) {
        const digit = digitOf(state);
        begins[digit] = (begins[digit] as number) + 1;
      }
      for (let digit = 0, begin = 0; digit < digits; digit++) {
        const size = begins[digit] as number;
        begins[digit] = begin;
        begin += size;
      }
      for (let place = 0; place < count; place++) {
        const state = order[place] as number;
        const digit = digitOf(state);
        const to = begins[digit] as number;
        next[to] = state;
        begins[digit] = to + 1;
      }
      [order, next] = [next, order];
    }
  return order;
}
