import type { Command } from 'commander';
import { severalTexts } from './shared-options.js';

/** Where the index of a source tree is, and what else is said of where the kernel is entered. */
export interface IndexOptions {
  readonly index?: string;
  readonly entries?: readonly string[];
}

export function withIndex(command: Command): Command {
  return command
    .option(
      '--index <file>',
      'the index of the source (default: .klpcheck.index in it, where klpcheck index has written one)',
    )
    .option(
      '--entries <file>',
      'more rows of kernel/entry-points.yaml, in the same words (repeatable)',
      severalTexts,
    );
}
