/**
 * Names, each once: a number for each text of bytes, in the order of their first appearance, and the bytes for each number. Number 0 is
 * the empty name.
 */
export class NameTable {
  /** The bytes of all names, one after the other. */
  bytes = new Uint8Array(1 << 16);
  /** Where each name begins in `bytes`; the next one's beginning is its end. */
  begins = new Uint32Array(1 << 12);
  count = 1;
  private slots = new Int32Array(1 << 13);
  private hashes = new Int32Array(1 << 12);

  /** A table of names that have numbers already. @param begins where each begins; the last one's end too */
  static of(bytes: Uint8Array, begins: Uint32Array): NameTable {
    const table = new NameTable();
    for (let name = 1; name + 1 < begins.length; name++) {
      const [begin, end] = [begins[name] as number, begins[name + 1] as number];
      table.intern(bytes, begin, end, hashName(bytes, begin, end));
    }
    return table;
  }

  /** The number of the name that stands in `source` from `begin` to `end`. @param hash of those bytes, as of {@link hashName} */
  intern(source: Uint8Array, begin: number, end: number, hash: number): number {
    if (begin === end) return 0;
    const found = this.find(source, begin, end, hash);
    return found > 0 ? found : this.add(source, begin, end, hash);
  }

  private find(source: Uint8Array, begin: number, end: number, hash: number): number {
    const { slots, hashes, begins, bytes } = this;
    const mask = slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const name = slots[slot] as number;
      if (name === 0) return 0;
      if (hashes[name] !== hash) continue;
      const from = begins[name] as number;
      if ((begins[name + 1] as number) - from !== end - begin) continue;
      let at = begin;
      while (at < end && source[at] === bytes[from + at - begin]) at++;
      if (at === end) return name;
    }
  }

  /** The number of a text. */
  internText(text: string): number {
    const bytes = Buffer.from(text, 'latin1');
    return this.intern(bytes, 0, bytes.length, hashName(bytes, 0, bytes.length));
  }

  /** The hash of a name's bytes, as of {@link hashName}. */
  hashOf(name: number): number {
    return this.hashes[name] as number;
  }

  /** Whether a name has a small letter: in the kernel, one without stands for a constant, or for a macro. */
  hasSmallLetter(name: number): boolean {
    const end = this.begins[name + 1] as number;
    for (let at = this.begins[name] as number; at < end; at++) {
      const code = this.bytes[at] as number;
      if (code > 96 && code < 123) return true;
    }
    return false;
  }

  textOf(name: number): string {
    const begin = this.begins[name] as number;
    return Buffer.from(this.bytes.buffer, begin, (this.begins[name + 1] as number) - begin).toString(
      'latin1',
    );
  }

  private add(source: Uint8Array, begin: number, end: number, hash: number): number {
    const name = this.count++;
    const from = this.begins[name] as number;
    const length = end - begin;
    if (from + length > this.bytes.length) this.growBytes(from + length);
    if (name + 2 >= this.begins.length) this.growNames();
    for (let at = 0; at < length; at++) this.bytes[from + at] = source[begin + at] as number;
    this.begins[name + 1] = from + length;
    this.hashes[name] = hash;
    if (this.count * 2 > this.slots.length) this.rehash();
    else this.place(name, hash);
    return name;
  }

  private place(name: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = spread(hash) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = name;
  }

  private growBytes(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  private growNames(): void {
    const begins = new Uint32Array(this.begins.length * 2);
    begins.set(this.begins);
    this.begins = begins;
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let name = 1; name < this.count; name++) this.place(name, this.hashes[name] as number);
  }
}

/** Where the hash of no bytes begins. */
export const emptyHash = 0x811c9dc5 | 0;

/** The hash of so much and one more byte: FNV-1a. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

export function hashName(source: Uint8Array, begin: number, end: number): number {
  let hash = emptyHash;
  for (let at = begin; at < end; at++) hash = hashByte(hash, source[at] as number);
  return hash;
}

/** FNV's low bits alone are poor where names differ in their last letters. */
export function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
