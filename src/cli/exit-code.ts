/** What the process says by its exit code. */
export const exitCode = {
  /** Everything holds, or is as expected. */
  success: 0,
  /** A property is violated, or a verdict is not the expected one. */
  violated: 1,
  /** The input or the command line is wrong. */
  wrongInput: 2,
  /** A budget ran out before everything was known. */
  inconclusive: 3,
  /** A mistake in klpcheck itself. */
  internalError: 70,
} as const;
