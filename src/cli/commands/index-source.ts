import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  type BuiltIndex,
  buildIndex,
  defaultIndexFile,
  encodeIndex,
  explainDamage,
  type IndexProgress,
  KernelIndex,
  readIndexFile,
} from '../../kernel-index/index.js';
import { InputError } from '../../scenario/index.js';
import { printable } from '../../text/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { expectWritable, write, writeOutputFile } from '../output.js';
import { startTally } from '../progress.js';
import { jobsOption } from '../shared-options.js';

interface IndexOptions {
  readonly outputFile?: string;
  readonly fresh?: boolean;
  readonly jobs: number;
  readonly quiet?: boolean;
}

export const command: CommandModule = {
  name: 'index',
  description: "Index a kernel's source: which function calls which, and through which tables.",
  examples: ['index linux', 'index /usr/src/linux-source-6.1 -o linux-6.1.index'],
  remark: 'What has not changed since it was indexed is not read again.',

  builder: (command: Command) =>
    command
      .argument('<source>', "the root of the kernel's source")
      .option('-o, --output-file <file>', 'where to write the index (default: .klpcheck.index in the source)')
      .option('--fresh', 'read all files again')
      .addOption(jobsOption('threads that read files'))
      .option('-q, --quiet', 'print nothing'),

  async handler(source: string, options: IndexOptions) {
    const { outputFile: file = defaultIndexFile(source), quiet } = options;
    await expectFolder(source);
    await expectWritable(file);
    const earlier = await readIndexFile(file);
    if (earlier === 'not-an-index')
      throw new InputError([{ file, code: 'unwritable-file', message: 'is no index, and is left as it is' }]);
    if (earlier === 'damaged' && !options.fresh)
      throw new InputError([
        {
          ...{ file, code: 'invalid-index', message: explainDamage(earlier) },
          hint: '--fresh writes another one in its place',
        },
      ]);
    const isKept = typeof earlier === 'object' && !options.fresh;
    const began = performance.now();
    return interruptible(async (signal) => {
      const built = await buildWithProgress(source, isKept ? earlier : undefined, options, signal);
      if (!built || signal.aborted) {
        if (!quiet) await write(process.stderr, 'interrupted: no index was written\n');
        return exitCode.inconclusive;
      }
      const bytes = encodeIndex(built.columns);
      await writeOutputFile(file, bytes);
      const elapsedMs = performance.now() - began;
      if (!quiet) await write(process.stdout, summary(built, file, bytes.length, elapsedMs));
      return exitCode.success;
    });
  },
};

async function expectFolder(source: string): Promise<void> {
  const stats = await stat(source).catch(() => undefined);
  if (stats?.isDirectory()) return;
  const message = stats ? 'is a file, expected the root of a source tree' : 'no such folder';
  throw new InputError([{ file: source, code: 'unreadable-file', message }]);
}

async function buildWithProgress(
  root: string,
  earlier: Parameters<typeof buildIndex>[0]['earlier'],
  { jobs, quiet }: IndexOptions,
  signal: AbortSignal,
): Promise<BuiltIndex | undefined> {
  const tally = startTally(!quiet, signal);
  const onProgress = (progress: IndexProgress): void => tally.update?.(inWords(progress));
  return buildIndex({ root, earlier }, { jobs, signal, onProgress }).finally(tally.stop);
}

function inWords(progress: IndexProgress): string {
  const files = progress.files.toLocaleString('en');
  switch (progress.kind) {
    case 'finding':
      return `${files} files found`;
    case 'reading':
      return `${files} of ${progress.ofFiles.toLocaleString('en')} files, ${megabytes(progress.bytes)}`;
    case 'merging':
      return `putting ${files} files together`;
  }
}

const shownOmissions = 5;

function summary(
  { columns, read, omitted }: BuiltIndex,
  file: string,
  bytes: number,
  elapsedMs: number,
): string {
  const index = new KernelIndex(columns);
  const count = (many: number): string => many.toLocaleString('en');
  const lines = [
    `${count(index.files.length)} files (${count(read)} read), ${count(index.functionCount)} functions and macros, ` +
      `${count(index.callCount)} calls, ${count(index.referenceCount)} addresses taken; ${(elapsedMs / 1000).toFixed(1)} s`,
    ...omitted.slice(0, shownOmissions).map(({ path, why }) => `left out: ${path} (${omissions[why]})`),
    ...(omitted.length > shownOmissions
      ? [`… and ${count(omitted.length - shownOmissions)} more left out`]
      : []),
    `wrote ${file}, ${megabytes(bytes)}`,
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

const omissions: Readonly<Record<BuiltIndex['omitted'][number]['why'], string>> = {
  'too-large': 'larger than 64 MiB',
  binary: 'no text: it has a zero byte in it',
  unreadable: 'cannot be read',
  'symbolic-link': 'a symbolic link',
  special: 'no ordinary file',
};

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
