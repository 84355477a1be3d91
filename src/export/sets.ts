import type { ExpressionNode, ProcessReference } from '../system/index.js';
import type { Layout, Storage } from './layout.js';
import { mentions } from './nodes.js';
import { resolve, type Scope } from './scope.js';
import {
  complement,
  constantSet,
  intersection,
  type SetTerm,
  setOf,
  single,
  union,
  variableSet,
  within,
} from './set-term.js';
import { binding, type Term } from './term.js';

/** Who is asked about, and how conditions that do not depend on it are written. */
export interface Asked {
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
export function processesThat(node: ExpressionNode, asked: Asked): SetTerm | undefined {
  const all = everybody(asked);
  const set = where(node, true, { ...asked, all });
  return set && within(set, all);
}

function everybody({ layout, role }: Asked): number {
  return setOf(layout.numbersOf(role));
}

type Sought = Asked & { readonly all: number };

/** The processes for which a condition is true; or false, if it is not `wanted`. */
function where(node: ExpressionNode, wanted: boolean, sought: Sought): SetTerm | undefined {
  if (!mentions(node, sought.binder)) {
    const { constant } = sought.condition(node);
    return constant === undefined ? undefined : everybodyIf(constant === wanted, sought);
  }
  switch (node.kind) {
    case 'not':
      return where(node.operand, !wanted, sought);
    case 'and':
    case 'or': {
      const sets = node.operands.flatMap((each) => where(each, wanted, sought) ?? []);
      if (sets.length < node.operands.length) return undefined;
      const combine = (node.kind === 'and') === wanted ? intersection : union;
      return combine(sets, sought.all);
    }
    case 'equal':
      return (
        whereEqual(node.left, node.right, wanted, sought) ?? whereEqual(node.right, node.left, wanted, sought)
      );
    case 'at':
      return isBinder(node.process, sought) ? whereAt(node.label, wanted, sought) : undefined;
    case 'variable':
      return node.of && isBinder(node.of, sought)
        ? members(sought.layout.storageOf(node.name), wanted, sought)
        : undefined;
    default:
      return undefined;
  }
}

function whereEqual(
  one: ExpressionNode,
  other: ExpressionNode,
  wanted: boolean,
  sought: Sought,
): SetTerm | undefined {
  if (one.kind === 'process' && isBinder(one.process, sought)) return whereIs(other, wanted, sought);
  if (one.kind !== 'variable' || !one.of || !isBinder(one.of, sought)) return undefined;
  const storage = sought.layout.storageOf(one.name);
  if (other.kind !== 'constant' || storage.kind !== 'set') return undefined;
  const bit = storage.coding.encode(other.value)?.constant;
  // What is never its value is equal for nobody.
  if (bit === undefined) return everybodyIf(!wanted, sought);
  return members(storage, (Number(bit) === 1) === wanted, sought);
}

/** The processes that are, or are not, the one that another expression names. */
function whereIs(other: ExpressionNode, wanted: boolean, sought: Sought): SetTerm | undefined {
  const { layout, scope, all } = sought;
  const choose = (set: SetTerm): SetTerm => (wanted ? set : complement(set, all));
  if (other.kind === 'process' && !isBinder(other.process, sought)) {
    const whose = resolve(other.process, scope, layout);
    if (whose !== 'self') return choose(constantSet(setOf([whose]) & all));
    return choose(single({ text: layout.nameOf(whose), binds: binding.atom, reads: [] }));
  }
  // The bit of nobody is that of no process: it falls away.
  if (other.kind !== 'variable' || mentions(other, sought.binder)) return undefined;
  if (layout.sortOf(other.name).kind !== 'process') return undefined;
  return choose(
    single(layout.read(layout.storageOf(other.name), other.of && resolve(other.of, scope, layout))),
  );
}

function whereAt(label: string, wanted: boolean, sought: Sought): SetTerm | undefined {
  const { layout, role } = sought;
  const numbers = layout.numbersOf(role);
  const always = numbers.map((number) => layout.isAlwaysAt(number, label));
  if (always.includes(undefined)) return members(layout.storageOfLabel(label), wanted, sought);
  return constantSet(setOf(numbers.filter((_, index) => always[index] === wanted)));
}

/** Those in a set of the state, or those that are not in it. */
function members(storage: Storage | undefined, wanted: boolean, { all }: Sought): SetTerm | undefined {
  if (storage?.kind !== 'set') return undefined;
  const set = variableSet(storage.identifier, (setOf(storage.owners) & ~all) === 0);
  return wanted ? set : complement(set, all);
}

function everybodyIf(condition: boolean, { all }: Sought): SetTerm {
  return constantSet(condition ? all : 0);
}

function isBinder(reference: ProcessReference, { binder }: Sought): boolean {
  return reference.kind === 'bound' && reference.binder === binder;
}
