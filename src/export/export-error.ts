/** Thrown when a system, or what is asked of it, has no counterpart in the language that it is exported to. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
