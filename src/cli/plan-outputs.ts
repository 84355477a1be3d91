import path from 'node:path';
import { type ReporterName, reporterNames, reporters } from '../report/index.js';
import { didYouMean, InputError } from '../scenario/index.js';
import { expectWritable } from './output.js';

/** A report, and where it goes. */
export interface Output {
  readonly reporter: ReporterName;
  /** Absent for standard output. */
  readonly file?: string;
}

export interface OutputOptions {
  readonly reporter?: readonly ReporterName[];
  readonly outputFile?: readonly string[];
  readonly json?: boolean;
  readonly table?: boolean;
  readonly verbose?: boolean;
}

/** Whether what goes to standard output is for a program. */
export function hasDataOnStdout(outputs: readonly Output[]): boolean {
  return outputs.some(({ reporter, file }) => file === undefined && isForProgram(reporter));
}

function isForProgram(reporter: ReporterName): boolean {
  return reporters[reporter].audience === 'program';
}

/**
 * Which reporter writes where. `--output-file` names a file, or `REPORTER=FILE` where there are several reporters.
 *
 * @throws InputError when that is unclear, or a file cannot be written: known before a long search, not after it
 */
export async function planOutputs({
  reporter,
  json,
  table,
  verbose,
  outputFile = [],
}: OutputOptions): Promise<readonly Output[]> {
  const named: readonly ReporterName[] = [
    ...(json ? (['json'] as const) : []),
    ...(table ? (['table'] as const) : []),
    ...(verbose ? (['matrix'] as const) : []),
    ...(reporter ?? []),
  ];
  const chosen: readonly ReporterName[] = named.length === 0 ? ['answer'] : [...new Set(named)];
  const files = new Map<ReporterName, string>();
  for (const each of outputFile) {
    const { target, file } = readOutputFile(each, chosen);
    if (files.has(target)) refuse('--output-file', `${target} is to be written to two files, expected one`);
    if ([...files.values()].some((other) => path.resolve(other) === path.resolve(file)))
      refuse('--output-file', `two reports are to be written to '${file}', expected one a file`);
    await expectWritable(file);
    files.set(target, file);
  }
  const outputs = chosen.map((name): Output => {
    const file = files.get(name);
    return { reporter: name, ...(file !== undefined && { file }) };
  });
  const onStdout = outputs.filter(({ reporter: name, file }) => file === undefined && isForProgram(name));
  if (onStdout.length > 1)
    refuse(
      '--reporter',
      `${onStdout.map((each) => each.reporter).join(' and ')} cannot both go to standard output: give one an --output-file`,
    );
  return outputs;
}

function readOutputFile(
  text: string,
  chosen: readonly ReporterName[],
): { readonly target: ReporterName; readonly file: string } {
  const [only, ...others] = chosen as readonly [ReporterName, ...ReporterName[]];
  const [prefix = '', ...rest] = text.split('=');
  const prefixed = rest.length > 0 ? reporterNames.find((name) => name === prefix) : undefined;
  if (prefixed && !chosen.includes(prefixed))
    refuse(
      '--output-file',
      `'${text}' is for the reporter ${prefixed}, which is not chosen`,
      `add --reporter ${prefixed}`,
    );
  const file = prefixed ? rest.join('=') : text;
  if (file === '') refuse('--output-file', `expected the name of a file, found '${text}'`);
  if (prefixed) return { target: prefixed, file };
  if (others.length > 0)
    refuse(
      '--output-file',
      `whose output is to go to '${text}'? Expected REPORTER=FILE, such as ${only}=${text}`,
      rest.length > 0 ? didYouMean(prefix, chosen) : undefined,
    );
  return { target: only, file };
}

function refuse(option: string, message: string, hint?: string): never {
  throw new InputError([{ file: option, code: 'invalid-option', message, ...(hint && { hint }) }]);
}
