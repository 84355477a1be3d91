import { binding, comparison, conjunction, enclose, literal, negation, type Term } from './term.js';

/**
 * A set of processes, as a word of bits. What a word says of processes that are not asked about counts for nothing, so
 * that the complement of a set is one operation; they are taken out at the end, once.
 */
export interface SetTerm extends Term {
  readonly constant?: number;
  /** Whether only processes that are asked about are in it. */
  readonly isWithin: boolean;
}

/** The set of these processes. */
export function setOf(numbers: readonly number[]): number {
  return numbers.reduce((set, number) => set | (1 << number), 0);
}

export function constantSet(set: number): SetTerm {
  return { ...literal(set), constant: set, isWithin: true };
}

/** A set of the state. */
export function variableSet(variable: string, isWithin: boolean): SetTerm {
  return { text: variable, binds: binding.atom, reads: [{ variable }], isWithin };
}

/** The set of one process, as a word with one bit. */
export function single(process: Term): SetTerm {
  return { text: `(1 << ${process.text})`, binds: binding.atom, reads: process.reads, isWithin: false };
}

export function complement(set: SetTerm, all: number): SetTerm {
  if (set.constant !== undefined) return constantSet(all & ~set.constant);
  return {
    text: `~${enclose(set, binding.prefix)}`,
    binds: binding.prefix,
    reads: set.reads,
    isWithin: false,
  };
}

export function intersection(sets: readonly SetTerm[], all: number): SetTerm {
  const { variable, constant } = partition(sets, all, (one, other) => one & other);
  if (variable.length === 0 || constant === 0) return constantSet(constant);
  const terms = constant === all ? variable : [...variable, constantSet(constant)];
  return { ...operation(terms, '&'), isWithin: terms.some(({ isWithin }) => isWithin) };
}

export function union(sets: readonly SetTerm[], all: number): SetTerm {
  const { variable, constant } = partition(sets, 0, (one, other) => one | other);
  if (variable.length === 0 || constant === all) return constantSet(constant);
  const terms = constant === 0 ? variable : [...variable, constantSet(constant)];
  return { ...operation(terms, '|'), isWithin: terms.every(({ isWithin }) => isWithin) };
}

/** Only those that are asked about. */
export function within(set: SetTerm, all: number): SetTerm {
  if (set.constant !== undefined) return constantSet(set.constant & all);
  return set.isWithin ? set : { ...operation([set, constantSet(all)], '&'), isWithin: true };
}

export function isEmpty(set: SetTerm): Term {
  return comparison(set, '==', constantSet(0));
}

/** Whether there is one in either set, and they are not the same: so there is if both together are several. */
export function areDistinct(one: SetTerm, other: SetTerm): Term {
  const { text, reads } = one.text === other.text ? one : joined(one, other);
  return conjunction([
    negation(isEmpty(one)),
    negation(isEmpty(other)),
    { text: `several(${text})`, binds: binding.atom, reads },
  ]);
}

function joined(one: SetTerm, other: SetTerm): Pick<Term, 'text' | 'reads'> {
  return {
    text: `${enclose(one, binding.shift)} | ${enclose(other, binding.shift)}`,
    reads: [...one.reads, ...other.reads],
  };
}

function partition(
  sets: readonly SetTerm[],
  neutral: number,
  combine: (one: number, other: number) => number,
): { readonly variable: readonly SetTerm[]; readonly constant: number } {
  return {
    variable: sets.filter(({ constant }) => constant === undefined),
    constant: sets.reduce((soFar, { constant }) => combine(soFar, constant ?? neutral), neutral),
  };
}

function operation(terms: readonly SetTerm[], symbol: '&' | '|'): Pick<Term, 'text' | 'binds' | 'reads'> {
  const [first, ...more] = terms as readonly [SetTerm, ...SetTerm[]];
  if (more.length === 0) return first;
  return {
    text: terms.map((each) => enclose(each, binding.shift)).join(` ${symbol} `),
    binds: binding.bits,
    reads: terms.flatMap(({ reads }) => reads),
  };
}
