import { locationNamed, locationsLabelled, type Process, type ProgramGraph } from '../../system/index.js';
import type { Field } from '../packing/index.js';
import { type ConditionCode, readField } from './code.js';
import type { GenerationContext } from './context.js';

/** The condition that a process stands at a location with a label. */
export function generateAt(process: number, label: string, context: GenerationContext): ConditionCode {
  const graph = graphOf(process, context);
  if (context.self?.process === process)
    return locationNamed(graph, context.self.location)?.labels.includes(label) ?? false;
  return generateStandsAt(process, locationsLabelled(graph, label), context);
}

/** The condition that a process stands at one of some locations, given by their numbers in ascending order. */
export function generateStandsAt(
  process: number,
  matching: readonly number[],
  context: GenerationContext,
): ConditionCode {
  const { locations } = graphOf(process, context);
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
  const table = context.tables.nameOf(matching, locations.length);
  return `(${table}[${location}] === 1)`;
}

function graphOf(process: number, { system }: GenerationContext): ProgramGraph {
  return (system.processes[process] as Process).template.graph;
}
