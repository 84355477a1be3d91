import type { CertifiedLasso, CertifiedRun } from './certificate.js';
import { Fairness } from './fairness.js';
import type { StateVector } from './layout.js';
import type { Machine, MachineStep } from './machine.js';
import { Refusal } from './refusal.js';
import type { LinearFormula } from './statement.js';

/** The states of a run, the initial one first, and the steps between them. */
export interface TakenRun {
  readonly states: readonly StateVector[];
  readonly steps: readonly MachineStep[];
}

/** Takes the steps of a run, one after the other. @throws Refusal when one is not there */
export function takeRun(machine: Machine, { initial, steps: numbers }: CertifiedRun): TakenRun {
  const first = machine.initialStates()[initial];
  if (first === undefined) throw new Refusal(`there is no initial state ${initial}`);
  const states = [first];
  const steps: MachineStep[] = [];
  for (const [position, number] of numbers.entries()) {
    const { [number]: next } = stepsFrom(machine, states.at(-1) as StateVector);
    if (next === undefined)
      throw new Refusal(`step ${position + 1} of a run cannot be taken: there is no step ${number}`);
    states.push(next.target);
    steps.push(next.step);
  }
  return { states, steps };
}

/** The steps that can be taken in a state, and where each leads. */
export function stepsFrom(
  machine: Machine,
  state: StateVector,
): readonly { readonly step: MachineStep; readonly target: StateVector }[] {
  const found: { step: MachineStep; target: StateVector }[] = [];
  const target = new Int32Array(state.length);
  machine.forEachStep(state, target, (step) => found.push({ step, target: target.slice() }));
  return found;
}

/**
 * Takes a run without end, and makes sure that it is fair, and that it goes on as it is said to: round a cycle, or at rest.
 *
 * @throws Refusal when it does not, or is not fair
 */
export function takeFairLasso(machine: Machine, lasso: CertifiedLasso): TakenRun & { readonly loop: number } {
  const run = takeRun(machine, lasso);
  const { states, steps } = run;
  const last = states.length - 1;
  const fairness = new Fairness(machine.system);
  if (lasso.loop === undefined) {
    const isObliged = stepsFrom(machine, states[last] as StateVector).some(({ step }) =>
      fairness.takenBy(step.process, step.edge).some((word) => word !== 0),
    );
    if (isObliged)
      throw new Refusal('a run cannot rest where it is said to: fairness speaks of a step there');
    return { ...run, loop: last };
  }
  expectCycle(states, lasso.loop);
  const enabled = states
    .slice(lasso.loop, -1)
    .map((state) => stepsFrom(machine, state).map(({ step }) => fairness.takenBy(step.process, step.edge)));
  const taken = steps.slice(lasso.loop).map(({ process, edge }) => fairness.takenBy(process, edge));
  const isIn = (set: Int32Array, constraint: number): boolean =>
    (((set[constraint >> 5] as number) >>> (constraint & 31)) & 1) === 1;
  fairness.constraints.forEach(({ constraint: { strength } }, number) => {
    if (taken.some((set) => isIn(set, number))) return;
    const isThere = (sets: readonly Int32Array[]): boolean => sets.some((set) => isIn(set, number));
    if (strength === 'weak' ? enabled.every(isThere) : enabled.some(isThere))
      throw new Refusal(
        `the cycle of a run is not fair: ${strength} constraint ${number} has a step, and none is taken`,
      );
  });
  // The last state is the first of the cycle, and is not read twice.
  return { states: states.slice(0, -1), steps, loop: lasso.loop };
}

/** @throws Refusal when the last state is not that at `loop` */
export function expectCycle(states: readonly StateVector[], loop: number): void {
  const [back, last] = [states[loop], states.at(-1)];
  if (loop >= states.length - 1 || !back || !last || back.some((number, field) => number !== last[field]))
    throw new Refusal('a run does not come back to where its cycle is said to begin');
}

/** Whether an infinite word satisfies a formula: after its last letter comes the one at `loop`. Fixpoints, from the definition. */
export function isSatisfied(
  formula: LinearFormula,
  length: number,
  loop: number,
  isTrue: (atom: string, position: number) => boolean,
): boolean {
  const positions = Array.from({ length }, (_, position) => position);
  const fixpoint = (start: boolean, step: (now: number, later: boolean) => boolean): boolean[] => {
    let values = positions.map(() => start);
    for (let round = 0; round <= length; round++)
      values = positions.map((now) => step(now, values[now + 1 < length ? now + 1 : loop] ?? start));
    return values;
  };
  const valuesOf = (each: LinearFormula): boolean[] => {
    switch (each.kind) {
      case 'true':
      case 'false':
        return positions.map(() => each.kind === 'true');
      case 'atom':
        return positions.map((position) => isTrue(each.name, position));
      case 'not':
        return valuesOf(each.operand).map((value) => !value);
      case 'next': {
        const inner = valuesOf(each.operand);
        return positions.map((now) => inner[now + 1 < length ? now + 1 : loop] ?? false);
      }
      case 'eventually': {
        const inner = valuesOf(each.operand);
        return fixpoint(false, (now, later) => inner[now] || later);
      }
      case 'always': {
        const inner = valuesOf(each.operand);
        return fixpoint(true, (now, later) => (inner[now] ?? false) && later);
      }
    }
    const [left, right] = [valuesOf(each.left), valuesOf(each.right)];
    const [l, r] = [(now: number) => left[now] ?? false, (now: number) => right[now] ?? false];
    switch (each.kind) {
      case 'and':
        return positions.map((now) => l(now) && r(now));
      case 'or':
        return positions.map((now) => l(now) || r(now));
      case 'implies':
        return positions.map((now) => !l(now) || r(now));
      case 'equivalent':
        return positions.map((now) => l(now) === r(now));
      case 'until':
        return fixpoint(false, (now, later) => r(now) || (l(now) && later));
      case 'weak-until':
        return fixpoint(true, (now, later) => r(now) || (l(now) && later));
      case 'release':
        return fixpoint(true, (now, later) => r(now) && (l(now) || later));
    }
  };
  return valuesOf(formula)[0] ?? false;
}
