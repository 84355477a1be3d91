import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The rooms of the table of `docs/inside.md`, each with those that it may import above it. */
const page = readFileSync('docs/inside.md', 'utf8');
const rooms = roomsOf('The rooms');
const engineRooms = roomsOf('The engine').map((room) => `src/engine/${room}`);

function roomsOf(heading: string): readonly string[] {
  const [, section = ''] = new RegExp(`## ${heading}\\n([\\s\\S]*?)\\n## `).exec(page) ?? [];
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, room]) => room ?? '');
}

/** What stands in `src` itself, and is used everywhere. */
const belowAll = ['src/thread.ts', 'src/version.ts'];

const files = ['src', 'models', 'properties'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith('.ts') && !belowAll.includes(file)),
);

function roomOf(file: string, among = rooms): string | undefined {
  return among.find((room) => file === room || file.startsWith(`${room}/`));
}

/** What a file imports, types included, as files of the repository. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, name = '']) =>
    path.join(path.dirname(file), name).replace(/\.js$/, '.ts'),
  );
}

interface Import {
  readonly file: string;
  readonly imported: string;
}

/** The imports from one room to another. */
function importsBetween(among: readonly string[]): readonly Import[] {
  return files
    .filter((file) => roomOf(file, among) !== undefined)
    .flatMap((file) =>
      importsOf(file)
        .filter((imported) => ![undefined, roomOf(file, among)].includes(roomOf(imported, among)))
        .map((imported) => ({ file, imported })),
    );
}

test('every file stands in a room of the table', () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  const inEngine = files.filter((file) => roomOf(file) === 'src/engine' && file !== 'src/engine/index.ts');
  expect(inEngine.filter((file) => roomOf(file, engineRooms) === undefined)).toEqual([]);
  expect(rooms.filter((room) => !files.some((file) => roomOf(file) === room))).toEqual([]);
});

test.each([
  ['the rooms', rooms, 200],
  ['the rooms of the engine', engineRooms, 20],
] as const)('%s import from those above them in the table only, by their doors', (_, among, atLeast) => {
  const imports = importsBetween(among);
  const order = (file: string): number => among.indexOf(roomOf(file, among) ?? '');
  expect(imports.length).toBeGreaterThan(atLeast);
  expect(imports.filter(({ file, imported }) => order(imported) >= order(file))).toEqual([]);
  const doors = /(?:^|\/)index\.ts$|^src\/model\.ts$/;
  expect(imports.filter(({ imported }) => !doors.test(imported))).toEqual([]);
});

test('the verifier knows the language of transition systems, and no other room and hardly a package', () => {
  const imported = files
    .filter((file) => roomOf(file) === 'src/verify')
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'|import\(/g)])
    .map(([, name = 'something later']) => name)
    .filter((name) => !/^\.\/[a-z-]+\.js$/.test(name));
  expect(imported.length).toBeGreaterThan(10);
  expect([...new Set(imported)].sort()).toEqual(['../system/index.js', 'node:crypto', 'node:zlib', 'zod']);
});

test('models and properties are written through the door for authors, as those of others are', () => {
  const imports = importsBetween(rooms).filter(({ file }) => /^(?:models|properties)\//.test(file));
  expect(imports.length).toBeGreaterThan(30);
  expect(imports.filter(({ imported }) => imported !== 'src/model.ts')).toEqual([]);
});
