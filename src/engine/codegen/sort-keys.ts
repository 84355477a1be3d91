import { type System, variableKey } from '../../system/index.js';
import type { Field, Layout } from '../packing/index.js';
import { type NumberCode, readField } from './code.js';

/** A sort key has at most this many bits, so that it is not negative. */
export const maximumKeyBits = 31;

/** Some fields, one after another from the lowest bit of a sort key: a part of what is known of a process. */
export type Part = readonly Field[];

/** Where a process stands, and its own variables. */
export function fieldsOf(system: System, layout: Layout, process: number): readonly Field[] {
  const { name, template } = system.processes[process] as System['processes'][number];
  const own = system.variables.flatMap((variable) =>
    variable.role !== undefined && template.roles.includes(variable.role)
      ? [layout.cells.get(variableKey(variable.name, name))?.field as Field]
      : [],
  );
  return [layout.locationFields[process] as Field, ...own].filter(({ bits }) => bits > 0);
}

/** Groups the fields of each member alike. What stands side by side in one word is read at once. */
export function partsOf(members: readonly (readonly Field[])[]): readonly (readonly Part[])[] {
  const joined = members.map((fields) => joinedField(fields));
  if (joined.every((field) => field !== undefined)) return joined.map((field) => [[field as Field]]);
  return members.map((fields) => {
    const parts: Field[][] = [[]];
    for (const field of fields) {
      if (bitsOf(parts.at(-1) ?? []) + field.bits > maximumKeyBits) parts.push([]);
      parts.at(-1)?.push(field);
    }
    return parts;
  });
}

function joinedField(fields: readonly Field[]): Field | undefined {
  const [first] = fields;
  if (!first) return undefined;
  const bits = bitsOf(fields);
  const areSideBySide = fields.every(
    ({ word, shift }, index) => word === first.word && shift === first.shift + bitsOf(fields.slice(0, index)),
  );
  return areSideBySide && bits <= maximumKeyBits ? { ...first, bits } : undefined;
}

export function bitsOf(fields: readonly Field[]): number {
  return fields.reduce((sum, { bits }) => sum + bits, 0);
}

/** The sort key for a part. */
export function readPart(part: Part): NumberCode {
  const codes = part.map((field, index) => {
    const from = bitsOf(part.slice(0, index));
    return from === 0 ? readField(field) : `${readField(field)} << ${from}`;
  });
  return codes.length === 0 ? 0 : `(${codes.join(' | ')})`;
}
