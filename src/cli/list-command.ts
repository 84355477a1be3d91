import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { loadScenarios } from '../scenario/index.js';
import { painter } from '../trace/index.js';
import { hasColour, write } from './output.js';

export const listable = ['models', 'properties', 'scenarios'] as const;

/** Lists what there is to choose from. */
export async function listCommand(
  what: (typeof listable)[number],
  { color }: { readonly color: boolean },
): Promise<void> {
  const paint = painter(hasColour(process.stdout, color));
  const rows = await rowsOf(what);
  const table = new Table({
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    wordWrap: true,
  });
  for (const [name, ...rest] of rows) table.push([paint.bold(name), ...rest]);
  await write(process.stdout, `${table.toString()}\n`);
}

async function rowsOf(what: (typeof listable)[number]): Promise<readonly (readonly [string, ...string[]])[]> {
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
