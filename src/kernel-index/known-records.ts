import { type Columns, traitBits } from './columns.js';
import { Rows } from './facts.js';
import type { KnownFile } from './merge.js';

/** What a file said when it was indexed, as a record. The numbers of names are those of the index. */
export function recordOf(columns: Columns, file: number): Omit<KnownFile, 'file'> {
  const record = new Rows(64);
  const firstFunction = columns.functionBegins[file] as number;
  const endFunction = columns.functionBegins[file + 1] as number;
  record.push(endFunction - firstFunction);
  let fieldCall = firstFieldCall(columns.fieldCalls, firstFunction);
  for (let each = firstFunction; each < endFunction; each++) {
    const place = columns.functionPlaces[each] as number;
    record.push(columns.functionNames[each] as number);
    record.push(place >>> traitBits);
    record.push(place & ((1 << traitBits) - 1));
    writeRow(
      record,
      columns.calls,
      columns.callBegins[each] as number,
      columns.callBegins[each + 1] as number,
    );
    const counted = record.length;
    record.push(0);
    for (; columns.fieldCalls[2 * fieldCall] === each; fieldCall++)
      record.push(columns.fieldCalls[2 * fieldCall + 1] as number);
    record.data[counted] = record.length - counted - 1;
  }
  const begin = columns.referenceBegins[file] as number;
  const end = columns.referenceBegins[file + 1] as number;
  record.push(end - begin);
  for (let at = begin; at < end; at++) {
    const scope = columns.referenceScopes[at] as number;
    record.push(scope < 0 ? -1 : scope - firstFunction);
    record.push(columns.referenceTargets[at] as number);
    record.push(columns.referenceUses[at] as number);
    record.push(columns.referenceContexts[at] as number);
    record.push(columns.referenceTypes[at] as number);
    record.push(columns.referenceLines[at] as number);
  }
  return {
    records: record.data,
    begin: 0,
    size: columns.fileSizes[file] as number,
    modifiedMs: columns.fileTimes[file] as number,
    hash: [columns.fileHashes[2 * file] as number, columns.fileHashes[2 * file + 1] as number],
    pending: columns.pending.subarray(columns.pendingBegins[file], columns.pendingBegins[file + 1]),
  };
}

function writeRow(record: Rows, numbers: Int32Array, begin: number, end: number): void {
  record.push(end - begin);
  for (let at = begin; at < end; at++) record.push(numbers[at] as number);
}

/** The first pair whose function is this one, or a later one: by halving. */
function firstFieldCall(pairs: Int32Array, wanted: number): number {
  let low = 0;
  let high = pairs.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pairs[2 * middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
