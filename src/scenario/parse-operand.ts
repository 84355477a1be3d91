import { didYouMean, type TextProblem, unknownName } from './diagnostic.js';
import { type DataScope, dataNamed, dataNames, parseValue, printValues } from './lookup.js';
import { type DataDeclaration, noObject } from './scenario.js';
import { holdsAll } from './signature.js';
import type { Arithmetic, DataOperand } from './statement.js';

/** What is wrong with a word, wherever it stands. */
export type WordProblem = Omit<TextProblem, 'index'>;

/** The sums of any two such numbers fit into 32 bits, in which other checkers calculate. */
const largestSummand = 2 ** 30 - 1;

/**
 * A value of data, or the name of other data that may stand there.
 *
 * @param counters whether that may be any counter, if the first one is a counter, or that no shadow variable is attached: where
 *   nothing is assigned
 */
export function findOperand(
  data: DataDeclaration,
  text: string,
  names: DataScope,
  counters = false,
): DataOperand | WordProblem {
  const value = parseValue(data, text);
  if (value !== undefined) return { kind: 'value', value };
  if (counters && data.path?.kind === 'shadow' && text === noObject) return { kind: 'value', value: text };
  const other = dataNamed(names, text);
  const isCounterToo = counters && isCounter(data) && other && isCounter(other);
  if (other && (isCounterToo || holdsAll(data.values, other.values)))
    return { kind: 'data', data: other.name };
  const hint = hintFor(data, text, names);
  return {
    code: 'unknown-value',
    message: `'${text}' is not a value of '${data.name}', which is ${printValues(data)}`,
    ...(hint !== undefined && { hint }),
  };
}

function hintFor(
  { values, name, path }: DataDeclaration,
  text: string,
  names: DataScope,
): string | undefined {
  switch (values.kind) {
    case 'names':
      if (path?.kind === 'shadow' && text === noObject) return `to take it away: shadow-free ${name}`;
      return didYouMean(text, values.names);
    case 'range':
      return undefined;
    case 'reference': {
      const others = names.data.filter((each) => printValues(each) === printValues({ values }));
      return didYouMean(text, [noObject, ...dataNames({ ...names, data: others })]);
    }
  }
}

/** What `m + 1` or `m - k` stands for, where `data` is set to it. */
export function findArithmetic(
  data: DataDeclaration,
  [left, operator, right]: readonly [left: string, operator: '+' | '-', right: string],
  names: DataScope,
): Arithmetic | WordProblem {
  const counter = findCounter(left, names);
  if ('code' in counter) return counter;
  const isNumber = /^\d+$/.test(right);
  const summand = isNumber ? Number(right) : findCounter(right, names);
  if (typeof summand !== 'number' && 'code' in summand) return summand;
  const counters = [data, counter, ...(typeof summand === 'number' ? [] : [summand])];
  const wrong = counters.find((each) => !isCounter(each));
  if (wrong) return noCounter(wrong.name, 'has sums');
  const numbers = [...counters.flatMap(boundsOf), ...(typeof summand === 'number' ? [summand] : [])];
  const tooLarge = numbers.find((each) => Math.abs(each) > largestSummand);
  if (tooLarge !== undefined)
    return {
      code: 'too-large',
      message: `expected numbers from -${largestSummand} to ${largestSummand} in a sum, found ${tooLarge}`,
    };
  const operand: DataOperand =
    typeof summand === 'number' ? { kind: 'value', value: summand } : { kind: 'data', data: summand.name };
  return { kind: 'arithmetic', counter: counter.name, operator, operand };
}

export function isCounter({ values }: DataDeclaration): boolean {
  return values.kind === 'range';
}

/** What to say of data that is no counter. @param what only counters have or are */
export function noCounter(name: string, what: string): WordProblem {
  return {
    code: 'unknown-value',
    message: `'${name}' is no counter: only data declared as a range, such as 0..3, ${what}`,
  };
}

function findCounter(name: string, names: DataScope): DataDeclaration | WordProblem {
  const found = dataNamed(names, name);
  if (found) return found;
  const counters = dataNames({ ...names, data: names.data.filter(isCounter) });
  const [code, message, hint] = unknownName('counter', name, counters);
  return { code, message, hint };
}

function boundsOf({ values }: DataDeclaration): readonly number[] {
  return values.kind === 'range' ? [values.low, values.high] : [];
}
