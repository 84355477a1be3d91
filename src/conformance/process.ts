import { Conversation, type ProcessOptions } from './conversation.js';
import type { Implementation, Observation } from './implementation.js';
import { expectTimeout } from './options.js';

/**
 * An implementation that is a program of its own, in any language. It reads messages from its standard input, and answers
 * each on its standard output; a message, and an answer, is JSON on one line:
 *
 * - `{"kind":"start", …}` with a `Setup`; answered by anything, such as `{}`. It comes before each walk;
 * - `{"kind":"step", …}` with a `ConformanceStep`; answered by an `Observation`.
 *
 * When its standard input ends, it is to end too. What it writes to its standard error is told when it fails. It is
 * started when it is first needed, and again when it has ended. It runs in a process group of its own, which is killed whole
 * when it is given up, when it has ended, and when this process ends.
 *
 * Its methods throw ImplementationError when it cannot be started, ends, is silent for too long,
 * or answers no JSON, or a line of more than a million characters.
 *
 * @throws InputError when the time for an answer cannot be meant
 * @param command the program: a path, or a name that is looked up in `PATH`
 */
export function processImplementation(
  command: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): Implementation {
  if (options.timeoutMs !== undefined) expectTimeout(options.timeoutMs);
  let current: Conversation | undefined;
  const ask = async (message: object): Promise<unknown> => {
    if (!current?.isOpen) current = new Conversation(command, args, options);
    try {
      return await current.ask(message);
    } catch (error) {
      // Whatever it says from now on answers something else.
      current.kill();
      throw error;
    }
  };
  return {
    start: async (setup) => {
      await ask({ kind: 'start', ...setup });
    },
    // It is made sure of by whoever asked that it is one.
    step: (step) => ask({ kind: 'step', ...step }) as Promise<Observation>,
    stop: async () => {
      await current?.end();
    },
  };
}
