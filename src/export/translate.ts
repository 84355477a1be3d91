import type { ExpressionNode } from '../system/index.js';
import type { Coding } from './coding.js';
import { type Layout, truth, type Whose } from './layout.js';
import type { Binary, Quantifier } from './nodes.js';
import { pairOf } from './pairs.js';
import { bind, numberOfSelf, resolve, type Scope } from './scope.js';
import { areDistinct, isEmpty, type SetTerm } from './set-term.js';
import { processesThat } from './sets.js';
import {
  binding,
  choice,
  comparison,
  conjunction,
  disjunction,
  literal,
  negation,
  ownNumber,
  sum,
  type Term,
} from './term.js';

/** Writes expressions in Promela. Quantifiers become sets, or one term for each process. */
export class Translator {
  constructor(readonly layout: Layout) {}

  /** A truth value. */
  condition(node: ExpressionNode, scope: Scope): Term {
    const { layout } = this;
    switch (node.kind) {
      case 'constant':
        return truth(node.value === true);
      case 'variable':
        return this.variable(node, scope);
      case 'at':
        return this.at(node.label, resolve(node.process, scope, layout), scope);
      case 'not':
        return negation(this.condition(node.operand, scope));
      case 'and':
        return conjunction(node.operands.map((each) => this.condition(each, scope)));
      case 'or':
        return disjunction(node.operands.map((each) => this.condition(each, scope)));
      case 'equal':
        return this.isBoolean(node.left) ? this.equivalence(node, scope) : this.equal(node, scope);
      case 'less':
        return comparison(this.integer(node.left, scope), '<', this.integer(node.right, scope));
      case 'conditional':
        return choice(
          this.condition(node.condition, scope),
          this.condition(node.whenTrue, scope),
          this.condition(node.whenFalse, scope),
        );
      case 'forall':
      case 'exists':
        return this.quantified(node, scope);
      case 'process':
      case 'add':
      case 'subtract':
        throw new Error(`'${node.kind}' is no condition`);
    }
  }

  /** A value in a coding; nothing where it cannot be one of its values. */
  value(node: ExpressionNode, coding: Coding, scope: Scope): Term | undefined {
    if (coding.kind === 'boolean') return this.condition(node, scope);
    switch (node.kind) {
      case 'constant':
        return coding.encode(node.value);
      case 'process':
        return coding.kind === 'processes'
          ? this.process(resolve(node.process, scope, this.layout))
          : undefined;
      case 'variable': {
        const own = this.layout.codings.of(this.layout.sortOf(node.name));
        const term = this.variable(node, scope);
        return own === coding ? term : recode(term, own, coding);
      }
      case 'add':
      case 'subtract':
        return sum(
          this.integer(node.left, scope),
          node.kind === 'add' ? '+' : '-',
          this.integer(node.right, scope),
        );
      case 'conditional': {
        const whenTrue = this.value(node.whenTrue, coding, scope);
        const whenFalse = this.value(node.whenFalse, coding, scope);
        return whenTrue && whenFalse && choice(this.condition(node.condition, scope), whenTrue, whenFalse);
      }
      default:
        return undefined;
    }
  }

  private variable(node: Extract<ExpressionNode, { kind: 'variable' }>, scope: Scope): Term {
    const { layout } = this;
    return layout.read(layout.storageOf(node.name), node.of && resolve(node.of, scope, layout));
  }

  private process(whose: Whose): Term {
    return whose === 'self'
      ? { text: ownNumber, binds: binding.atom, reads: [] }
      : literal(whose, this.layout.nameOf(whose));
  }

  private integer(node: ExpressionNode, scope: Scope): Term {
    const term = this.value(node, this.layout.codings.integer, scope);
    if (!term) throw new Error(`'${node.kind}' is no integer`);
    return term;
  }

  /** Where a process stands that takes the step is known; of any other, a variable tells. */
  private at(label: string, whose: Whose, scope: Scope): Term {
    const { layout } = this;
    const { self } = scope;
    if (self && (whose === 'self' || whose === numberOfSelf(scope, layout)))
      return truth(self.location.labels.includes(label));
    const always = whose === 'self' ? undefined : layout.isAlwaysAt(whose, label);
    if (always !== undefined) return truth(always);
    const storage = layout.storageOfLabel(label);
    if (!storage) throw new Error(`the label '${label}' was not looked for`);
    return layout.read(storage, whose);
  }

  private equivalence({ left, right }: Binary, scope: Scope): Term {
    const [one, other] = [this.condition(left, scope), this.condition(right, scope)];
    if (one.constant !== undefined) return one.constant ? other : negation(other);
    if (other.constant !== undefined) return other.constant ? one : negation(one);
    return comparison(one, '==', other);
  }

  /** Equality of numbers, of names or of processes. Names of two sorts are equal where they are the same name. */
  private equal({ left, right }: Binary, scope: Scope): Term {
    const coding = this.codingOf(left) ?? this.codingOf(right);
    const other = this.codingOf(right) ?? coding;
    if (coding === other || left.kind !== 'variable' || right.kind !== 'variable') {
      for (const each of new Set([coding, other])) {
        const one = each && this.value(left, each, scope);
        const two = each && this.value(right, each, scope);
        if (one && two) return comparison(one, '==', two);
      }
      return this.equalByCases(left, right, scope);
    }
    const common = coding?.values.filter((name) => other?.encode(name)) ?? [];
    const isValue = (node: ExpressionNode, its: Coding | undefined, name: string): Term =>
      comparison(this.value(node, its as Coding, scope) as Term, '==', its?.encode(name) as Term);
    return disjunction(
      common.map((name) => conjunction([isValue(left, coding, name), isValue(right, other, name)])),
    );
  }

  /** No one coding has all values of both: a conditional is taken apart, and any two others are never equal. */
  private equalByCases(left: ExpressionNode, right: ExpressionNode, scope: Scope): Term {
    const [conditional, other] = left.kind === 'conditional' ? [left, right] : [right, left];
    if (conditional.kind !== 'conditional')
      return truth(left.kind === 'constant' && right.kind === 'constant' && left.value === right.value);
    const condition = this.condition(conditional.condition, scope);
    const isBranch = (branch: ExpressionNode): Term =>
      this.equal({ kind: 'equal', left: branch, right: other }, scope);
    return choice(condition, isBranch(conditional.whenTrue), isBranch(conditional.whenFalse));
  }

  private codingOf(node: ExpressionNode): Coding | undefined {
    const { codings } = this.layout;
    switch (node.kind) {
      case 'variable':
        return codings.of(this.layout.sortOf(node.name));
      case 'process':
        return codings.processes;
      case 'conditional':
        return this.codingOf(node.whenTrue) ?? this.codingOf(node.whenFalse);
      case 'add':
      case 'subtract':
        return codings.integer;
      case 'constant':
        return typeof node.value === 'number' ? codings.integer : undefined;
      default:
        return undefined;
    }
  }

  private isBoolean(node: ExpressionNode): boolean {
    switch (node.kind) {
      case 'constant':
        return typeof node.value === 'boolean';
      case 'variable':
        return this.layout.sortOf(node.name).kind === 'boolean';
      case 'conditional':
        return this.isBoolean(node.whenTrue);
      case 'process':
      case 'add':
      case 'subtract':
        return false;
      default:
        return true;
    }
  }

  private quantified(node: Quantifier, scope: Scope): Term {
    const { layout } = this;
    const isForall = node.kind === 'forall';
    const pair = isForall ? undefined : pairOf({ ...node, kind: 'exists' });
    const [one, other] = [pair?.one, pair?.other].map((each) => each && this.setOf(each, each.body, scope));
    if (one && other) return areDistinct(one, other);
    const found = this.setOf(node, isForall ? { kind: 'not', operand: node.body } : node.body, scope);
    if (found) return isForall ? isEmpty(found) : negation(isEmpty(found));
    const terms = layout
      .numbersOf(node.role)
      .map((number) => this.condition(node.body, bind(scope, node.binder, number)));
    return isForall ? conjunction(terms) : disjunction(terms);
  }

  /** The processes of a quantifier for which a condition is true. */
  private setOf({ binder, role }: Quantifier, body: ExpressionNode, scope: Scope): SetTerm | undefined {
    const { layout } = this;
    return processesThat(body, {
      binder,
      role,
      scope,
      layout,
      condition: (each) => this.condition(each, scope),
    });
  }
}

/** A value of one sort as one of another, where it is one of its values. */
function recode(term: Term, from: Coding, to: Coding): Term | undefined {
  const [last, ...others] = from.values.flatMap((name) => {
    const target = to.encode(name);
    return target ? [{ name, target }] : [];
  });
  if (!last) return undefined;
  return others.reduce<Term>(
    (rest, { name, target }) => choice(comparison(term, '==', from.encode(name) as Term), target, rest),
    last.target,
  );
}
