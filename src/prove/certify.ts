import { decide, type Evidence, type Search } from '../check/index.js';
import type { Path } from '../engine/index.js';
import type { Answer, Property } from '../livepatch/index.js';
import type { Lasso, Measurement } from '../logic/index.js';
import type { State } from '../system/index.js';
import {
  type AnswerEvidence,
  type CertifiedLasso,
  type CertifiedRun,
  type Claim,
  type Decomposition,
  type FormulaQuestion,
  itEnds,
  measuresOf,
  type UnitEvidence,
  type VacuityEvidence,
  type ViolationEvidence,
} from '../verify/index.js';
import { runThrough, vectorOf } from './runs.js';
import type { Survey } from './survey.js';

/** What is claimed of a property after a search, with all that shows it. */
export function claimOf({ composition, result }: Search, survey: Survey, property: Property): Claim {
  return new Certifier({ composition, result, properties: [property] }, survey, property.name).claim();
}

class Certifier {
  private readonly answers: readonly Answer[];

  constructor(
    private readonly search: Search,
    private readonly survey: Survey,
    private readonly property: string,
  ) {
    this.answers = [...search.result.answers.values()].filter((answer) => answer.property === property);
  }

  claim(): Claim {
    const { composition, result } = this.search;
    const { property } = this;
    const decision = decide(composition, result, property);
    switch (decision.kind) {
      case 'inconclusive':
        return { verdict: 'inconclusive', property, reason: decision.reason };
      case 'violated': {
        const [evidence] = decision.evidence;
        return { verdict: 'violated', property, violation: this.violation(evidence) };
      }
    }
    const answers = this.answers.map((answer) => this.answer(answer));
    const missing = answers.find((answer) => typeof answer === 'string');
    if (missing !== undefined) return { verdict: 'inconclusive', property, reason: missing };
    const shown = answers.filter((answer) => typeof answer !== 'string');
    if (decision.kind === 'holds')
      return { verdict: 'holds', property, vacuity: this.vacuity(), answers: shown };
    const measured = shown.flatMap((evidence, index) => {
      const answer = this.answers[index];
      if (evidence.kind !== 'quantity' || answer?.kind !== 'quantity') return [];
      return evidence.units.map((each, unit) => ({
        unit: answer.quantity.units[unit]?.name ?? '',
        evidence: each,
      }));
    });
    const measures = [...measuresOf(measured)];
    return { verdict: 'measured', property, vacuity: this.vacuity(), measures, answers: shown };
  }

  private violation(evidence: Evidence): ViolationEvidence {
    switch (evidence.kind) {
      case 'path':
        return this.badPath(evidence.path);
      case 'lasso':
        return {
          kind: 'lasso',
          question: this.questionOf(evidence.temporal),
          run: this.lasso(evidence.lasso),
        };
      case 'dead-end':
        return {
          kind: 'dead-end',
          question: this.questionOf(evidence.possibility),
          run: this.run(evidence.deadEnd.states),
        };
    }
  }

  private badPath({ states, lastEdge, stuckProcesses }: Path): ViolationEvidence {
    const run = this.run(states);
    if (stuckProcesses) return { kind: 'stuck', run, processes: [...stuckProcesses] };
    if (!lastEdge) return { kind: 'bad-state', run };
    const { machine } = this.survey;
    const last = states.at(-1) as State;
    const before = vectorOf(machine, last);
    let number = -1;
    let index = 0;
    machine.forEachStep(before, before.slice(), ({ edge, assertions }) => {
      const isBad =
        edge === lastEdge &&
        assertions.some(({ property, holds }) => property === this.property && holds(before) === 0);
      if (isBad && number < 0) number = index;
      index += 1;
    });
    if (number < 0) throw new Error(`${this.property}: the last step of a run violates no assertion`);
    return { kind: 'bad-step', run: { ...run, steps: [...run.steps, number] } };
  }

  /** Its place among the questions of the property. */
  private questionOf(asked: object): number {
    return this.answers.findIndex(
      (answer) =>
        (answer.kind === 'formula' && answer.temporal === asked) ||
        (answer.kind === 'possibility' && answer.possibility === asked),
    );
  }

  /** What shows the answer, or why nothing does. */
  private answer(answer: Answer): AnswerEvidence | string {
    switch (answer.kind) {
      case 'formula': {
        const { formula, atoms } = answer.temporal;
        const decomposition = this.decomposition(formula, atoms);
        const irrelevant =
          answer.irrelevant && answer.undemanding && this.decomposition(answer.undemanding.formula, atoms);
        if (!decomposition || (answer.irrelevant && !irrelevant)) return tooLarge;
        return {
          kind: 'formula',
          decomposition,
          ...(irrelevant && { irrelevant }),
          ...(answer.needed && { needed: this.lasso(answer.needed) }),
        };
      }
      case 'possibility':
        return { kind: 'possibility' };
      case 'quantity': {
        const { during, endlessIsUnbounded } = answer.quantity;
        const ends = endlessIsUnbounded && this.decomposition(itEnds, new Map([['during', during]]));
        return {
          kind: 'quantity',
          units: answer.measurements.map((each) => this.unit(each, answer.quantity)),
          ...(ends && { ends }),
        };
      }
    }
  }

  private decomposition(
    formula: FormulaQuestion['formula'],
    atoms: FormulaQuestion['atoms'],
  ): Decomposition | undefined {
    const sections = this.survey.decompositionOf(formula, atoms);
    return sections && { sections: [...sections] };
  }

  private unit(
    { unit, worst, neverEnds, run, endless }: Measurement,
    { during }: (Answer & { readonly kind: 'quantity' })['quantity'],
  ): UnitEvidence {
    const best = this.survey.bestOf(during, unit.name);
    const counts = (step: {
      readonly process: number;
      readonly edge: { readonly action: { readonly tags: readonly string[] } };
    }): boolean => {
      const process = this.search.composition.system.processes[step.process];
      return process !== undefined && unit.counts(process, step.edge.action.tags);
    };
    const evidence = (): UnitEvidence['evidence'] => {
      if (endless) return { kind: 'endless', run: this.lasso(endless) };
      if (!run) return { kind: 'bounded' };
      const { states, loopStart: loop } = run;
      if (loop === undefined) return { kind: 'bounded', run: this.run(states, counts) };
      return { kind: 'growing', run: { ...this.run([...states, states[loop] as State], counts), loop } };
    };
    return {
      ...(best && { best }),
      ...(worst !== 'unbounded' && { worst }),
      ...(neverEnds && { neverEnds }),
      evidence: evidence(),
    };
  }

  private vacuity(): VacuityEvidence {
    const { composition, result } = this.search;
    const premises = composition.premises.get(this.property) ?? [];
    const premise = premises.findIndex(({ goal }) => !result.reached.has(goal));
    if (premise >= 0) return { kind: 'unmet', premise };
    const isIrrelevant = (answer: Answer): boolean =>
      answer.kind === 'formula' && answer.irrelevant !== undefined;
    if (this.answers.length > 0 && this.answers.every(isIrrelevant)) return { kind: 'irrelevant' };
    return {
      kind: 'reached',
      runs: premises.map(({ condition, goal }) => {
        const run = this.survey.reached.get(condition);
        if (!run) throw new Error(`'${goal}' came true in the search, and in no state`);
        return run;
      }),
    };
  }

  private run(states: readonly State[], prefers?: Parameters<typeof runThrough>[2]): CertifiedRun {
    const { machine } = this.survey;
    return runThrough(
      machine,
      states.map((state) => vectorOf(machine, state)),
      prefers,
    );
  }

  private lasso({ states, kinds, loopStart: loop }: Lasso): CertifiedLasso {
    const rests = kinds.at(-1) === undefined;
    const all = rests ? states : [...states, states[loop] as State];
    const run = this.run(all, ({ process, edge }, position) => {
      const kind = kinds[position];
      return kind?.process === process && kind.tags.join('\n') === edge.action.tags.join('\n');
    });
    return rests ? run : { ...run, loop };
  }
}

const tooLarge = 'no certificate is made of a formula with so many temporal operators';
