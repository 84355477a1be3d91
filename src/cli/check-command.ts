import { type CheckReport, type CheckRequest, type CheckRunOptions, check } from '../check/index.js';
import { type ModelOptions, selectModels, selectProperties } from '../names/index.js';
import { isBad, reporters } from '../report/index.js';
import { loadScenarios } from '../scenario/index.js';
import { exitCode } from './exit-code.js';
import { interruptible } from './interruption.js';
import { hasColour, widthOf, write, writeOutputFile } from './output.js';
import {
  hasDataOnStdout,
  isMachineReadable,
  type Output,
  type OutputOptions,
  planOutputs,
} from './plan-outputs.js';
import { startProgress } from './progress.js';
import { type SearchCommandOptions, searchOptions } from './search-options.js';

export interface CheckCommandOptions extends ModelOptions, OutputOptions, SearchCommandOptions {
  readonly property?: readonly string[];
  readonly quiet?: boolean;
  readonly color: boolean;
}

/** Checks, writes the reports, and gives the exit code. */
export function checkCommand(files: readonly string[], options: CheckCommandOptions): Promise<number> {
  return interruptible(async (signal) => {
    const outputs = await planOutputs(options);
    const scenarios = await loadScenarios(files);
    const report = await checkWithProgress(
      { scenarios, ...selectProperties(options.property, scenarios), ...(await selectModels(options)) },
      { ...searchOptions(options), signal },
      !options.quiet,
    );
    for (const output of outputs) await writeReport(report, output, hasDataOnStdout(outputs), options);
    return exitCodeOf(report);
  });
}

async function checkWithProgress(
  request: CheckRequest,
  options: CheckRunOptions & { readonly signal: AbortSignal },
  showsProgress: boolean,
): Promise<CheckReport> {
  const progress = startProgress(showsProgress, options.signal);
  try {
    return await check(request, { ...options, ...(progress.update && { onProgress: progress.update }) });
  } finally {
    progress.stop();
  }
}

async function writeReport(
  report: CheckReport,
  { reporter, file }: Output,
  dataOnStdout: boolean,
  { quiet, color }: CheckCommandOptions,
): Promise<void> {
  const stream = dataOnStdout && !isMachineReadable(reporter) ? process.stderr : process.stdout;
  const colour = file === undefined && hasColour(stream, color);
  const text = reporters[reporter](report, { colour, width: widthOf(stream) });
  if (file !== undefined) await writeOutputFile(file, text);
  else if (!(quiet && reporter === 'matrix')) await write(stream, text);
}

function exitCodeOf({ cells }: CheckReport): number {
  if (cells.some(isBad)) return exitCode.violated;
  return cells.some(({ verdict }) => verdict.kind === 'inconclusive')
    ? exitCode.inconclusive
    : exitCode.success;
}
