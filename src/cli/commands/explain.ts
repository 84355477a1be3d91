import { type Command, Option } from 'commander';
import { type Cell, type CheckRequest, check } from '../../check/index.js';
import { selectOneModel, selectProperties } from '../../names/index.js';
import { isViolatedBy, runOf, tellInWords, tellThereIsNone } from '../../report/index.js';
import { loadOneScenario } from '../../scenario/index.js';
import { printableJson } from '../../text/index.js';
import { renderMermaid, tell, toItf, toJson } from '../../trace/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { parseChoice } from '../options.js';
import { hasColour, widthOf, write } from '../output.js';
import { startProgress } from '../progress.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, withBudget } from '../shared-options.js';

const formats = ['text', 'json', 'itf', 'mermaid'] as const;

interface ExplainOptions extends SearchOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly property: string;
  readonly format: (typeof formats)[number];
  readonly color: boolean;
}

export const command: CommandModule = {
  name: 'explain',
  description: 'Tell a run that violates a property, or the worst case of a quantity.',
  examples: [
    'explain patch.yaml --model kgraft --property deadlock-freedom',
    'explain patch.yaml -m null -p stack-consistency --format mermaid > run.mmd',
  ],

  builder: (command: Command) =>
    withBudget(
      command
        .argument('<scenario>', 'a scenario file')
        .requiredOption('-m, --model <name>', 'the model')
        .addOption(modelFileOption())
        .requiredOption('-p, --property <name>', 'the property')
        .addOption(
          new Option('-f, --format <name>', 'how to tell it')
            .choices(formats)
            .argParser(parseChoice(formats))
            .default('text'),
        ),
    ),

  async handler(file: string, options: ExplainOptions) {
    const request = await requestOf(file, options);
    return interruptible(async (signal) => {
      const cell = await cellOf(request, options, signal);
      const run = runOf(cell);
      if (run) {
        await write(process.stdout, textOf(cell, run, options));
        return isViolatedBy(cell.verdict) ? exitCode.violated : exitCode.success;
      }
      const stream = options.format === 'text' ? process.stdout : process.stderr;
      await write(stream, tellThereIsNone(cell, widthOf(stream)));
      return cell.verdict.kind === 'inconclusive' ? exitCode.inconclusive : exitCode.success;
    });
  },
};

async function requestOf(file: string, options: ExplainOptions): Promise<CheckRequest> {
  const scenarios = [await loadOneScenario(file)];
  const selection = await selectOneModel(options);
  return { scenarios, ...selectProperties([options.property], scenarios), ...selection };
}

async function cellOf(request: CheckRequest, options: ExplainOptions, signal: AbortSignal): Promise<Cell> {
  const progress = startProgress(true, signal);
  const { cells } = await check(request, {
    ...searchOptions(options),
    signal,
    ...(progress.update && { onProgress: progress.update }),
  }).finally(progress.stop);
  return cells[0] as Cell;
}

function textOf(
  cell: Cell,
  run: NonNullable<ReturnType<typeof runOf>>,
  { format, color }: ExplainOptions,
): string {
  const { scenario, property, model } = cell;
  switch (format) {
    case 'text':
      return tellInWords(cell, run, hasColour(process.stdout, color), widthOf(process.stdout));
    case 'json':
      return printableJson(toJson(run));
    case 'itf':
      return printableJson(toItf(run, `${property.name} of ${scenario.file} under ${model.name}`));
    case 'mermaid':
      return renderMermaid(tell(run));
  }
}
