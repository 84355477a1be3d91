import { type Command, Option } from 'commander';
import { ExportError, type NamedFormula, type PromelaModel, toPromela } from '../../export/index.js';
import {
  type Composition,
  compose,
  formulaProperty,
  type ModelInstance,
  type Property,
  TaskTooLargeError,
  type Waker,
} from '../../livepatch/index.js';
import { diagnoseModel, type ModelSelection, selectOneModel, selectProperties } from '../../names/index.js';
import { InputError, loadOneScenario, type Scenario } from '../../scenario/index.js';
import { printable } from '../../text/index.js';
import { klpcheckVersion } from '../../version.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { parseChoice } from '../options.js';
import { expectWritable, write, writeOutputFile } from '../output.js';
import { modelFileOption, severalTexts, wakeOption } from '../shared-options.js';

const formats = ['promela'] as const;

interface ExportOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly wake?: Waker;
  readonly property?: readonly string[];
  readonly format: (typeof formats)[number];
  readonly outputFile?: string;
}

export const command: CommandModule = {
  name: 'export',
  description: 'Write a scenario under a model for another checker: every step is one step there.',
  examples: [
    'export patch.yaml --model kgraft -o patch.pml',
    'export patch.yaml -m kgraft -p convergence > patch.pml',
  ],
  remark: 'The head of the file says how SPIN is run on it, and which counts agree.',

  builder: (command: Command) =>
    command
      .argument('<scenario>', 'a scenario file')
      .requiredOption('-m, --model <name>', 'the model')
      .addOption(modelFileOption())
      .option(
        '-p, --property <name>',
        'what is asked of it (repeatable; default: all safety properties)',
        severalTexts,
      )
      .addOption(wakeOption())
      .addOption(
        new Option('-f, --format <name>', 'the language')
          .choices(formats)
          .argParser(parseChoice(formats))
          .default('promela'),
      )
      .option('-o, --output-file <file>', 'write it there'),

  async handler(file: string, options: ExportOptions) {
    if (options.outputFile !== undefined) await expectWritable(options.outputFile);
    const scenario = await loadOneScenario(file);
    const selection = await selectOneModel(options);
    const [instance] = selection.models;
    const { chosen, leftOut } = chooseProperties(options.property, scenario);
    const composition = composeOrExplain(scenario, instance, chosen, selection);
    const text = printable(exportOrExplain(composition).text);
    if (options.outputFile === undefined) await write(process.stdout, text);
    else await writeOutputFile(options.outputFile, text);
    if (leftOut.length > 0)
      await write(
        process.stderr,
        `left out: ${leftOut.join(', ')}. A formula is exported when it is asked for by --property; what is about branching, or a quantity, cannot be.\n`,
      );
    return exitCode.success;
  },
};

interface Choice {
  readonly chosen: readonly Property[];
  /** The names of those that nobody asked for, and that are not exported by themselves. */
  readonly leftOut: readonly string[];
}

/** @throws InputError when a name is unknown, or that of a property which cannot be exported */
function chooseProperties(names: readonly string[] | undefined, scenario: Scenario): Choice {
  const { knownProperties, properties, formulas = [] } = selectProperties(names, [scenario]);
  if (!properties) {
    const isSafety = ({ kind }: Property): boolean => kind === 'safety';
    const others = [...knownProperties.filter((each) => !isSafety(each)), ...scenario.formulas];
    return { chosen: knownProperties.filter(isSafety), leftOut: others.map(({ name }) => name) };
  }
  const refused = properties.filter(({ kind }) => kind === 'branching' || kind === 'quantity');
  if (refused.length > 0)
    throw new InputError(
      refused.map(({ name, kind }) => ({
        file: '--property',
        code: 'cannot-export',
        message: `'${name}' cannot be exported: it is ${kind === 'quantity' ? 'a quantity' : 'about branching'}, and Promela has assertions and formulas of linear time`,
      })),
    );
  const stated = scenario.formulas.filter(({ name }) => formulas.includes(name)).map(formulaProperty);
  return { chosen: [...new Set(properties), ...stated], leftOut: [] };
}

/** @throws InputError when the scenario is too large, or a model from a file goes wrong */
function composeOrExplain(
  scenario: Scenario,
  instance: ModelInstance,
  properties: readonly Property[],
  { modelFiles }: ModelSelection,
): Composition {
  try {
    return compose(scenario, instance, properties);
  } catch (error) {
    if (error instanceof TaskTooLargeError)
      throw new InputError([
        { code: 'too-large', message: error.message, file: scenario.file, ...error.task.source },
      ]);
    const file = modelFiles?.get(instance.model);
    if (file === undefined) throw error;
    throw new InputError(
      diagnoseModel(error, file, `model '${instance.name}', for scenario '${scenario.name}'`),
    );
  }
}

/** @throws InputError when it has no counterpart in Promela */
function exportOrExplain(composition: Composition): PromelaModel {
  const { scenario, system, requirements, questions } = composition;
  const formulas = questions.flatMap((question): readonly NamedFormula[] =>
    question.kind === 'formula' ? [{ name: question.property, temporal: question.temporal }] : [],
  );
  try {
    return toPromela(system, {
      about: aboutOf(composition),
      invariants: requirements.invariants,
      formulas,
    });
  } catch (error) {
    if (error instanceof ExportError)
      throw new InputError([
        { file: scenario.file, code: 'cannot-export', message: `cannot be exported: ${error.message}` },
      ]);
    throw error;
  }
}

function aboutOf({ scenario, instance, properties, requirements }: Composition): readonly string[] {
  const { deadlock } = requirements;
  return [
    `Scenario: ${scenario.name} (${scenario.file})`,
    `Consistency model: ${instance.name} (${instance.model.summary})`,
    `Properties: ${properties.map(({ name }) => name).join(', ') || 'none'}`,
    `Written by klpcheck ${klpcheckVersion}.`,
    ...(deadlock
      ? [
          '',
          `${deadlock.properties.join(', ')} is not exported: it asks whether any task can be blocked for ever while others go on.`,
          'Without -E, SPIN reports "invalid end states", in which nobody can move any more: those violate it, but they',
          'are not all that do.',
        ]
      : []),
  ];
}
