import type { Command } from 'commander';
import { severalTexts } from './shared-options.js';

/** Options of the commands that read diffs. */
export interface SourceOptions {
  readonly source?: string;
  readonly overrides?: string;
  readonly functions?: readonly string[];
}

export function withSource(command: Command): Command {
  return command
    .option('-s, --source <folder>', 'the root of the kernel source, before or after the diff')
    .option(
      '--overrides <file>',
      'what you say of the code (default: beside the diff, fix.klpcheck.yaml for fix.patch)',
    )
    .option(
      '--functions <names>',
      'functions that are replaced too, such as those that kpatch-build or klp-build list (repeatable)',
      severalTexts,
    );
}

/** Whether a file of the command line is a diff. */
export function isDiff(file: string): boolean {
  return /\.(?:patch|diff)$/.test(file);
}
