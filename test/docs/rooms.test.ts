import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The rooms of the table of `docs/inside.md`, each with those that it may import above it. */
const [, table = ''] = /## The rooms\n([\s\S]*?)\n## /.exec(readFileSync('docs/inside.md', 'utf8')) ?? [];
const rooms = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, room]) => room ?? '');

/** What stands in `src` itself, and is used everywhere. */
const belowAll = ['src/thread.ts', 'src/version.ts'];

const files = ['src', 'models', 'properties'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith('.ts') && !belowAll.includes(file)),
);

function roomOf(file: string): string | undefined {
  return rooms.find((room) => file === room || file.startsWith(`${room}/`));
}

/** What a file imports, types included, as files of the repository. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, name = '']) =>
    path.join(path.dirname(file), name).replace(/\.js$/, '.ts'),
  );
}

const imports = files.flatMap((file) =>
  importsOf(file)
    .filter((imported) => !belowAll.includes(imported) && roomOf(imported) !== roomOf(file))
    .map((imported) => ({ file, imported })),
);

test('every file stands in a room of the table', () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  expect(rooms.filter((room) => !files.some((file) => roomOf(file) === room))).toEqual([]);
});

test('a room imports from those above it in the table only', () => {
  expect(imports.length).toBeGreaterThan(200);
  const order = (file: string): number => rooms.indexOf(roomOf(file) ?? '');
  expect(imports.filter(({ file, imported }) => order(imported) >= order(file))).toEqual([]);
});

test('a room is entered by its door', () => {
  const doors = /(?:^|\/)index\.ts$|^src\/model\.ts$/;
  expect(imports.filter(({ imported }) => !doors.test(imported))).toEqual([]);
});
