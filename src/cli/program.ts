import { Argument, Command, CommanderError, Option } from 'commander';
import { wakers } from '../livepatch/index.js';
import { reporters } from '../report/index.js';
import { klpcheckVersion } from '../version.js';
import { type CheckCommandOptions, checkCommand } from './check-command.js';
import { exitCode } from './exit-code.js';
import { type ExplainOptions, explainCommand, explainFormats } from './explain-command.js';
import { initCommand } from './init-command.js';
import { listable, listCommand } from './list-command.js';
import { collect, parseCount, parseDuration, parseMemory } from './options.js';

/** Runs a command line, and gives the exit code. @throws what the commands throw */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.success;
  const program = new Command('klpcheck')
    .description('Checks live patches under consistency models, by exhaustive search.')
    .version(klpcheckVersion)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the options)')
    .addHelpText(
      'after',
      `
Examples:
  klpcheck init                                     write a first scenario
  klpcheck check patch.yaml                         all models, all properties
  klpcheck check scenarios --model kgraft --json    for a script
  klpcheck explain patch.yaml --model kgraft --property deadlock-freedom

Exit codes: 0 all hold or as expected, 1 violated or not as expected, 2 wrong input, 3 inconclusive, 70 internal error`,
    );
  withBudget(
    program
      .command('check')
      .description('Check scenarios: a verdict for each scenario, model and property.')
      .argument('<files...>', 'scenario files, or folders of them')
      .option(
        '-m, --model <name>',
        'check under this model only, such as kgraft or kgraft:wake=nobody (repeatable)',
        collect,
      )
      .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', collect)
      .option('-p, --property <name>', 'check this property only (repeatable)', collect)
      .addOption(
        new Option('--wake <who>', 'who wakes the tasks that a transition waits for').choices(wakers),
      )
      .addOption(
        new Option('-r, --reporter <name>', 'how to report (repeatable; default: matrix)')
          .choices(Object.keys(reporters))
          .argParser(chooseReporter),
      )
      .option(
        '-o, --output-file <file>',
        'write the report there; REPORTER=FILE where there are several (repeatable)',
        collect,
      )
      .option('--json', 'the same as --reporter json')
      .option('-q, --quiet', 'print no table and no progress'),
  )
    .addHelpText(
      'after',
      `
Examples:
  klpcheck check scenarios/thread
  klpcheck check patch.yaml --model-file ./mine.ts --model mine --model kgraft
  klpcheck check patch.yaml --reporter matrix --reporter junit --output-file junit=results.xml`,
    )
    .action(async (files: readonly string[], options: CheckCommandOptions) => {
      code = await checkCommand(files, options);
    });
  withBudget(
    program
      .command('explain')
      .description('Tell the shortest run that violates a property.')
      .argument('<scenario>', 'a scenario file')
      .requiredOption('-m, --model <name>', 'the model')
      .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', collect)
      .requiredOption('-p, --property <name>', 'the property')
      .addOption(new Option('-f, --format <name>', 'how to tell it').choices(explainFormats).default('text')),
  )
    .addHelpText(
      'after',
      `
Examples:
  klpcheck explain patch.yaml --model kgraft --property deadlock-freedom
  klpcheck explain patch.yaml -m null -p stack-consistency --format mermaid > run.mmd`,
    )
    .action(async (file: string, options: ExplainOptions) => {
      code = await explainCommand(file, options);
    });
  program
    .command('list')
    .description('List the models, properties or scenarios that come with klpcheck.')
    .addArgument(new Argument('<what>', 'what to list').choices(listable))
    .option('--no-color', 'no colours')
    .action(listCommand);
  program
    .command('init')
    .description('Write a first scenario, with comments.')
    .argument('[file]', 'where to', 'scenario.yaml')
    .action(initCommand);
  exitInsteadOfEnding(program);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    // Help and version are no errors; everything else that commander finds is a wrong command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.success : exitCode.wrongInput;
    throw error;
  }
  return code;
}

function withBudget(command: Command): Command {
  return command
    .option(
      '--max-states <n>',
      'stop a search that reaches more states',
      parseCount,
      Number.POSITIVE_INFINITY,
    )
    .option(
      '--memory <size>',
      'stop a search that needs more memory, such as 4GiB',
      parseMemory,
      Number.POSITIVE_INFINITY,
    )
    .option(
      '--timeout <time>',
      'stop a search that takes longer, such as 90s',
      parseDuration,
      Number.POSITIVE_INFINITY,
    )
    .option('--no-color', 'no colours');
}

function chooseReporter(name: string, earlier: readonly string[] | undefined): readonly string[] {
  if (!Object.hasOwn(reporters, name))
    throw new CommanderError(
      exitCode.wrongInput,
      'klpcheck.reporter',
      `error: unknown reporter '${name}': expected one of ${Object.keys(reporters).join(', ')}`,
    );
  return collect(name, earlier);
}

/** Commander would end the process itself. */
function exitInsteadOfEnding(program: Command): void {
  for (const command of [program, ...program.commands]) command.exitOverride();
}
