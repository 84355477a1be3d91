import type { Command } from 'commander';

/** A command of the command line: what its help says, what it takes, and what it does. */
export interface CommandModule {
  readonly name: string;
  readonly description: string;
  /** Indented by two spaces; after the help of the options. */
  readonly examples?: readonly string[];
  /** What else the help says at its end. */
  readonly remark?: string;
  /** Adds arguments and options. */
  builder(command: Command): Command;
  /**
   * Does it, and gives the exit code.
   *
   * @param given the arguments that `builder` has declared, in their order, and then an object of its options
   */
  handler(...given: readonly unknown[]): Promise<number>;
}
