import type { Field } from '../packing/index.js';
import { type ConditionCode, readField } from './code.js';
import type { GenerationContext } from './context.js';

/** The condition that a process stands at a location with a label. */
export function generateAt(process: number, label: string, context: GenerationContext): ConditionCode {
  const locations = locationsOf(process, context);
  if (context.self?.process === process) {
    const here = locations.find(({ name }) => name === context.self?.location);
    return here?.labels.includes(label) ?? false;
  }
  return generateStandsAt(
    process,
    locations.flatMap(({ labels }, index) => (labels.includes(label) ? [index] : [])),
    context,
  );
}

/** The condition that a process stands at one of some locations, given by their numbers in ascending order. */
export function generateStandsAt(
  process: number,
  matching: readonly number[],
  context: GenerationContext,
): ConditionCode {
  const locations = locationsOf(process, context);
  const [first, last] = [matching[0], matching.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (matching.length === locations.length) return true;
  const location = readField(context.layout.locationFields[process] as Field);
  if (first === last) return `(${location} === ${first})`;
  if (locations.length <= 32) {
    const set = matching.reduce((bits, index) => bits | (1 << index), 0);
    return `((${set} >>> ${location} & 1) === 1)`;
  }
  if (last - first + 1 === matching.length && first === 0) return `(${location} <= ${last})`;
  const table = context.tables.nameOf(locations.map((_, index) => (matching.includes(index) ? 1 : 0)));
  return `(${table}[${location}] === 1)`;
}

function locationsOf(process: number, { system }: GenerationContext) {
  return system.processes[process]?.template.graph.locations ?? [];
}
