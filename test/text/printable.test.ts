import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson } from '../../src/text/index.js';

const dangerous = /[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

test('nothing that commands a terminal or turns a text round is left, and all else is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(dangerous);
      expect(shown).toHaveLength(text.length);
      [...text].forEach((each, index) => {
        if (!dangerous.test(each)) expect([...shown][index]).toBe(each);
      });
    }),
  );
});

test('colours stay where they are wanted, and no other escape sequence does', () => {
  const text = '\x1b[31mred\x1b[39m \x1b[2Jgone \u202eturned';
  expect(printable(text, true)).toBe('\x1b[31mred\x1b[39m \ufffd[2Jgone \ufffdturned');
  expect(printable(text)).toBe('\ufffd[31mred\ufffd[39m \ufffd[2Jgone \ufffdturned');
});

test('JSON in which all is escaped that would not be safe to show reads as the same value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
      const shown = printableJson(value);
      expect(shown).not.toMatch(dangerous);
      expect(JSON.parse(shown)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
