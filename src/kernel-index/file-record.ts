import { callWidth, type FileFacts, functionWidth, type Rows, referenceWidth } from './facts.js';
import { Locals } from './locals.js';
import { trait } from './words.js';

/*
 * What a file says, as one row of numbers:
 *
 * functions; of each its name, line, traits, how many calls, their names, how many calls through fields, their names;
 * references, with what each of them has in `FileFacts`.
 */

/** Writes the facts of a file as a record. A macro that calls nothing is left out. @param nameOf the number that the reader knows a name by */
export function writeRecord(facts: FileFacts, into: Rows, nameOf: (name: number) => number): void {
  const { functions, calls, fieldCalls, references } = facts;
  const count = functions.length / functionWidth;
  const called = byFunction(calls, count);
  const calledFields = byFunction(fieldCalls, count);
  const refers = new Uint8Array(count);
  for (let at = 0; at < references.length; at += referenceWidth) {
    const scope = references.data[at] as number;
    if (scope >= 0) refers[scope] = 1;
  }
  const numbers = new Int32Array(count);
  const begin = into.length;
  let kept = 0;
  into.push(0);
  for (let each = 0; each < count; each++) {
    const at = each * functionWidth;
    const traits = functions.data[at + 2] as number;
    const isEmpty = called.isEmpty(each) && calledFields.isEmpty(each) && refers[each] === 0;
    numbers[each] = (traits & trait.macro) !== 0 && isEmpty ? -1 : kept++;
    if ((numbers[each] as number) < 0) continue;
    into.push(nameOf(functions.data[at] as number));
    into.push(functions.data[at + 1] as number);
    into.push(traits);
    called.write(each, into, nameOf);
    calledFields.write(each, into, nameOf);
  }
  into.data[begin] = kept;
  into.push(references.length / referenceWidth);
  for (let at = 0; at < references.length; at += referenceWidth) {
    const { data } = references;
    const scope = data[at] as number;
    into.push(scope < 0 ? -1 : (numbers[scope] as number));
    into.push(nameOf(data[at + 1] as number));
    into.push(data[at + 2] as number);
    into.push(nameOf(data[at + 3] as number));
    into.push(nameOf(data[at + 4] as number));
    into.push(data[at + 5] as number);
  }
}

/** Gives each name in the record that begins there another number. @returns where the record ends */
export function renameRecord(record: Int32Array, begin: number, nameOf: Int32Array): number {
  let at = begin;
  const rename = (): void => {
    record[at] = nameOf[record[at] as number] as number;
    at++;
  };
  const renameRow = (): void => {
    for (let left = record[at++] as number; left > 0; left--) rename();
  };
  for (let left = record[at++] as number; left > 0; left--) {
    rename();
    at += 2;
    renameRow();
    renameRow();
  }
  for (let left = record[at++] as number; left > 0; left--) {
    at++;
    rename();
    at++;
    rename();
    rename();
    at++;
  }
  return at;
}

const seen = new Locals();

/** Pairs of a function and a name, by function, each name once, in the order of the text. */
function byFunction(pairs: Rows, functions: number) {
  const begins = new Int32Array(functions + 1);
  for (let at = 0; at < pairs.length; at += callWidth) {
    const owner = (pairs.data[at] as number) + 1;
    begins[owner] = (begins[owner] as number) + 1;
  }
  for (let each = 0; each < functions; each++)
    begins[each + 1] = (begins[each + 1] as number) + (begins[each] as number);
  const next = begins.slice();
  const names = new Int32Array(pairs.length / callWidth);
  for (let at = 0; at < pairs.length; at += callWidth) {
    const owner = pairs.data[at] as number;
    const slot = next[owner] as number;
    next[owner] = slot + 1;
    names[slot] = pairs.data[at + 1] as number;
  }
  return {
    isEmpty: (owner: number): boolean => begins[owner] === begins[owner + 1],
    write(owner: number, into: Rows, nameOf: (name: number) => number): void {
      const counted = into.length;
      const end = begins[owner + 1] as number;
      into.push(0);
      seen.forget();
      for (let at = begins[owner] as number; at < end; at++) {
        const name = names[at] as number;
        if (seen.has(name)) continue;
        seen.add(name);
        into.push(nameOf(name));
      }
      into.data[counted] = into.length - counted - 1;
    },
  };
}
