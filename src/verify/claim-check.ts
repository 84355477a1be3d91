import type { Expression } from '../system/index.js';
import type {
  AnswerEvidence,
  Certificate,
  CertifiedRun,
  Claim,
  Decomposition,
  VacuityEvidence,
} from './certificate.js';
import { type CheckedStates, readSection } from './checked-states.js';
import type { StateVector } from './layout.js';
import type { Machine } from './machine.js';
import { checkNoFairCycle } from './no-fair-cycle.js';
import { Product } from './product.js';
import { checkUnit, measuresOf } from './quantity.js';
import { Refusal } from './refusal.js';
import { takeRun } from './run.js';
import {
  type FormulaQuestion,
  itEnds,
  type LinearFormula,
  type PropertyStatement,
  type QuantityQuestion,
} from './statement.js';
import { Tableau } from './tableau.js';
import { checkLasso, checkViolation } from './violation.js';

/** Checks what is claimed of one property. Each method throws a Refusal where something does not follow. */
export class ClaimCheck {
  /** @param states absent where the search has not visited all of them */
  constructor(
    private readonly machine: Machine,
    private readonly states: CheckedStates | undefined,
    private readonly sections: Certificate['sections'],
    private readonly property: PropertyStatement,
  ) {}

  check(claim: Claim): void {
    switch (claim.verdict) {
      case 'holds':
        if (this.property.isQuantity) throw new Refusal('a quantity is measured, it does not hold');
        this.checkStates();
        this.checkAnswers(claim.answers);
        this.checkVacuity(claim.vacuity, claim.answers);
        return;
      case 'measured':
        if (!this.property.isQuantity) throw new Refusal('nothing is measured by it');
        this.checkAnswers(claim.answers);
        this.checkVacuity(claim.vacuity, claim.answers);
        this.checkMeasures(claim);
        return;
      case 'violated':
        checkViolation(this.machine, this.states, this.property, claim.violation);
        return;
      case 'inconclusive':
        throw new Refusal(`nothing is claimed: ${claim.reason}`);
    }
  }

  /** What is asked of each state, and of each step. */
  private checkStates(): void {
    const { name, deadlockRole } = this.property;
    const states = this.allStates();
    if (states.violated.has(name)) throw new Refusal('a state or a step of the set violates it');
    if (deadlockRole === undefined) return;
    for (const process of this.machine.evaluators.playersOf(deadlockRole))
      if (states.movesOn(process).includes(0))
        throw new Refusal(`${this.machine.system.processes[process]?.name} is stuck in some state`);
  }

  private checkAnswers(answers: readonly AnswerEvidence[]): void {
    const { questions } = this.property;
    if (answers.length !== questions.length)
      throw new Refusal(`${questions.length} questions are asked, and ${answers.length} answered`);
    questions.forEach((question, index) => {
      const answer = answers[index];
      if (question.kind === 'formula' && answer?.kind === 'formula')
        this.checkFormula(question.formula, question.atoms, answer.decomposition);
      else if (question.kind === 'possibility' && answer?.kind === 'possibility') {
        const states = this.allStates();
        const possible = states.possible(question);
        if (states.truthOf(question.from).some((asked, state) => asked === 1 && possible[state] === 0))
          throw new Refusal(`question ${index + 1}: the goal is out of reach from some state`);
      } else if (question.kind === 'quantity' && answer?.kind === 'quantity')
        this.checkQuantity(question, answer);
      else throw new Refusal(`question ${index + 1} has an answer of another kind`);
    });
  }

  private checkQuantity(
    question: QuantityQuestion,
    { units, ends }: AnswerEvidence & { readonly kind: 'quantity' },
  ): void {
    const states = this.allStates();
    const { graph } = states;
    const inside = states.truthOf(question.during);
    const { processes } = this.machine.system;
    if (units.length !== question.units.length) throw new Refusal('other units are measured');
    question.units.forEach((unit, index) => {
      const weights = Uint8Array.from(this.machine.kinds, ({ process, edge }) => {
        const { [process]: taker } = processes;
        return taker && unit.counts(taker, edge.action.tags) ? 1 : 0;
      });
      const evidence = units[index];
      if (evidence) checkUnit(this.machine, question, unit, evidence, { graph, inside, weights });
    });
    if (!question.endlessIsUnbounded || units.every(({ worst }) => worst === undefined)) return;
    if (!inside.includes(1)) return;
    if (!ends) throw new Refusal('nothing shows that what is measured ends');
    this.checkFormula(itEnds, new Map([['during', question.during]]), ends);
  }

  private checkMeasures({ answers, measures }: Claim & { readonly verdict: 'measured' }): void {
    const measured = answers.flatMap((answer, index) => {
      const question = this.property.questions[index];
      if (answer.kind !== 'quantity' || question?.kind !== 'quantity') return [];
      return answer.units.map((evidence, unit) => ({ unit: question.units[unit]?.name ?? '', evidence }));
    });
    if (JSON.stringify(measuresOf(measured)) !== JSON.stringify(measures))
      throw new Refusal('its measures are not what its answers add up to');
  }

  /** That no fair run violates a formula. */
  private checkFormula(
    formula: LinearFormula,
    atoms: FormulaQuestion['atoms'],
    { sections }: Decomposition,
  ): void {
    const states = this.allStates();
    const tableau = new Tableau({ kind: 'not', operand: formula }, [...atoms.keys()]);
    const product = new Product({ ...states.labels, letters: states.lettersOf(atoms.values()) }, tableau);
    checkNoFairCycle(
      product,
      sections.map((section) => readSection(this.sections, section, tableau.size)),
    );
  }

  private checkVacuity(vacuity: VacuityEvidence, answers: readonly AnswerEvidence[]): void {
    const { premises } = this.property;
    switch (vacuity.kind) {
      case 'unmet': {
        const premise = premises[vacuity.premise];
        if (!premise) throw new Refusal(`there is no premise ${vacuity.premise}`);
        if (this.allStates().truthOf(premise).includes(1))
          throw new Refusal('it is said to hold vacuously, and its premise comes true');
        return;
      }
      case 'irrelevant':
        this.checkIrrelevance(answers);
        return;
      case 'reached':
        if (vacuity.runs.length !== premises.length) throw new Refusal('there is not a run for each premise');
        vacuity.runs.forEach((run, index) => {
          const premise = premises[index] as Expression<boolean>;
          if (this.machine.evaluators.of(premise)(this.endOf(run)) === 0)
            throw new Refusal(`premise ${index + 1} is not true at the end of its run`);
        });
        this.checkRelevance(answers);
    }
  }

  /** That each formula holds even if `false` stands for what it demands. */
  private checkIrrelevance(answers: readonly AnswerEvidence[]): void {
    const { questions } = this.property;
    if (questions.length === 0) throw new Refusal('nothing is asked that could not matter');
    questions.forEach((question, index) => {
      const answer = answers[index];
      if (question.kind !== 'formula' || answer?.kind !== 'formula')
        throw new Refusal('it is said that nothing matters which is demanded, and nothing is');
      if (!question.undemanding || !answer.irrelevant)
        throw new Refusal('nothing shows that what is demanded does not matter');
      this.checkFormula(question.undemanding, question.atoms, answer.irrelevant);
    });
  }

  /** That one question is asked of which something matters, or of which that is not asked. */
  private checkRelevance(answers: readonly AnswerEvidence[]): void {
    const { questions } = this.property;
    const matters = questions.some((question, index) => {
      const answer = answers[index];
      if (question.kind !== 'formula' || !question.undemanding) return true;
      if (answer?.kind !== 'formula' || !answer.needed) return false;
      checkLasso(this.machine, question.undemanding, question.atoms, answer.needed);
      return true;
    });
    if (questions.length > 0 && !matters) throw new Refusal('nothing shows that what is demanded matters');
  }

  private endOf(run: CertifiedRun): StateVector {
    return takeRun(this.machine, run).states.at(-1) as StateVector;
  }

  private allStates(): CheckedStates {
    if (!this.states) throw new Refusal('it has no set of all states');
    return this.states;
  }
}
