import { atomsOf, type Formula, printFormula } from '../logic/index.js';
import type { Atom, FormulaDeclaration } from '../scenario/index.js';
import { and, at, type Expression, equal, never, not, or, processNamed } from '../system/index.js';
import { type Facts, type LivenessProperty, liveness, type Premise } from './property.js';
import { acquires, insideFunction, isInside, labels } from './vocabulary.js';

/** The property that every fair run satisfies a formula which a scenario states. */
export function formulaProperty({ name, text, formula, atoms }: FormulaDeclaration): LivenessProperty {
  return liveness({
    name,
    summary: `under the stated fairness, every run satisfies ${text}`,
    observe: (facts) => ({
      formulas: () => [
        { formula, atoms: new Map([...atoms].map(([each, atom]) => [each, meaningOf(atom, facts)])) },
      ],
      premise: premiseOf(formula, (atom) => meaningOf(found(atoms, atom), facts)),
    }),
  });
}

/**
 * What must come true lest a formula say nothing: of `[] (p -> q)`, p. Of a formula without such an implication, any of
 * its atoms. Of a conjunction, its first part speaks for all.
 */
function premiseOf(formula: Formula, meaning: (atom: string) => Expression<boolean>): Premise {
  const trigger = triggerOf(formula);
  const condition = trigger && stateCondition(trigger, meaning);
  if (trigger && condition) return { condition, otherwise: `${printFormula(trigger)} is never true` };
  return {
    condition: or(...atomsOf(formula).map(meaning)),
    otherwise: 'no atom of the formula is ever true',
  };
}

/** The left side of the implication that a formula always demands; of nested ones, all their left sides at once. */
function triggerOf(formula: Formula): Formula | undefined {
  if (formula.kind === 'and') return triggerOf(formula.left) ?? triggerOf(formula.right);
  if (formula.kind !== 'always') return undefined;
  const { operand } = formula;
  if (operand.kind !== 'implies') return triggerOf(operand);
  const { left, right } = operand;
  return right.kind === 'implies' ? { kind: 'and', left, right: right.left } : left;
}

/** A formula that speaks of one state only, as a condition. */
function stateCondition(
  formula: Formula,
  meaning: (atom: string) => Expression<boolean>,
): Expression<boolean> | undefined {
  switch (formula.kind) {
    case 'atom':
      return meaning(formula.name);
    case 'not': {
      const operand = stateCondition(formula.operand, meaning);
      return operand && not(operand);
    }
    case 'and':
    case 'or': {
      const left = stateCondition(formula.left, meaning);
      const right = stateCondition(formula.right, meaning);
      return left && right && (formula.kind === 'and' ? and(left, right) : or(left, right));
    }
    default:
      return undefined;
  }
}

function found(atoms: ReadonlyMap<string, Atom>, name: string): Atom {
  const atom = atoms.get(name);
  if (!atom) throw new Error(`the atom '${name}' has no meaning`);
  return atom;
}

function meaningOf(atom: Atom, facts: Facts): Expression<boolean> {
  const { rules } = facts;
  if (atom.kind === 'in-transition') return rules.inTransition ?? never;
  if (atom.kind === 'pending') return facts.isPending(atom.event);
  const task = processNamed(atom.task ?? '');
  switch (atom.kind) {
    case 'is':
      return equal(facts.dataOf(atom.data, task), atom.value);
    case 'sleeping':
      return at(task, labels.asleep);
    case 'running':
      return and(
        ...[labels.asleep, labels.waitsForLock, labels.exited].map((label) => not(at(task, label))),
        not(rules.held?.(task) ?? never),
      );
    case 'in-user-space':
      return at(task, labels.userSpace);
    case 'in-kernel':
      return not(or(at(task, labels.userSpace), at(task, labels.exited)));
    case 'exited':
      return at(task, labels.exited);
    case 'held':
      return rules.held?.(task) ?? never;
    case 'awaited':
      return rules.awaits?.(task) ?? never;
    case 'inside-old':
    case 'inside-new': {
      const version = atom.kind === 'inside-old' ? 'old' : 'new';
      return atom.function === undefined
        ? isInside(task, version)
        : at(task, insideFunction(atom.function, version));
    }
    case 'holds':
      return equal(facts.ownerOf(atom.lock), atom.task);
    case 'waits-for':
      return at(task, acquires(atom.lock));
  }
}
