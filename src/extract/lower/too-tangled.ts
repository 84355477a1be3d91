/** Thrown where a body without jumps would be too long. */
export class TooTangledError extends Error {
  override readonly name = 'TooTangledError';
}
