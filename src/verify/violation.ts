import type { CertifiedLasso, ViolationEvidence } from './certificate.js';
import type { CheckedStates } from './checked-states.js';
import type { StateVector } from './layout.js';
import type { Machine } from './machine.js';
import { Refusal } from './refusal.js';
import { isSatisfied, takeFairLasso, takeRun } from './run.js';
import type { FormulaQuestion, LinearFormula, PropertyStatement } from './statement.js';

/**
 * Makes sure that a run violates a property.
 *
 * @param states absent where the search has not visited all of them: then what is said of all futures is not believed
 * @throws Refusal when it does not
 */
export function checkViolation(
  machine: Machine,
  states: CheckedStates | undefined,
  { name, invariants, deadlockRole, questions }: PropertyStatement,
  violation: ViolationEvidence,
): void {
  if (violation.kind === 'lasso') {
    const question = questions[violation.question];
    if (question?.kind !== 'formula') throw new Refusal('no formula is asked about there');
    checkLasso(machine, question.formula, question.atoms, violation.run);
    return;
  }
  const run = takeRun(machine, violation.run);
  const end = run.states.at(-1) as StateVector;
  switch (violation.kind) {
    case 'bad-state':
      if (invariants.every((each) => machine.evaluators.of(each)(end) === 1))
        throw new Refusal('its run ends in a state that is not bad');
      return;
    case 'bad-step': {
      const before = run.states.at(-2);
      const assertions = run.steps.at(-1)?.assertions.filter(({ property }) => property === name);
      if (!before || !assertions?.some(({ holds }) => holds(before) === 0))
        throw new Refusal('its run ends with a step that is not bad');
      return;
    }
  }
  if (!states) throw new Refusal('it has no set of all states');
  const last = states.numberOf(end);
  if (violation.kind === 'dead-end') {
    const question = questions[violation.question];
    if (question?.kind !== 'possibility')
      throw new Refusal('nothing is asked there that is to stay possible');
    if (states.truthOf(question.from)[last] === 0 || states.possible(question)[last] === 1)
      throw new Refusal('its run ends where the goal is in reach, or nothing is asked');
    return;
  }
  if (deadlockRole === undefined) throw new Refusal('it does not ask whether a process is stuck');
  const players = machine.evaluators.playersOf(deadlockRole);
  for (const stuck of violation.processes) {
    const process = machine.system.processes.findIndex((each) => each.name === stuck);
    if (!players.includes(process)) throw new Refusal(`there is no process ${stuck} that could be stuck`);
    if (states.movesOn(process)[last] === 1)
      throw new Refusal(`${stuck} is said to be stuck, and goes on in some run`);
  }
}

/** Makes sure that a run is fair, and violates a formula. @throws Refusal when it does not */
export function checkLasso(
  machine: Machine,
  formula: LinearFormula,
  atoms: FormulaQuestion['atoms'],
  lasso: CertifiedLasso,
): void {
  const { states, loop } = takeFairLasso(machine, lasso);
  const values = new Map(
    [...atoms].map(([atom, condition]) => [atom, states.map(machine.evaluators.of(condition))]),
  );
  if (isSatisfied(formula, states.length, loop, (atom, position) => values.get(atom)?.[position] === 1))
    throw new Refusal('its run satisfies the formula');
}
