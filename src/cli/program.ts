import { totalmem } from 'node:os';
import { Argument, Command, CommanderError, Option } from 'commander';
import { assumptionNames } from '../arbitraries/assumptions.js';
import { defaultSize } from '../arbitraries/size.js';
import { defaultJobs, reductionNames } from '../engine/index.js';
import { defaultMaxStates } from '../fuzz/judge.js';
import { wakers } from '../livepatch/index.js';
import { type ReporterName, reporters } from '../report/index.js';
import { klpcheckVersion } from '../version.js';
import { type CheckCommandOptions, checkCommand } from './check-command.js';
import type { EnumerateCommandOptions } from './enumerate-command.js';
import { exitCode } from './exit-code.js';
import { type ExplainOptions, explainCommand, explainFormats } from './explain-command.js';
import { type ExportOptions, exportFormats } from './export-options.js';
import type { FuzzCommandOptions } from './fuzz-command.js';
import { initCommand } from './init-command.js';
import { listable, listCommand } from './list-command.js';
import {
  parseChoice,
  parseCount,
  parseDuration,
  parseList,
  parseMemory,
  parsePath,
  parseSeed,
  repeatable,
} from './options.js';

const reporterNames = Object.keys(reporters) as readonly ReporterName[];
const severalTexts = repeatable(String);

/** Runs a command line, and gives the exit code. @throws what the commands throw */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.success;
  const program = new Command('klpcheck')
    .description('Checks live patches under consistency models, by exhaustive search.')
    .version(klpcheckVersion)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', programHelp);
  addCheck(program).action(async (files: readonly string[], options: CheckCommandOptions) => {
    code = await checkCommand(files, options);
  });
  addExplain(program).action(async (file: string, options: ExplainOptions) => {
    code = await explainCommand(file, options);
  });
  // Whoever only checks need not wait until these are loaded.
  addExport(program).action(async (file: string, options: ExportOptions) => {
    const { exportCommand } = await import('./export-command.js');
    await exportCommand(file, options);
  });
  addFuzz(program).action(async (options: FuzzCommandOptions) => {
    const { fuzzCommand } = await import('./fuzz-command.js');
    code = await fuzzCommand(options);
  });
  addEnumerate(program).action(async (options: EnumerateCommandOptions) => {
    const { enumerateCommand } = await import('./enumerate-command.js');
    code = await enumerateCommand(options);
  });
  addList(program).action(listCommand);
  addInit(program).action(initCommand);
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

const programHelp = `
Examples:
  klpcheck init                                     write a first scenario
  klpcheck check patch.yaml                         all models, all properties
  klpcheck check scenarios --model kgraft --json    for a script
  klpcheck explain patch.yaml --model kgraft --property deadlock-freedom
  klpcheck export patch.yaml --model kgraft -o patch.pml
  klpcheck fuzz --model kgraft --property deadlock-freedom
  klpcheck enumerate --model kgraft

Exit codes: 0 all hold or as expected, 1 violated or not as expected, 2 wrong input, 3 inconclusive, 70 internal error`;

function addCheck(program: Command): Command {
  const check = program
    .command('check')
    .description('Check scenarios: a verdict for each scenario, model and property.')
    .argument('<files...>', 'scenario files, or folders of them')
    .option(
      '-m, --model <name>',
      'check under this model only, such as kgraft or kgraft:wake=nobody (repeatable)',
      severalTexts,
    )
    .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', severalTexts)
    .option('-p, --property <name>', 'check this property only (repeatable)', severalTexts)
    .addOption(wakeOption())
    .addOption(
      new Option('-r, --reporter <name>', 'how to report (repeatable; default: matrix)')
        .choices(reporterNames)
        .argParser(repeatable(parseChoice(reporterNames))),
    )
    .option(
      '-o, --output-file <file>',
      'write the report there; REPORTER=FILE where there are several (repeatable)',
      severalTexts,
    )
    .option('--json', 'the same as --reporter json')
    .option('-q, --quiet', 'print no table and no progress')
    .addHelpText(
      'after',
      `
Examples:
  klpcheck check scenarios/thread
  klpcheck check patch.yaml --model-file ./mine.ts --model mine --model kgraft
  klpcheck check patch.yaml --reporter matrix --reporter junit --output-file junit=results.xml`,
    );
  return withBudget(check);
}

function addExplain(program: Command): Command {
  const explain = program
    .command('explain')
    .description('Tell a run that violates a property, or the worst case of a quantity.')
    .argument('<scenario>', 'a scenario file')
    .requiredOption('-m, --model <name>', 'the model')
    .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', severalTexts)
    .requiredOption('-p, --property <name>', 'the property')
    .addOption(
      new Option('-f, --format <name>', 'how to tell it')
        .choices(explainFormats)
        .argParser(parseChoice(explainFormats))
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Examples:
  klpcheck explain patch.yaml --model kgraft --property deadlock-freedom
  klpcheck explain patch.yaml -m null -p stack-consistency --format mermaid > run.mmd`,
    );
  return withBudget(explain);
}

function addExport(program: Command): Command {
  return program
    .command('export')
    .description('Write a scenario under a model for another checker: every step is one step there.')
    .argument('<scenario>', 'a scenario file')
    .requiredOption('-m, --model <name>', 'the model')
    .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', severalTexts)
    .option(
      '-p, --property <name>',
      'what is asked of it (repeatable; default: all safety properties)',
      severalTexts,
    )
    .addOption(wakeOption())
    .addOption(
      new Option('-f, --format <name>', 'the language')
        .choices(exportFormats)
        .argParser(parseChoice(exportFormats))
        .default('promela'),
    )
    .option('-o, --output-file <file>', 'write it there')
    .addHelpText(
      'after',
      `
Examples:
  klpcheck export patch.yaml --model kgraft -o patch.pml
  klpcheck export patch.yaml -m kgraft -p convergence > patch.pml

The head of the file says how SPIN is run on it, and which counts agree.`,
    );
}

function addFuzz(program: Command): Command {
  return program
    .command('fuzz')
    .description('Look for a scenario that violates a property, among random ones, and shrink it.')
    .requiredOption(
      '-m, --model <name>',
      'the model; of several, a scenario is wanted in which the property holds under one, and is violated under another (repeatable)',
      severalTexts,
    )
    .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', severalTexts)
    .requiredOption('-p, --property <name>', 'the property')
    .addOption(wakeOption())
    .addOption(countOption('--runs <n>', 'how many random scenarios to try', 1000))
    .option('--seed <n>', 'what all that is random follows from (default: another one each time)', parseSeed)
    .option('--path <path>', 'try again what was found there, with the same seed', parsePath)
    .addOption(assumeOption())
    .addOption(countOption('--tasks <n>', 'tasks at most', defaultSize.tasks))
    .addOption(countOption('--functions <n>', 'functions at most', defaultSize.functions))
    .addOption(countOption('--statements <n>', 'statements of a body at most', defaultSize.statements))
    .addOption(countOption('--depth <n>', 'how deep branches and locked regions nest', defaultSize.depth))
    .option('--corpus <folder>', 'try the scenarios there first, and keep there what exercises something new')
    .option('-o, --output-file <file>', 'where to write what is found (default: named by model and property)')
    .addOption(countOption('--max-states <n>', 'pass over a scenario with more states', defaultMaxStates))
    .addOption(timeoutOption('stop after that time, such as 60s'))
    .addOption(jobsOption('threads, each with scenarios of its own'))
    .option('--json', 'print what was found for a script')
    .option('-q, --quiet', 'print nothing')
    .addHelpText(
      'after',
      `
Examples:
  klpcheck fuzz -m kgraft -p deadlock-freedom
  klpcheck fuzz -m kgraft -p convergence --assume user-tasks-only --seed 42
  klpcheck fuzz -m kgraft -m kpatch -p syscall-consistency -o separated.yaml

A violation counts only where nothing is wrong without live patching: neither in the old code alone, nor in the new.`,
    );
}

function addEnumerate(program: Command): Command {
  return program
    .command('enumerate')
    .description('Check all scenarios within some bounds: what holds for each of them, and what breaks it.')
    .addOption(countOption('--tasks <n>', 'tasks at most', 2))
    .addOption(countOption('--functions <n>', 'patched functions at most', 2))
    .addOption(countOption('--statements <n>', 'statements at most, in old and new bodies together', 1))
    .option('-m, --model <name>', 'under this model only (repeatable)', severalTexts)
    .option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)', severalTexts)
    .option('-p, --property <name>', 'this property only (repeatable)', severalTexts)
    .addOption(wakeOption())
    .addOption(countOption('--limit <n>', 'refuse bounds within which there are more scenarios', 1_000_000))
    .option('--resume <file>', 'write there how far it got, and go on from there the next time')
    .addOption(countOption('--max-states <n>', 'give up a scenario with more states', defaultMaxStates))
    .addOption(timeoutOption('stop after that time, such as 10min'))
    .addOption(jobsOption('threads, each with scenarios of its own'))
    .option('--json', 'print everything for a script')
    .option('-q, --quiet', 'print nothing')
    .addHelpText(
      'after',
      `
Examples:
  klpcheck enumerate --model kgraft --property syscall-consistency
  klpcheck enumerate --tasks 2 --functions 2 --statements 2 --resume all.json`,
    );
}

function countOption(flags: string, description: string, value: number): Option {
  return new Option(flags, description).argParser(parseCount).default(value);
}

function assumeOption(): Option {
  return new Option('--assume <names>', `of all scenarios: ${assumptionNames.join(',')}`).argParser(
    parseList(assumptionNames),
  );
}

function timeoutOption(description: string): Option {
  return new Option('--timeout <time>', description)
    .argParser(parseDuration)
    .default(Number.POSITIVE_INFINITY, 'no limit');
}

function jobsOption(description: string): Option {
  return new Option('-j, --jobs <n>', description)
    .argParser(parseCount)
    .default(defaultJobs, 'as many as the machine runs at once');
}

function addList(program: Command): Command {
  return program
    .command('list')
    .description('List the models, properties or scenarios that come with klpcheck.')
    .addArgument(new Argument('<what>', 'what to list').choices(listable).argParser(parseChoice(listable)))
    .option('--no-color', 'no colours');
}

function addInit(program: Command): Command {
  return program
    .command('init')
    .description('Write a first scenario, with comments.')
    .argument('[file]', 'where to', 'scenario.yaml');
}

function wakeOption(): Option {
  return new Option('--wake <who>', 'who wakes the tasks that a transition waits for')
    .choices(wakers)
    .argParser(parseChoice(wakers));
}

function withBudget(command: Command): Command {
  const limit = (flags: string, description: string, parse: (text: string) => number): Option =>
    new Option(flags, description).argParser(parse).default(Number.POSITIVE_INFINITY, 'no limit');
  return command
    .addOption(limit('--max-states <n>', 'stop a search that reaches more states', parseCount))
    .addOption(
      limit('--memory <size>', 'stop a search that needs more memory, such as 4GiB', parseMemory)
        // Else the kernel would end the process, and with it all that is known by then.
        .default(Math.floor(totalmem() / 2), 'half of what the machine has'),
    )
    .addOption(limit('--timeout <time>', 'stop a search that takes longer, such as 90s', parseDuration))
    .addOption(
      new Option('-j, --jobs <n>', 'threads of a search that is not small')
        .argParser(parseCount)
        .default(defaultJobs, 'as many as the machine runs at once'),
    )
    .addOption(
      new Option(
        '--reduction <names>',
        `search less than all states: ${reductionNames.join(',')} (default: all that are sound, where a search is not small)`,
      ).argParser(parseList(reductionNames)),
    )
    .option('--no-reduction', 'visit every state')
    .option('--no-color', 'no colours');
}

/** Commander would end the process itself. */
function exitInsteadOfEnding(program: Command): void {
  for (const command of [program, ...program.commands]) command.exitOverride();
}
