import { totalmem } from 'node:os';
import { type Command, Option } from 'commander';
import { defaultJobs, reductionNames } from '../engine/index.js';
import { wakers } from '../livepatch/index.js';
import { parseChoice, parseCount, parseDuration, parseList, parseMemory, repeatable } from './options.js';

/* Options that several commands have. */

/** For an option that can be given several times, with any text. */
export const severalTexts = repeatable(String);

export function modelFileOption(): Option {
  return new Option('--model-file <file>', 'a model of your own, in TypeScript (repeatable)').argParser(
    severalTexts,
  );
}

export function wakeOption(): Option {
  return new Option('--wake <who>', 'who wakes the tasks that a transition waits for')
    .choices(wakers)
    .argParser(parseChoice(wakers));
}

export function countOption(flags: string, description: string, value: number): Option {
  return new Option(flags, description).argParser(parseCount).default(value);
}

export function timeoutOption(description: string): Option {
  return unlimited('--timeout <time>', description, parseDuration);
}

export function jobsOption(description: string): Option {
  return new Option('-j, --jobs <n>', description)
    .argParser(parseCount)
    .default(defaultJobs, 'as many as the machine runs at once');
}

/** What every command has that checks cells: its limits, and which reductions it may use. */
export function withBudget(command: Command): Command {
  return withLimits(command)
    .addOption(
      new Option(
        '--reduction <names>',
        `search less than all states: ${reductionNames.join(',')} (default: all that are sound, where a search is not small)`,
      ).argParser(parseList(reductionNames)),
    )
    .option('--no-reduction', 'visit every state');
}

/** What every command has that searches one state space after the other. */
export function withLimits(command: Command): Command {
  return command
    .addOption(unlimited('--max-states <n>', 'stop a search that reaches more states', parseCount))
    .addOption(
      new Option('--memory <size>', 'stop a search that needs more memory, such as 4GiB')
        .argParser(parseMemory)
        // Else the kernel would end the process, and with it all that is known by then.
        .default(Math.floor(totalmem() / 2), 'half of what the machine has'),
    )
    .addOption(timeoutOption('stop a search that takes longer, such as 90s'))
    .addOption(jobsOption('threads of a search that is not small'))
    .option('--no-color', 'no colours');
}

function unlimited(flags: string, description: string, parse: (text: string) => number): Option {
  return new Option(flags, description).argParser(parse).default(Number.POSITIVE_INFINITY, 'no limit');
}
