import { hashName, spread } from './name-table.js';

/** How many slots there are for so many names: at most every second one is taken. */
function slotsFor(names: number): number {
  let slots = 2;
  while (slots < names * 2) slots *= 2;
  return slots;
}

/** Where each name is found by its hash: open addressing. @param begins where each name begins in `bytes`; number 0 is none */
export function slotsOf(bytes: Uint8Array, begins: Uint32Array): Int32Array {
  const slots = new Int32Array(slotsFor(begins.length));
  const mask = slots.length - 1;
  for (let name = 1; name + 1 < begins.length; name++) {
    let slot = spread(hashName(bytes, begins[name] as number, begins[name + 1] as number)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = name;
  }
  return slots;
}

/** The number of a name, or 0. */
export function findName(bytes: Uint8Array, begins: Uint32Array, slots: Int32Array, text: string): number {
  const wanted = Buffer.from(text, 'latin1');
  const mask = slots.length - 1;
  for (let slot = spread(hashName(wanted, 0, wanted.length)) & mask; ; slot = (slot + 1) & mask) {
    const name = slots[slot] as number;
    if (name === 0 || wanted.equals(bytes.subarray(begins[name], begins[name + 1]))) return name;
  }
}
