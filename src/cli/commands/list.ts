import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { Argument, type Command } from 'commander';
import { models } from '../../../models/index.js';
import { properties } from '../../../properties/index.js';
import { loadScenarios } from '../../scenario/index.js';
import { painter } from '../../trace/index.js';
import type { CommandModule } from '../command.js';
import { exitCode } from '../exit-code.js';
import { parseChoice } from '../options.js';
import { hasColour, write } from '../output.js';

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
    const paint = painter(hasColour(process.stdout, color));
    const table = new Table({
      chars: noBorders,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
      wordWrap: true,
    });
    for (const [name, ...rest] of await rowsOf(what)) table.push([paint.bold(name), ...rest]);
    await write(process.stdout, `${table.toString()}\n`);
    return exitCode.success;
  },
};

async function rowsOf(what: Listable): Promise<readonly (readonly [string, ...string[]])[]> {
  switch (what) {
    case 'models':
      return models.map((model) => [
        model.name,
        [
          `leave ${model.leave}, switch ${model.switch}, gather ${model.gather}, woken by ${model.wake}`,
          ...Object.entries(model.parameters ?? {}).map(([name, values]) => `${name}=${values.join('|')}`),
        ].join('; '),
        model.summary,
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

const noBorders = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((side) => [side, '']),
);
