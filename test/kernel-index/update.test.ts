import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Columns, columnKinds, pathsOf } from '../../src/kernel-index/columns.js';
import { decodeIndex, encodeIndex } from '../../src/kernel-index/file-format.js';
import { KernelIndex } from '../../src/kernel-index/index.js';
import { recordOf } from '../../src/kernel-index/known-records.js';
import { functionsOf, mergeRecords } from '../../src/kernel-index/merge.js';
import { NameTable } from '../../src/kernel-index/name-table.js';
import { scaled } from '../support/seed.js';
import { columnsOf } from './index-texts.js';
import { textOfC } from './random-c.js';

/** The same, put together once more from what the columns say of each file. */
function again(columns: Columns): Columns {
  const names = NameTable.of(columns.nameBytes, columns.nameBegins);
  const files = pathsOf(columns).map((path, number) => {
    const record = recordOf(columns, number);
    return { ...record, file: { path, size: record.size, modifiedMs: record.modifiedMs } };
  });
  return mergeRecords(files, names, functionsOf(files, names));
}

const sources = fc.dictionary(fc.constantFrom('a.c', 'b.c', 'c.h', 'd/e.c'), textOfC);

test('what is known of files gives the index that they gave, to the last bit', () => {
  fc.assert(
    fc.property(sources, (texts) => {
      const columns = columnsOf(texts);
      expect(Buffer.compare(encodeIndex(again(columns)), encodeIndex(columns))).toBe(0);
    }),
    { numRuns: scaled(60) },
  );
});

test('an index that is written and read is the same', () => {
  fc.assert(
    fc.property(sources, (texts) => {
      const columns = columnsOf(texts);
      const read = decodeIndex(encodeIndex(columns));
      for (const [name] of columnKinds)
        expect([name, [...((read as Columns)[name] ?? [])]]).toEqual([name, [...columns[name]]]);
    }),
    { numRuns: scaled(20) },
  );
});

test('whatever the bytes are, they are read to the end, and every answer is one of the index', () => {
  const bytes = fc.oneof(
    { weight: 3, arbitrary: textOfC.map((text) => new Uint8Array(Buffer.from(text))) },
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom(...'(){}[],;=#\\\n"\'/*.->:?&f \u00e9'), { maxLength: 200 })
      .map((each) => Buffer.from(each.join(''))),
  );
  fc.assert(
    fc.property(bytes, fc.nat(), fc.uint8Array({ maxLength: 3 }), (text, where, inserted) => {
      const at = where % (text.length + 1);
      const mutated = Buffer.concat([text.subarray(0, at), inserted, text.subarray(at)]);
      const index = new KernelIndex(columnsOf({ 'a.c': mutated }));
      const lines = mutated.toString('latin1').split('\n').length;
      for (const each of index.functionsIn('a.c')) {
        expect(each.name).toMatch(/^[\w$]+$/);
        expect(each.line).toBeLessThanOrEqual(lines);
        for (const name of index.calleesOf(each)) expect(name).toMatch(/^[\w$]+$/);
        for (const { line } of index.referencesTo(each)) expect(line).toBeLessThanOrEqual(lines + 1);
      }
    }),
    { numRuns: scaled(300) },
  );
});

describe('a file that is no index', () => {
  const whole = encodeIndex(columnsOf({ 'a.c': 'int f(void) { g(); }' }));

  test('is told from one that is damaged, wherever the damage is', () => {
    expect(decodeIndex(Buffer.from('scenario: x'))).toBe('not-an-index');
    expect(decodeIndex(new Uint8Array(0))).toBe('not-an-index');
    for (let length = 16; length < whole.length; length += 97)
      expect([length, decodeIndex(whole.subarray(0, length))]).toEqual([length, 'damaged']);
    for (let at = 16; at < whole.length; at += 61) {
      const damaged = Uint8Array.from(whole);
      damaged[at] = (damaged[at] as number) ^ 4;
      expect([at, decodeIndex(damaged)]).toEqual([at, 'damaged']);
    }
  });

  test('where it stands in memory does not matter', () => {
    const shifted = new Uint8Array(whole.length + 3);
    shifted.set(whole, 3);
    expect(decodeIndex(shifted.subarray(3))).toEqual(decodeIndex(whole));
  });
});
