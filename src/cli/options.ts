import { InvalidArgumentError } from 'commander';
import { didYouMean } from '../scenario/index.js';

const bytesPerUnit: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};

const msPerUnit: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** `4GiB`, `500MB`: a number of bytes. */
export function parseMemory(text: string): number {
  return parseQuantity(text, bytesPerUnit, (unit) => unit.toUpperCase(), 'a size such as 4GiB or 500MB');
}

/** `90s`, `5min`: a number of milliseconds. */
export function parseDuration(text: string): number {
  return parseQuantity(text, msPerUnit, (unit) => unit.toLowerCase(), 'a duration such as 90s or 5min');
}

/** A whole number from 1. */
export function parseCount(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Expected a whole number from 1.');
  return value;
}

/** What all that is random follows from: a whole number of 32 bits, also below 0. */
export function parseSeed(text: string): number {
  if (!/^-?\d+$/.test(text) || (Number(text) | 0) !== Number(text))
    throw new InvalidArgumentError('Expected a whole number of 32 bits, such as 42.');
  return Number(text);
}

/** Where something was found: the number of the run, then which simpler scenario each time, with colons between them. */
export function parsePath(text: string): string {
  if (!/^\d+(:\d+)*$/.test(text))
    throw new InvalidArgumentError('Expected numbers with colons between them, such as 12:0:3.');
  return text;
}

/** One of some names, such as commander's own choices, but with the nearest one where it is none of them. */
export function parseChoice<const Choice extends string>(choices: readonly Choice[]) {
  return (given: string): Choice => {
    const choice = choices.find((each) => each === given);
    if (choice !== undefined) return choice;
    const hint = didYouMean(given, choices);
    throw new InvalidArgumentError(`Expected one of: ${choices.join(', ')}${hint ? `; ${hint}` : '.'}`);
  };
}

/** Some names, with commas between them. */
export function parseList<const Choice extends string>(choices: readonly Choice[]) {
  const parse = parseChoice(choices);
  return (given: string): readonly Choice[] => [
    ...new Set(given.split(',').map((each) => parse(each.trim()))),
  ];
}

/** For an option that can be given several times. */
export function repeatable<T>(parse: (text: string) => T) {
  return (text: string, earlier: readonly T[] | undefined): readonly T[] => [...(earlier ?? []), parse(text)];
}

function parseQuantity(
  text: string,
  units: Readonly<Record<string, number>>,
  normalise: (unit: string) => string,
  expected: string,
): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const factor = units[normalise(unit)];
  const value = Number(amount) * (factor ?? Number.NaN);
  if (amount === '' || !(value > 0)) throw new InvalidArgumentError(`Expected ${expected}.`);
  return value;
}
