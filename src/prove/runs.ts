import type { State, Value } from '../system/index.js';
import {
  type CertifiedRun,
  type Machine,
  type MachineStep,
  type StateVector,
  stepsFrom,
} from '../verify/index.js';

/** A state of the reference interpreter as a vector. */
export function vectorOf({ layout, system }: Machine, { locations, values }: State): StateVector {
  return Int32Array.from(layout.fields, ({ name, values: all }, field) =>
    all.indexOf((field < system.processes.length ? locations.get(name) : values.get(name)) as Value),
  );
}

/**
 * The run that goes through these states.
 *
 * @param prefers which step it is, where several lead to the same state
 * @throws Error where no step leads on: the two semantics disagree
 */
export function runThrough(
  machine: Machine,
  states: readonly StateVector[],
  prefers: (step: MachineStep, position: number) => boolean = () => true,
): CertifiedRun {
  const [first, ...others] = states;
  const initial = machine.initialStates().findIndex((each) => isSame(each, first));
  if (initial < 0 || !first) throw new Error('a run does not begin in an initial state');
  let state = first;
  const steps = others.map((target, position) => {
    const next = stepsFrom(machine, state).map((each, number) => ({ ...each, number }));
    const fitting = next.filter((each) => isSame(each.target, target));
    const step = fitting.find((each) => prefers(each.step, position)) ?? fitting[0];
    if (!step) throw new Error(`no step leads to state ${position + 1} of a run`);
    state = target;
    return step.number;
  });
  return { initial, steps };
}

function isSame(one: StateVector, other: StateVector | undefined): boolean {
  return other !== undefined && one.every((number, field) => number === other[field]);
}
