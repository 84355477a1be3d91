/** What a term reads, or a statement writes: a variable of Promela, or the part of it that belongs to one process. */
export interface Access {
  readonly variable: string;
  /** The process, as it is written; absent for all of the variable. */
  readonly process?: string;
}

/** An expression of Promela, as text. */
export interface Term {
  readonly text: string;
  /** How strongly its outermost operator binds. */
  readonly binds: number;
  readonly reads: readonly Access[];
  /** Its value, where it is always the same. */
  readonly constant?: number | boolean;
  /** The negation, where it needs no `!` in front: two of them would mean something else. */
  readonly opposite?: Pick<Term, 'text' | 'binds'>;
}

/** As in C, but that bitwise operators below another are always in parentheses. */
export const binding = {
  or: 1,
  and: 2,
  bits: 3,
  equality: 4,
  order: 5,
  shift: 6,
  sum: 7,
  prefix: 8,
  atom: 9,
} as const;

export const yes: Term = { text: 'true', binds: binding.atom, reads: [], constant: true };
export const no: Term = { text: 'false', binds: binding.atom, reads: [], constant: false };

export function literal(value: number, text = String(value)): Term {
  return { text, binds: value < 0 ? binding.prefix : binding.atom, reads: [], constant: value };
}

/** A variable, or the part of it that belongs to a process. */
export function read(text: string, access: Access): Term {
  return { text, binds: binding.atom, reads: [access] };
}

export function negation(term: Term): Term {
  if (term.constant !== undefined) return term.constant ? no : yes;
  const { text, binds, reads, opposite } = term;
  if (opposite) return { ...opposite, reads, opposite: { text, binds } };
  return {
    text: `!${enclose(term, binding.prefix)}`,
    binds: binding.prefix,
    reads,
    opposite: { text, binds },
  };
}

export function conjunction(terms: readonly Term[]): Term {
  if (terms.some(({ constant }) => constant === false)) return no;
  return junction(
    terms.filter(({ constant }) => constant === undefined),
    '&&',
    binding.and,
    yes,
  );
}

export function disjunction(terms: readonly Term[]): Term {
  if (terms.some(({ constant }) => constant === true)) return yes;
  return junction(
    terms.filter(({ constant }) => constant === undefined),
    '||',
    binding.or,
    no,
  );
}

function junction(given: readonly Term[], symbol: string, binds: number, none: Term): Term {
  const terms = [...new Map(given.map((each) => [each.text, each])).values()];
  const [first, ...more] = terms;
  if (first === undefined) return none;
  if (more.length === 0) return first;
  return {
    // An "and" inside an "or" would need no parentheses; who reads it does.
    text: terms.map((each) => enclose(each, binding.bits)).join(` ${symbol} `),
    binds,
    reads: terms.flatMap(({ reads }) => reads),
  };
}

export function comparison(left: Term, symbol: '==' | '<', right: Term): Term {
  const { constant: one } = left;
  const { constant: other } = right;
  if (one !== undefined && other !== undefined)
    return (symbol === '==' ? Number(one) === Number(other) : one < other) ? yes : no;
  const isEquality = symbol === '==';
  const binds = isEquality ? binding.equality : binding.order;
  const [before, after] = [enclose(left, binds + 1), enclose(right, binds + 1)];
  return {
    // SPIN takes `<-` for the beginning of `<->`, whatever is between them.
    text: after.startsWith('-') && !isEquality ? `${after} > ${before}` : `${before} ${symbol} ${after}`,
    binds,
    reads: [...left.reads, ...right.reads],
    opposite: { text: `${before} ${isEquality ? '!=' : '>='} ${after}`, binds },
  };
}

export function sum(left: Term, symbol: '+' | '-', right: Term): Term {
  const { constant: one } = left;
  const { constant: other } = right;
  if (typeof one === 'number' && typeof other === 'number')
    return literal(symbol === '+' ? one + other : one - other);
  return {
    text: `${enclose(left, binding.sum)} ${symbol} ${enclose(right, binding.sum + 1)}`,
    binds: binding.sum,
    reads: [...left.reads, ...right.reads],
  };
}

export function choice(condition: Term, whenTrue: Term, whenFalse: Term): Term {
  if (condition.constant !== undefined) return condition.constant ? whenTrue : whenFalse;
  if (whenTrue.text === whenFalse.text) return whenTrue;
  if (whenTrue.constant === true && whenFalse.constant === false) return condition;
  if (whenTrue.constant === false && whenFalse.constant === true) return negation(condition);
  // Truth values are 0 and 1.
  if (negation(whenTrue).text === whenFalse.text)
    return whenTrue.text.startsWith('!')
      ? negation(comparison(condition, '==', whenFalse))
      : comparison(condition, '==', whenTrue);
  return {
    text: `(${enclose(condition, binding.bits)} -> ${whenTrue.text} : ${whenFalse.text})`,
    binds: binding.atom,
    reads: [...condition.reads, ...whenTrue.reads, ...whenFalse.reads],
  };
}

/** The text of a term, in parentheses unless it binds at least so strongly. */
export function enclose({ text, binds }: Term, least: number): string {
  return binds >= least ? text : `(${text})`;
}

/** Whether one may be, or be a part of, the other. What takes a step may be any process of its template. */
export function overlap(one: Access, other: Access): boolean {
  if (one.variable !== other.variable) return false;
  if (one.process === undefined || other.process === undefined) return true;
  return one.process === other.process || one.process === ownNumber || other.process === ownNumber;
}

/** How a process writes its own number. */
export const ownNumber = '_pid';
