import { expect, test } from 'vitest';
import { editText } from '../../src/advise/index.js';

const text = `# what it is about
scenario: s   # its name
functions:
  f:
    # the old one
    old: [lock A, lock B]
    new:
      - lock B   # first
      - if: x = 1
        then: [lock A]
  g: [call f]
tasks: { t: { kind: user, runs: [s] } }
`;

test('a statement is replaced where it stands, and nothing else changes', () => {
  expect(editText(text, [{ path: ['functions', 'f', 'new', 1, 'then', 0], value: 'unlock A' }])).toBe(
    text.replace('then: [lock A]', 'then: [unlock A]'),
  );
  expect(editText(text, [{ path: ['functions', 'f', 'new', 0], value: 'lock A' }])).toBe(
    text.replace('- lock B ', '- lock A '),
  );
});

test('a body becomes two, and several edits are made one after the other', () => {
  const edited = editText(text, [
    { path: ['functions', 'g'], value: { old: ['call f'], new: ['call f'] } },
    { path: ['patch', 'order'], value: ['g', 'f'] },
  ]);
  expect(edited).toBe(
    `${text.replace('g: [call f]', 'g: {old: [call f], new: [call f]}')}patch: {order: [g, f]}\n`,
  );
});

test('what stands on lines of its own goes onto one', () => {
  expect(editText(text, [{ path: ['functions', 'f', 'new'], value: [] }])).toContain(
    '    old: [lock A, lock B]\n    new: []\n  g: [call f]\n',
  );
});

test('a key that is new is put into its map, however that is written', () => {
  expect(editText(text, [{ path: ['functions', 'h'], value: ['call g'] }])).toContain(
    'functions:\n  h: [call g]\n  f:\n',
  );
  expect(editText(text, [{ path: ['tasks', 'u'], value: { kind: 'cpu-hog' } }])).toContain(
    'tasks: { t: { kind: user, runs: [s] }, u: {kind: cpu-hog} }\n',
  );
});
