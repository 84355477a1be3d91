import { type Cell, check } from '../check/index.js';
import { selectModels, selectProperties } from '../names/index.js';
import { runOf, tellInWords, tellThereIsNone } from '../report/index.js';
import { InputError, loadScenarios } from '../scenario/index.js';
import { renderMermaid, tell, toItf, toJson } from '../trace/index.js';
import { exitCode } from './exit-code.js';
import { interruptible } from './interruption.js';
import { hasColour, widthOf, write } from './output.js';
import { type SearchCommandOptions, searchOptions } from './search-options.js';

export const explainFormats = ['text', 'json', 'itf', 'mermaid'] as const;

export interface ExplainOptions extends SearchCommandOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly property: string;
  readonly format: (typeof explainFormats)[number];
  readonly color: boolean;
}

/** Tells a run that violates a property, or the worst case of a quantity, and gives the exit code. */
export async function explainCommand(file: string, options: ExplainOptions): Promise<number> {
  const scenarios = await loadScenarios([file]);
  const [scenario, ...more] = scenarios;
  if (!scenario || more.length > 0)
    throw new InputError([{ file, message: `expected one scenario, found ${scenarios.length}` }]);
  const selection = await selectModels({ ...options, model: [options.model] });
  const { cells } = await interruptible((signal) =>
    check(
      { scenarios: [scenario], ...selectProperties([options.property], scenarios), ...selection },
      { ...searchOptions(options), signal },
    ),
  );
  const cell = cells[0] as Cell;
  const isText = options.format === 'text';
  const run = runOf(cell);
  if (!run) {
    await write(isText ? process.stdout : process.stderr, tellThereIsNone(cell));
    return cell.verdict.kind === 'inconclusive' ? exitCode.inconclusive : exitCode.success;
  }
  const story = tell(run, scenario.patch.functions);
  const text: Record<ExplainOptions['format'], () => string> = {
    text: () => tellInWords(cell, run, hasColour(process.stdout, options.color), widthOf(process.stdout)),
    json: () => `${JSON.stringify(toJson(run), null, 2)}\n`,
    itf: () =>
      `${JSON.stringify(toItf(run, `${cell.property.name} of ${scenario.file} under ${cell.model.name}`), null, 2)}\n`,
    mermaid: () => renderMermaid(story),
  };
  await write(process.stdout, text[options.format]());
  return cell.verdict.kind === 'violated' ? exitCode.violated : exitCode.success;
}
