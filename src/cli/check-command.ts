import type { CheckReport } from '../check/index.js';
import { check } from '../check/index.js';
import { isBad, type ReporterName, reporters } from '../report/index.js';
import { InputError } from '../scenario/index.js';
import { exitCode } from './exit-code.js';
import { hasColour, write, writeOutputFile } from './output.js';
import { startProgress } from './progress.js';
import { loadScenarios, type ModelOptions, selectModels, selectProperties } from './select.js';

export interface CheckCommandOptions extends ModelOptions {
  readonly property?: readonly string[];
  readonly reporter?: readonly string[];
  readonly outputFile?: readonly string[];
  readonly json?: boolean;
  readonly maxStates: number;
  readonly memory: number;
  readonly timeout: number;
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** Reporters whose text is for a program, so that nothing else may stand beside it. */
const machineReadable: readonly ReporterName[] = ['json', 'junit'];

/** Checks, writes the reports, and gives the exit code. */
export async function checkCommand(files: readonly string[], options: CheckCommandOptions): Promise<number> {
  const outputs = planOutputs(options);
  const selection = await selectModels(options);
  const properties = selectProperties(options.property);
  const scenarios = await loadScenarios(files);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt);
  const progress = await startProgress(!options.quiet);
  let report: CheckReport;
  try {
    report = await check(
      {
        scenarios,
        knownModels: selection.knownModels,
        knownProperties: selectProperties(undefined),
        properties,
        ...(selection.models && { models: selection.models }),
      },
      {
        budget: { maxStates: options.maxStates, memoryBytes: options.memory, timeoutMs: options.timeout },
        signal: interruption.signal,
        ...(progress.update && { onProgress: progress.update }),
      },
    );
  } finally {
    progress.stop();
    process.off('SIGINT', interrupt);
  }
  for (const { reporter, file } of outputs) {
    const dataOnStdout = outputs.some(
      (each) => each.file === undefined && machineReadable.includes(each.reporter),
    );
    const stream = dataOnStdout && !machineReadable.includes(reporter) ? process.stderr : process.stdout;
    const style = {
      colour: file === undefined && hasColour(stream, options.color),
      width: stream.columns ?? 120,
    };
    const text = reporters[reporter](report, style);
    if (file !== undefined) await writeOutputFile(file, text);
    else if (!(options.quiet && reporter === 'matrix')) await write(stream, text);
  }
  return exitCodeOf(report);
}

function exitCodeOf({ cells }: CheckReport): number {
  if (cells.some(isBad)) return exitCode.violated;
  return cells.some(({ verdict }) => verdict.kind === 'inconclusive')
    ? exitCode.inconclusive
    : exitCode.success;
}

interface Output {
  readonly reporter: ReporterName;
  /** Absent for standard output. */
  readonly file?: string;
}

/** Which reporter writes where. `--output-file` names a file, or `REPORTER=FILE` where there are several reporters. */
function planOutputs({ reporter, json, outputFile = [] }: CheckCommandOptions): readonly Output[] {
  const names = [...(json ? ['json'] : []), ...(reporter ?? [])];
  const chosen = (names.length === 0 ? ['matrix'] : [...new Set(names)]) as readonly ReporterName[];
  const files = new Map<ReporterName, string>();
  for (const each of outputFile) {
    const named = chosen.find((name) => each.startsWith(`${name}=`));
    const [target, file] = named
      ? [named, each.slice(named.length + 1)]
      : [chosen.length === 1 ? chosen[0] : undefined, each];
    if (target === undefined)
      throw new InputError([
        {
          file: '--output-file',
          message: `whose output is to go to '${each}'? Expected REPORTER=FILE, such as ${chosen[0]}=${each}`,
        },
      ]);
    files.set(target, file);
  }
  const outputs = chosen.map((name) => ({
    reporter: name,
    ...(files.has(name) && { file: files.get(name) as string }),
  }));
  const onStdout = outputs.filter(
    (each) => each.file === undefined && machineReadable.includes(each.reporter),
  );
  if (onStdout.length > 1)
    throw new InputError([
      {
        file: '--reporter',
        message: `${onStdout.map((each) => each.reporter).join(' and ')} cannot both go to standard output: give one an --output-file`,
      },
    ]);
  return outputs;
}
