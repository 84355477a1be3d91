import { atomsOf, type Formula, printFormula, type Undemanding, undemanding } from '../logic/index.js';
import type { Atom, FormulaDeclaration } from '../scenario/index.js';
import { always, and, at, type Expression, equal, never, not, or, processNamed } from '../system/index.js';
import { type Facts, type LivenessProperty, liveness, type Premise } from './property.js';
import { isFirstVersion, isInsideVersion } from './versions.js';
import { insideFunction, isInside, labels } from './vocabulary.js';

/** The property that every fair run satisfies a formula which a scenario states. */
export function formulaProperty({ name, text, formula, atoms }: FormulaDeclaration): LivenessProperty {
  return liveness({
    name,
    summary: `under the stated fairness, every run satisfies ${text}`,
    // Whoever states it cannot do without it.
    severity: 'harm',
    observe: (facts) => {
      const rest = undemanding(formula);
      const meaning = (atom: string): Expression<boolean> => meaningOf(found(atoms, atom), facts);
      const stated = { formula, atoms: new Map([...atoms.keys()].map((atom) => [atom, meaning(atom)])) };
      return {
        // Where a state can tell, the search itself finds out.
        formulas: () => [{ ...stated, ...(rest && !triggerIn(rest, meaning) && { undemanding: rest }) }],
        premise: premiseOf(formula, rest, meaning),
      };
    },
  });
}

/** That what a formula demands does not matter, as it holds in any case. */
export function describeIrrelevance(demands: readonly Formula[]): string {
  const what = demands.map((demand) => `'${printFormula(demand)}'`).join(' and ');
  return demands.length === 1
    ? `${what} does not matter: the formula holds whatever it is`
    : `${what} do not matter: the formula holds whatever they are`;
}

/**
 * What must come true lest a formula say nothing: of `[] (p -> q)`, p. Of a formula whose demands follow on more than a
 * state, any of its atoms: the rest is found out by a check of what is left of it without its demands.
 */
function premiseOf(
  formula: Formula,
  rest: Undemanding | undefined,
  meaning: (atom: string) => Expression<boolean>,
): Premise {
  const condition = rest && triggerIn(rest, meaning);
  const trigger = formula.kind === 'always' ? triggerOf(formula.operand) : undefined;
  if (rest && condition)
    return {
      condition,
      otherwise: trigger ? `${printFormula(trigger)} is never true` : describeIrrelevance(rest.demands),
    };
  const first = trigger && stateCondition(trigger, meaning);
  if (trigger && first) return { condition: first, otherwise: `${printFormula(trigger)} is never true` };
  return {
    condition: or(...atomsOf(formula).map(meaning)),
    otherwise: 'no atom of the formula is ever true',
  };
}

/** When something is demanded, if a state tells: of what is left of `[] (p -> q)`, p. */
function triggerIn(
  { formula }: Undemanding,
  meaning: (atom: string) => Expression<boolean>,
): Expression<boolean> | undefined {
  if (formula.kind !== 'always') return undefined;
  const isMet = stateCondition(formula.operand, meaning);
  return isMet && not(isMet);
}

/** The left side of an implication; of nested ones, all their left sides at once. */
function triggerOf(formula: Formula): Formula | undefined {
  if (formula.kind === 'always') return triggerOf(formula.operand);
  if (formula.kind !== 'implies') return undefined;
  const { left, right } = formula;
  const more = right.kind === 'implies' ? triggerOf(right) : undefined;
  return more ? { kind: 'and', left, right: more } : left;
}

/** A formula that speaks of one state only, as a condition. */
function stateCondition(
  formula: Formula,
  meaning: (atom: string) => Expression<boolean>,
): Expression<boolean> | undefined {
  switch (formula.kind) {
    case 'true':
      return always;
    case 'false':
      return never;
    case 'atom':
      return meaning(formula.name);
    case 'not': {
      const operand = stateCondition(formula.operand, meaning);
      return operand && not(operand);
    }
    case 'and':
    case 'or':
    case 'implies': {
      const left = stateCondition(formula.left, meaning);
      const right = stateCondition(formula.right, meaning);
      if (!left || !right) return undefined;
      if (formula.kind === 'implies') return or(not(left), right);
      return formula.kind === 'and' ? and(left, right) : or(left, right);
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
  const { inTransition = never, isPatched = never } = rules;
  if (atom.kind === 'in-transition') return inTransition;
  if (atom.kind === 'patched') return isPatched;
  if (atom.kind === 'unpatched') return not(or(inTransition, isPatched));
  if (atom.kind === 'unloaded')
    return or(
      ...facts.codeStates.bodies
        .filter(({ version }) => !isFirstVersion(version))
        .map(({ functionName, version }) => rules.isFreed(functionName, version)),
    );
  if (atom.kind === 'pending') return facts.isPending(atom.event);
  const task = processNamed(atom.task ?? '');
  switch (atom.kind) {
    case 'is':
      return equal(facts.dataOf(atom.data, task), atom.value);
    case 'sleeping':
      return at(task, labels.asleep);
    case 'running':
      return and(
        ...[labels.asleep, labels.waitsForLock, labels.exited, labels.unborn].map((label) =>
          not(at(task, label)),
        ),
        not(rules.held?.(task) ?? never),
      );
    case 'in-user-space':
      return at(task, labels.userSpace);
    case 'in-kernel':
      return not(or(...[labels.userSpace, labels.exited, labels.unborn].map((label) => at(task, label))));
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
    case 'inside':
      return isInsideVersion(task, atom.function, atom.version);
    case 'holds':
      return facts.holds(atom.lock, task);
    case 'waits-for':
      return facts.wants(atom.lock, task);
  }
}
