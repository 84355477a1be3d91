import { type Command, Option } from 'commander';
import { type AdviceReport, advise } from '../../advise/index.js';
import { instantiate } from '../../livepatch/index.js';
import { selectOneModel, selectProperties } from '../../names/index.js';
import { renderAdvice } from '../../report/index.js';
import { InputError, parseScenario, readScenarioText } from '../../scenario/index.js';
import { plural } from '../../text/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { interruptible } from '../interruption.js';
import { parseCount } from '../options.js';
import { expectWritable, hasColour, widthOf, write, writeOutputFile } from '../output.js';
import { startTally } from '../progress.js';
import { type SearchOptions, searchOptions } from '../search-options.js';
import { modelFileOption, withBudget } from '../shared-options.js';

interface AdviseOptions extends SearchOptions {
  readonly model: string;
  readonly modelFile?: readonly string[];
  readonly write?: number | true;
  readonly color: boolean;
}

export const command: CommandModule = {
  name: 'advise',
  description:
    'What makes a patch safe: other models, or the fewest changes of it. Each is checked before it is told.',
  examples: ['advise patch.yaml', 'advise patch.yaml --model kgraft', 'advise patch.yaml --write 2'],
  remark:
    'Exit codes: 0 safe as it is, or something makes it so; 1 nothing that was tried does; 3 not decided.',

  builder: (command: Command) =>
    withBudget(
      command
        .argument('<scenario>', 'a scenario file')
        .option('-m, --model <name>', 'the model that it is to be safe under', 'klp')
        .addOption(modelFileOption())
        .addOption(
          new Option(
            '--write [number]',
            'change the file as that advice says (default: the first)',
          ).argParser(parseCount),
        ),
    ),

  async handler(file: string, options: AdviseOptions) {
    const read = await readScenarioText(file);
    if (!read.ok) throw new InputError(read.diagnostics);
    const text = read.value;
    const parsed = parseScenario(text, file);
    if (!parsed.ok) throw new InputError(parsed.diagnostics);
    if (options.write !== undefined) await expectWritable(file);
    const { models, knownModels } = await selectOneModel(options);
    const { knownProperties } = selectProperties(undefined, [parsed.value]);
    return interruptible(async (signal) => {
      const progress = startTally(true, signal);
      const onTrial = (trials: number): void => progress.update?.(`${plural(trials, 'scenario')} checked`);
      const report = await advise(
        {
          file,
          text,
          model: models[0],
          models: knownModels.map((each) => instantiate(each)),
          knownProperties,
        },
        { ...searchOptions(options), signal, onTrial },
      ).finally(progress.stop);
      await write(
        process.stdout,
        renderAdvice(report, text, hasColour(process.stdout, options.color), widthOf(process.stdout)),
      );
      if (options.write !== undefined)
        await writeAdvice(report, file, options.write === true ? 1 : options.write);
      return exitCodeOf(report);
    });
  },
};

/** @throws InputError when there is no advice of that number */
async function writeAdvice({ advices }: AdviceReport, file: string, number: number): Promise<void> {
  const advice = advices[number - 1];
  if (!advice)
    throw new InputError([
      {
        file: '--write',
        code: 'invalid-option',
        message: `there is no advice ${number}: ${advices.length === 0 ? 'there is none' : `they are 1 to ${advices.length}`}`,
      },
    ]);
  await writeOutputFile(file, advice.text);
  await write(process.stderr, `${file}: changed as advice ${number} says\n`);
}

function exitCodeOf({ harm, advices, safeModels, isPartial }: AdviceReport): number {
  if (harm.violated.length === 0) return harm.undecided.length > 0 ? exitCode.inconclusive : exitCode.success;
  if (advices.length > 0 || safeModels.length > 0) return exitCode.success;
  return isPartial ? exitCode.inconclusive : exitCode.violated;
}
