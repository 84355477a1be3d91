/** Thrown when more memory would be needed than is allowed. */
export class MemoryExhaustedError extends Error {
  override readonly name = 'MemoryExhaustedError';
}

export type NumberArray = Uint8Array | Uint16Array | Int32Array;

/** Counts the bytes of large arrays against a limit. */
export class Memory {
  peakBytes: number;
  private inUseBytes: number;

  /** @param alreadyInUseBytes by what is not counted here one by one */
  constructor(
    private readonly limitBytes: number,
    alreadyInUseBytes: number,
  ) {
    this.inUseBytes = alreadyInUseBytes;
    this.peakBytes = alreadyInUseBytes;
  }

  /** Makes an array of zeros. @throws MemoryExhaustedError when it would go beyond the limit, or the machine's */
  claim<A extends ArrayBufferView>(kind: new (length: number) => A, length: number): A {
    const bytes = length * (kind as unknown as { readonly BYTES_PER_ELEMENT: number }).BYTES_PER_ELEMENT;
    if (this.inUseBytes + bytes > this.limitBytes) throw new MemoryExhaustedError();
    try {
      const array = new kind(length);
      this.inUseBytes += bytes;
      this.peakBytes = Math.max(this.peakBytes, this.inUseBytes);
      return array;
    } catch {
      throw new MemoryExhaustedError();
    }
  }

  /** Makes the smallest array of zeros that can hold the numbers below `limit`. @throws MemoryExhaustedError */
  claimNumbers(limit: number, length: number): NumberArray {
    if (limit <= 1 << 8) return this.claim(Uint8Array, length);
    return limit <= 1 << 16 ? this.claim(Uint16Array, length) : this.claim(Int32Array, length);
  }

  /** Gives arrays back that are not used any more. */
  release(...arrays: readonly ArrayBufferView[]): void {
    for (const { byteLength } of arrays) this.inUseBytes -= byteLength;
  }
}
