import { type Command, Option } from 'commander';
import {
  type CheckReport,
  type CheckRequest,
  type CheckRunOptions,
  check as checkAll,
} from '../../check/index.js';
import type { ModelOptions } from '../../names/index.js';
import { isBad, type ReporterName, reporterNames, reporters } from '../../report/index.js';
import { checkRequestOf } from '../check-request.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { withIndex } from '../index-options.js';
import { interruptible } from '../interruption.js';
import { parseChoice, repeatable } from '../options.js';
import { hasColour, widthOf, write, writeOutputFile } from '../output.js';
import { hasDataOnStdout, type Output, type OutputOptions, planOutputs } from '../plan-outputs.js';
import { startProgress } from '../progress.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, severalTexts, wakeOption, withBudget } from '../shared-options.js';
import { isDiff, type SourceOptions, withSource } from '../source-options.js';

interface CheckOptions extends ModelOptions, OutputOptions, SearchOptions, SourceOptions {
  readonly property?: readonly string[];
  readonly allModels?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export const command: CommandModule = {
  name: 'check',
  description: 'Check scenarios: a verdict for each scenario, model and property.',
  examples: [
    'check scenarios/thread',
    'check patch.yaml --model klp,kpatch',
    'check patch.yaml --model-file ./mine.ts --model mine --model kgraft',
    'check fix.patch --source linux',
    'check patch.yaml --reporter matrix --reporter junit --output-file junit=results.xml',
  ],

  builder: (command: Command) =>
    withBudget(
      withIndex(
        withSource(
          command.argument('<files...>', 'scenario files, or folders of them; or diffs, with --source'),
        ),
      )
        .option(
          '-m, --model <names>',
          'check under these models only, such as klp,kpatch or klp:wake=nobody or kgraft* (repeatable; default: klp, the strongest, the weakest, and those of which the scenario expects something)',
          severalTexts,
        )
        .addOption(new Option('--all-models', 'check under all models').conflicts('model'))
        .addOption(modelFileOption())
        .option('-p, --property <name>', 'check this property only (repeatable)', severalTexts)
        .addOption(wakeOption())
        .addOption(
          new Option('-r, --reporter <name>', 'how to report (repeatable; default: answer)')
            .choices(reporterNames)
            .argParser(repeatable(parseChoice<ReporterName>(reporterNames))),
        )
        .option(
          '-o, --output-file <file>',
          'write the report there; REPORTER=FILE where there are several (repeatable)',
          severalTexts,
        )
        .option('--table', 'the same as --reporter table: the answer, and every verdict')
        .option('--verbose', 'the same as --reporter matrix: every verdict, and every run')
        .option('--json', 'the same as --reporter json')
        .option('-q, --quiet', 'print no table and no progress'),
    ),

  async handler(files: readonly string[], options: CheckOptions) {
    if (files.some(isDiff)) {
      // What reads C is not loaded for a scenario.
      const { checkDiffs } = await import('../check-diffs.js');
      return checkDiffs(files, options);
    }
    const outputs = await planOutputs(options);
    const request = await checkRequestOf(files, options);
    return interruptible(async (signal) => {
      const report = await checkWithProgress(request, { ...searchOptions(options), signal }, !options.quiet);
      for (const output of outputs) await writeReport(report, output, hasDataOnStdout(outputs), options);
      return exitCodeOf(report);
    });
  },
};

async function checkWithProgress(
  request: CheckRequest,
  options: CheckRunOptions & { readonly signal: AbortSignal },
  showsProgress: boolean,
): Promise<CheckReport> {
  const progress = startProgress(showsProgress, options.signal);
  try {
    return await checkAll(request, { ...options, ...(progress.update && { onProgress: progress.update }) });
  } finally {
    progress.stop();
  }
}

async function writeReport(
  report: CheckReport,
  { reporter, file }: Output,
  dataOnStdout: boolean,
  { quiet, color }: CheckOptions,
): Promise<void> {
  const { audience, render } = reporters[reporter];
  const stream = dataOnStdout && audience !== 'program' ? process.stderr : process.stdout;
  const colour = file === undefined && hasColour(stream, color);
  const text = render(report, { colour, width: widthOf(stream) });
  if (file !== undefined) await writeOutputFile(file, text);
  else if (!(quiet && audience === 'person')) await write(stream, text);
}

function exitCodeOf({ cells }: CheckReport): number {
  if (cells.some(isBad)) return exitCode.violated;
  return cells.some(({ verdict }) => verdict.kind === 'inconclusive')
    ? exitCode.inconclusive
    : exitCode.success;
}
