import type { Atom, FormulaDeclaration } from '../scenario/index.js';
import { and, at, type Expression, equal, never, not, or, processNamed } from '../system/index.js';
import type { Facts, Property } from './property.js';
import { acquires, insideFunction, isInside, labels } from './vocabulary.js';

/** The property that every fair run satisfies a formula which a scenario states. */
export function formulaProperty({ name, text, formula, atoms }: FormulaDeclaration): Property {
  return {
    name,
    kind: 'liveness',
    summary: `under the stated fairness, every run satisfies ${text}`,
    observe: (facts) => ({
      formulas: () => [
        { formula, atoms: new Map([...atoms].map(([each, atom]) => [each, meaningOf(atom, facts)])) },
      ],
      premise: {
        condition: or(...[...atoms.values()].map((atom) => meaningOf(atom, facts))),
        otherwise: 'no atom of the formula is ever true',
      },
    }),
  };
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
