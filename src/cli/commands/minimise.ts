import type { Command } from 'commander';
import { minimise, sizeOf } from '../../advise/index.js';
import { printScenario } from '../../arbitraries/index.js';
import { formulaProperty, type Property } from '../../livepatch/index.js';
import { selectOneModel, selectProperties } from '../../names/index.js';
import {
  InputError,
  parseDocumentOf,
  parseScenario,
  readScenarioText,
  type Scenario,
} from '../../scenario/index.js';
import { plural, printable } from '../../text/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { expectWritable, write, writeOutputFile } from '../output.js';
import { startTally } from '../progress.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, withBudget } from '../shared-options.js';

interface MinimiseOptions extends SearchOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly property: string;
  readonly outputFile?: string;
}

export const command: CommandModule = {
  name: 'minimise',
  description: 'Write the smallest scenario that a model still lets violate a property.',
  examples: [
    'minimise patch.yaml --model klp --property deadlock-freedom',
    'minimise patch.yaml -m kgraft -p data-compatibility -o small.yaml',
  ],
  remark:
    'Exit codes: 0 written; 1 the property is not violated; 3 it was stopped, and what is written may be smaller yet.',

  builder: (command: Command) =>
    withBudget(
      command
        .argument('<scenario>', 'a scenario file')
        .requiredOption('-m, --model <name>', 'the model')
        .addOption(modelFileOption())
        .requiredOption('-p, --property <name>', 'the property that it violates')
        .option('-o, --output-file <file>', 'write it there'),
    ),

  async handler(file: string, options: MinimiseOptions) {
    const read = await readScenarioText(file);
    if (!read.ok) throw new InputError(read.diagnostics);
    const [scenario, located] = [parseScenario(read.value, file), parseDocumentOf(read.value, file)];
    if (!scenario.ok) throw new InputError(scenario.diagnostics);
    if (!located.ok) throw new InputError(located.diagnostics);
    if (options.outputFile !== undefined) await expectWritable(options.outputFile);
    const { models } = await selectOneModel(options);
    const property = propertyOf(options.property, scenario.value);
    return interruptible(async (signal) => {
      const progress = startTally(true, signal);
      const { budget } = searchOptions(options);
      const minimal = await minimise(
        { document: located.value.value, model: models[0], property },
        {
          ...(budget && { budget }),
          signal,
          onTrial: (trials) => progress.update?.(`${plural(trials, 'smaller scenario')} tried`),
        },
      ).finally(progress.stop);
      if (!minimal) {
        await write(process.stderr, printable(`${property.name} is not violated under ${models[0].name}\n`));
        return exitCode.violated;
      }
      const text = printScenario(minimal.document);
      if (options.outputFile === undefined) await write(process.stdout, printable(text));
      else await writeOutputFile(options.outputFile, text);
      const { tasks, functions, statements } = sizeOf(minimal.document);
      await write(
        process.stderr,
        `${plural(tasks, 'task')}, ${plural(functions, 'function')}, ${plural(statements, 'statement')}: ${minimal.isPartial ? 'there may be a smaller one' : 'nothing of it can be left out'} (${plural(minimal.trials, 'smaller scenario')} tried)\n`,
      );
      return minimal.isPartial ? exitCode.inconclusive : exitCode.success;
    });
  },
};

/** @throws InputError when the name is unknown, or that of a quantity */
function propertyOf(name: string, scenario: Scenario): Property {
  const { properties = [], formulas = [] } = selectProperties([name], [scenario]);
  const stated = scenario.formulas.find((each) => formulas.includes(each.name));
  const property = stated ? formulaProperty(stated) : properties[0];
  if (!property || property.kind === 'quantity')
    throw new InputError([
      {
        file: '--property',
        code: 'invalid-option',
        message: `'${name}' is a quantity, which nothing violates`,
      },
    ]);
  return property;
}
