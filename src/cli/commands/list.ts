import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Argument, type Command } from 'commander';
import { models, otherModels } from '../../../models/index.js';
import { properties } from '../../../properties/index.js';
import { loadScenarios } from '../../scenario/index.js';
import { hang, type Painter, painter, printable } from '../../text/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { parseChoice } from '../options.js';
import { hasColour, widthOf, write } from '../output.js';

const listable = ['models', 'properties', 'scenarios'] as const;
type Listable = (typeof listable)[number];

export const command: CommandModule = {
  name: 'list',
  description: 'List the models, properties or scenarios that come with klpcheck.',

  builder: (command: Command) =>
    command
      .addArgument(new Argument('<what>', 'what to list').choices(listable).argParser(parseChoice(listable)))
      .option('--no-color', 'no colours'),

  async handler(what: Listable, { color }: { readonly color: boolean }) {
    const colour = hasColour(process.stdout, color);
    // Programs that read a list want a line for each.
    const width = widthOf(process.stdout, Number.POSITIVE_INFINITY);
    await write(process.stdout, printable(renderList(await rowsOf(what), painter(colour), width), colour));
    return exitCode.success;
  },
};

type Row = readonly [name: string, text: string];

/** Names, each followed by what there is to say of it: beside it or, where that leaves no room, below. */
function renderList(rows: readonly Row[], paint: Painter, width: number): string {
  const nameWidth = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows
    .map(([name, text]) => `${hang(paint.bold(name.padEnd(nameWidth)), nameWidth, text, width)}\n`)
    .join('');
}

async function rowsOf(what: Listable): Promise<readonly Row[]> {
  switch (what) {
    case 'models':
      return [...models, ...otherModels].map((model) => [
        model.name,
        [
          `leave ${model.leave}, switch ${model.switch}, gather ${model.gather}, woken by ${model.wake}`,
          ...Object.entries(model.parameters ?? {}).map(([name, values]) => `${name}=${values.join(' | ')}`),
          model.summary,
        ].join('; '),
      ]);
    case 'properties':
      return properties.map(({ name, kind, summary }) => [name, `${kind}: ${summary}`]);
    case 'scenarios': {
      const folder = await shippedScenarios();
      const scenarios = await loadScenarios([folder]);
      return scenarios.map(({ file, name }) => [path.relative(folder, file), name]);
    }
  }
}

/** The folder of the scenarios that come with klpcheck, from wherever this file runs. */
async function shippedScenarios(): Promise<string> {
  return fileURLToPath(new URL('scenarios', import.meta.resolve('klpcheck/package.json')));
}
