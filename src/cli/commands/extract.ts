import type { Command } from 'commander';
import { plural } from '../../text/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { type IndexOptions, withIndex } from '../index-options.js';
import { expectWritable, write, writeOutputFile } from '../output.js';
import { type SourceOptions, withSource } from '../source-options.js';

interface ExtractOptions extends SourceOptions, IndexOptions {
  readonly outputFile?: string;
}

export const command: CommandModule = {
  name: 'extract',
  description: 'Draft a scenario from a diff and the kernel source that it changes.',
  examples: ['extract fix.patch --source linux', 'extract fix.patch --source linux -o fix.yaml'],
  remark:
    'A source that has the fix already will do: it is taken back from it. How to go on: docs/from-a-fix.md',

  builder: (command: Command) =>
    withIndex(
      withSource(command.argument('<diff>', 'a unified diff: git format-patch, git diff, diff -u')),
    ).option('-o, --output-file <file>', 'write the draft there'),

  async handler(diff: string, options: ExtractOptions) {
    const { outputFile } = options;
    if (outputFile !== undefined) await expectWritable(outputFile);
    const { extractFrom } = await import('../extract-from.js');
    const { findingsOf } = await import('../findings.js');
    const { printFindings } = await import('../../findings/index.js');
    const extraction = await extractFrom(diff, options);
    const { text, changes, assumptions } = extraction;
    const findings = printFindings(await findingsOf(extraction, options.source ?? '', options));
    if (outputFile === undefined) {
      await write(process.stdout, text);
      await write(process.stderr, findings);
    } else {
      await writeOutputFile(outputFile, text);
      const found = `${plural(changes.patched.size, 'function')}, ${plural(assumptions.length, 'assumption')}`;
      await write(
        process.stdout,
        `wrote ${outputFile}: ${found}\nnow try: klpcheck check ${outputFile}\n${findings}`,
      );
    }
    return exitCode.success;
  },
};
