import type { Assignment, Edge, Process } from '../../system/index.js';
import { eachWord, type Field, maskOf } from '../packing/index.js';
import type { NumberCode } from './code.js';
import { bindEach, cellOf, type GenerationContext } from './context.js';
import { generateCondition, generateInteger, generateName } from './expression.js';
import type { Generation } from './generation.js';
import { arrivalFunction } from './merging.js';

/** What a step does to a state. */
export interface UpdateCode {
  /** Statements that test that values are in their ranges, where they may not be. */
  readonly checks: readonly string[];
  /** The statement that goes on with the state after the step. */
  readonly arrival: string;
}

/** A field that is written, the index of its new value, and the condition that it is out of range, if it may be. */
interface Write {
  readonly field: Field;
  readonly index: NumberCode;
  readonly isOutOfRange?: string;
}

/** @param number of the edge @param index of the process that takes it */
export function generateUpdate(
  edge: Edge,
  number: number,
  process: Process,
  index: number,
  context: GenerationContext,
  generation: Generation,
): UpdateCode {
  const { layout } = generation;
  const target = generation.graphOf(process).locations.get(edge.to) as number;
  const location = layout.locationFields[index] as Field;
  const all = [
    ...(edge.to === edge.from ? [] : [{ field: location, index: target }]),
    ...edge.assignments.flatMap((each) => generateAssignment(each, context)),
  ];
  // Of two writes to one field, the last counts.
  const writes = [...new Map(all.map((write: Write) => [write.field, write])).values()];
  const checks = all.flatMap(({ isOutOfRange }: Write) =>
    isOutOfRange === undefined ? [] : [`if (${isOutOfRange}) runtime.reportOutOfRange(${number}, current);`],
  );
  const words = eachWord(layout.words, (word) =>
    generateWord(
      word,
      writes.filter(({ field }) => field.word === word && field.bits > 0),
    ),
  );
  const arrive = arrivalFunction(generation.plan, index, target) ?? 'emit';
  return { checks, arrival: `${arrive}(${words.join(', ')}, ${number}, ${index});` };
}

/** A word of the state after a step. */
function generateWord(word: number, writes: readonly Write[]): string {
  if (writes.length === 0) return `w${word}`;
  const kept = writes.reduce((mask, { field: { bits, shift } }) => mask & ~(maskOf(bits) << shift), -1);
  const parts = writes
    .filter(({ index }) => index !== 0)
    .map(({ field: { shift }, index }) =>
      typeof index === 'number' ? index << shift : shift === 0 ? index : `${index} << ${shift}`,
    );
  return [`w${word} & ${kept}`, ...parts].join(' | ');
}

function generateAssignment(assignment: Assignment, outer: GenerationContext): readonly Write[] {
  const { forEach, name, of, value } = assignment;
  return bindEach(outer, forEach).map((context): Write => {
    const { field, values, variable } = cellOf({ kind: 'variable', name, ...(of && { of }) }, context);
    const { sort } = variable;
    if (sort.kind === 'boolean') {
      const condition = generateCondition(value, context);
      return { field, index: typeof condition === 'boolean' ? Number(condition) : `(${condition} ? 1 : 0)` };
    }
    if (sort.kind === 'range') {
      const { code, low, high } = generateInteger(value, context);
      const index = low === high ? low - sort.low : `(${code} - ${sort.low})`;
      if (low >= sort.low && high <= sort.high) return { field, index };
      return { field, index, isOutOfRange: `${code} < ${sort.low} || ${code} > ${sort.high}` };
    }
    const { code, mayBeMissing } = generateName(value, values, context);
    return { field, index: code, ...(mayBeMissing && { isOutOfRange: `${code} < 0` }) };
  });
}
