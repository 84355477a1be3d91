import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Identifiers } from '../../src/export/identifiers.js';

const texts = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'in progress',
      'in_progress',
      'in-progress',
      'if',
      'IF',
      'end',
      'lock A',
      'writer.1',
      'writer_1',
      '1',
      '',
    ),
    fc.constantFrom(
      'while',
      'linux',
      'WS',
      'U',
      '_pid',
      'has',
      'kept 1',
      'started',
      'progress of x',
      'accept',
    ),
  ),
);

test('every name becomes an identifier, and no two are the same', () => {
  fc.assert(
    fc.property(texts, texts, (names, labels) => {
      const outer = new Identifiers();
      const inner = new Identifiers(outer);
      const given = [
        ...names.map((each) => outer.allocate(each)),
        ...labels.map((each, index) => inner.allocateLabel(each, index % 2 === 0)),
      ];
      expect(new Set(given).size).toBe(given.length);
      for (const each of given)
        expect(each).toMatch(/^[a-z][A-Za-z0-9_]*$|^[A-Z][A-Za-z0-9_]*[a-z][A-Za-z0-9_]*$/);
    }),
  );
});

test.each([
  ['in progress', 'in_progress'],
  ['lock A', 'lock_A'],
  ['writer.1', 'writer_1'],
  ['do', 'do_2'],
  ['WS', 'the_WS'],
  ['', 'unnamed'],
])("'%s' is written %s", (text, identifier) => {
  expect(new Identifiers().allocate(text)).toBe(identifier);
});

test('what a label means to SPIN is what is meant', () => {
  const labels = new Identifiers();
  expect(labels.allocateLabel('end of it', false)).toBe('at_end_of_it');
  expect(labels.allocateLabel('idle', true)).toBe('end_idle');
  expect(labels.allocateLabel('progress', true)).toBe('end_progress');
});
