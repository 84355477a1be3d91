import type { ExpressionNode, ProcessReference } from '../system/index.js';
import { operandsOf } from './asked-labels.js';
import { constantSet, type Layout, type Storage, setOf } from './layout.js';
import { resolve, type Scope } from './scope.js';
import { binding, enclose, type Term } from './term.js';

/** A set of processes, as a word of bits. */
interface SetTerm extends Term {
  /** Whether nobody is in it who does not play the role that is asked about. */
  readonly isWithin: boolean;
}

/** Who is asked about, and how conditions that do not depend on it are written. */
interface Question {
  readonly binder: string;
  readonly role: string;
  readonly scope: Scope;
  readonly layout: Layout;
  readonly condition: (node: ExpressionNode) => Term;
}

/**
 * The processes of a role for which a condition is true, as one operation on words of bits, where all that it asks of
 * them stands in such words; nothing where it does not.
 */
export function processesThat(node: ExpressionNode, question: Question): Term | undefined {
  const all = setOf(question.layout.numbersOf(question.role));
  const set = where(node, true, question);
  if (!set) return undefined;
  if (typeof set.constant === 'number') return constantSet(bitsOf(set.constant) & all);
  return set.isWithin ? set : intersection([set, setConstant(all)]);
}

/** The processes for which a condition is true; or false, if it is not `wanted`. */
function where(node: ExpressionNode, wanted: boolean, question: Question): SetTerm | undefined {
  if (!mentions(node, question.binder)) {
    const { constant } = question.condition(node);
    return constant === undefined ? undefined : everybodyIf(constant === wanted, question);
  }
  switch (node.kind) {
    case 'not':
      return where(node.operand, !wanted, question);
    case 'and':
    case 'or': {
      const parts = node.operands.map((each) => where(each, wanted, question));
      const sets = parts.filter((each) => each !== undefined);
      if (sets.length < parts.length) return undefined;
      return (node.kind === 'and') === wanted ? intersection(sets) : union(sets);
    }
    case 'equal':
      return whereEqual(node.left, node.right, wanted, question);
    case 'at':
      return isBinder(node.process, question) ? whereAt(node.label, wanted, question) : undefined;
    case 'variable':
      return node.of && isBinder(node.of, question)
        ? members(question.layout.storageOf(node.name), wanted, question)
        : undefined;
    default:
      return undefined;
  }
}

function whereEqual(
  left: ExpressionNode,
  right: ExpressionNode,
  wanted: boolean,
  question: Question,
): SetTerm | undefined {
  const { layout, scope } = question;
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind === 'process' && isBinder(one.process, question)) {
      if (other.kind === 'process' && !isBinder(other.process, question)) {
        const whose = resolve(other.process, scope, layout);
        const number = whose === 'self' ? undefined : whose;
        return complementUnless(wanted, single(layout.nameOf(whose), number, []), question);
      }
      // The number of nobody is none that plays a role: its bit falls away.
      if (other.kind === 'variable' && !mentions(other, question.binder)) {
        if (layout.sortOf(other.name).kind !== 'process') return undefined;
        const whose = other.of && resolve(other.of, scope, layout);
        const { text, reads } = layout.read(layout.storageOf(other.name), whose);
        return complementUnless(wanted, single(text, undefined, reads), question);
      }
      return undefined;
    }
    if (one.kind === 'variable' && one.of && isBinder(one.of, question) && other.kind === 'constant') {
      const storage = layout.storageOf(one.name);
      if (storage.kind !== 'set') return undefined;
      const constant = storage.coding.encode(other.value)?.constant;
      if (constant === undefined) return everybodyIf(!wanted, question);
      return members(storage, (Number(constant) === 1) === wanted, question);
    }
  }
  return undefined;
}

function whereAt(label: string, wanted: boolean, question: Question): SetTerm | undefined {
  const { layout, role } = question;
  const numbers = layout.numbersOf(role);
  const always = numbers.map((number) => layout.isAlwaysAt(number, label));
  if (!always.includes(undefined))
    return setConstant(setOf(numbers.filter((_, index) => always[index] === wanted)));
  return members(layout.storageOfLabel(label), wanted, question);
}

/** Those in a set of the state, or those that are not in it. */
function members(storage: Storage | undefined, wanted: boolean, question: Question): SetTerm | undefined {
  if (storage?.kind !== 'set') return undefined;
  const numbers = question.layout.numbersOf(question.role);
  const isWithin = storage.owners.every((each) => numbers.includes(each));
  const { identifier } = storage;
  return complementUnless(
    wanted,
    { text: identifier, binds: binding.atom, reads: [{ variable: identifier }], isWithin },
    question,
  );
}

function complementUnless(wanted: boolean, set: SetTerm, { layout, role }: Question): SetTerm {
  if (wanted) return set;
  if (typeof set.constant === 'number')
    return setConstant(setOf(layout.numbersOf(role)) & ~bitsOf(set.constant));
  const { text, reads } = set;
  const stripped = set.opposite ?? `~${enclose({ ...set, text }, binding.prefix)}`;
  return { text: stripped, binds: binding.prefix, reads, isWithin: false };
}

function everybodyIf(condition: boolean, { layout, role }: Question): SetTerm {
  return setConstant(condition ? setOf(layout.numbersOf(role)) : 0);
}

function single(text: string, number: number | undefined, reads: Term['reads']): SetTerm {
  return {
    text: `(1 << ${text})`,
    binds: binding.atom,
    reads,
    isWithin: false,
    ...(number !== undefined && { constant: 2 ** number }),
  };
}

function setConstant(set: number): SetTerm {
  return { ...constantSet(set), isWithin: true };
}

function intersection(sets: readonly SetTerm[]): SetTerm {
  return operation(
    sets,
    '&',
    sets.some(({ isWithin }) => isWithin),
  );
}

function union(sets: readonly SetTerm[]): SetTerm {
  return operation(
    sets,
    '|',
    sets.every(({ isWithin }) => isWithin),
  );
}

/** Constants are put together; a neutral one falls away, and an absorbing one is the result. */
function operation(sets: readonly SetTerm[], symbol: '&' | '|', isWithin: boolean): SetTerm {
  const constants = sets.flatMap(({ constant }) => (typeof constant === 'number' ? [bitsOf(constant)] : []));
  const others = sets.filter(({ constant }) => constant === undefined);
  const constant =
    symbol === '&'
      ? constants.reduce((one, other) => one & other, -1)
      : constants.reduce((one, other) => one | other, 0);
  if (others.length === 0) return setConstant(constant >>> 0);
  if (symbol === '&' && constant === 0) return setConstant(0);
  const isNeutral = symbol === '&' ? constant === -1 : constant === 0;
  const terms: readonly SetTerm[] = isNeutral ? others : [...others, setConstant(constant >>> 0)];
  const [first, ...more] = terms as readonly [SetTerm, ...SetTerm[]];
  if (more.length === 0) return { ...first, isWithin };
  return {
    text: terms.map((each) => enclose(each, binding.shift)).join(` ${symbol} `),
    binds: binding.bits,
    reads: terms.flatMap(({ reads }) => reads),
    isWithin,
  };
}

function bitsOf(constant: number | boolean): number {
  return Number(constant) | 0;
}

function isBinder(reference: ProcessReference, { binder }: Question): boolean {
  return reference.kind === 'bound' && reference.binder === binder;
}

/** Whether an expression speaks of a bound process. */
export function mentions(node: ExpressionNode, binder: string): boolean {
  const isIt = (reference: ProcessReference | undefined): boolean =>
    reference?.kind === 'bound' && reference.binder === binder;
  switch (node.kind) {
    case 'variable':
      return isIt(node.of);
    case 'at':
    case 'process':
      return isIt(node.process);
    case 'forall':
    case 'exists':
      return node.binder !== binder && mentions(node.body, binder);
    default:
      return operandsOf(node).some((each) => mentions(each, binder));
  }
}
