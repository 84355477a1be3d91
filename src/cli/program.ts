import { Command, CommanderError } from 'commander';
import { klpcheckVersion } from '../version.js';
import type { CommandModule } from './command.js';
import { exitCode } from './exit-code.js';

/** The commands, in the order in which the help lists them. Only the one that is given is loaded. */
const commands: Readonly<Record<string, () => Promise<{ readonly command: CommandModule }>>> = {
  check: () => import('./commands/check.js'),
  explain: () => import('./commands/explain.js'),
  simulate: () => import('./commands/simulate.js'),
  advise: () => import('./commands/advise.js'),
  minimise: () => import('./commands/minimise.js'),
  prove: () => import('./commands/prove.js'),
  verify: () => import('./commands/verify.js'),
  extract: () => import('./commands/extract.js'),
  export: () => import('./commands/export.js'),
  fuzz: () => import('./commands/fuzz.js'),
  enumerate: () => import('./commands/enumerate.js'),
  list: () => import('./commands/list.js'),
  init: () => import('./commands/init.js'),
  index: () => import('./commands/index-source.js'),
};

const examples = `
Examples:
  klpcheck init                                     write a first scenario
  klpcheck check patch.yaml                         klp, the strongest and the weakest model
  klpcheck check scenarios --model kgraft --json    for a script
  klpcheck explain patch.yaml --model kgraft --property deadlock-freedom
  klpcheck extract fix.patch --source linux         draft a scenario from a diff
  klpcheck advise patch.yaml                        what makes it safe
  klpcheck export patch.yaml --model kgraft -o patch.pml
  klpcheck fuzz --model kgraft --property deadlock-freedom
  klpcheck enumerate --model kgraft
  klpcheck index linux                              which function of a kernel calls which

Exit codes: 0 all hold or as expected, 1 violated or not as expected, 2 wrong input, 3 inconclusive, 70 internal error`;

/** Runs a command line, and gives the exit code. @throws what the commands throw */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.success;
  const program = new Command('klpcheck')
    .description('Checks live patches under consistency models, by exhaustive search.')
    .version(klpcheckVersion)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for the options)')
    .addHelpText('after', examples)
    // Commander would end the process itself.
    .exitOverride();
  for (const load of wanted(argv)) {
    const { command } = await load();
    addCommand(program, command).action(async (...given: readonly unknown[]) => {
      code = await command.handler(...given);
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    // Help and version are no errors; everything else that commander finds is a wrong command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.success : exitCode.wrongInput;
    throw error;
  }
  return code;
}

/** The command that comes first; where it is none of them, as with `help` or a wrong name, all of them. */
function wanted([first = '']: readonly string[]): readonly (typeof commands)[string][] {
  const named = Object.hasOwn(commands, first) ? commands[first] : undefined;
  return named ? [named] : Object.values(commands);
}

function addCommand(
  program: Command,
  { name, description, examples = [], remark, builder }: CommandModule,
): Command {
  const command = builder(program.command(name).description(description));
  if (examples.length > 0)
    command.addHelpText('after', `\nExamples:\n${examples.map((each) => `  klpcheck ${each}`).join('\n')}`);
  if (remark !== undefined) command.addHelpText('after', `\n${remark}`);
  return command;
}
