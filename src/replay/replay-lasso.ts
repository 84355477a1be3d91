import { type Composition, describeAssumption, stepTags, taskRole } from '../livepatch/index.js';
import { type Lasso, satisfies, type TemporalProperty } from '../logic/index.js';
import {
  enabledSteps,
  evaluate,
  type FairnessConstraint,
  isConstrained,
  mentions,
  never,
  type Process,
  processNamed,
  type State,
  type Step,
  stepName,
} from '../system/index.js';
import type { NeverTaken } from './notice.js';
import { noticesOfCycle } from './noticing.js';
import type { CycleReport, FairnessReason, LassoRun } from './run.js';
import { mayRest, ReplayError, takePath } from './take-path.js';

/**
 * Takes a run without end in the reference interpreter, and makes sure that it comes back to where its cycle began, that
 * it is fair, and that it does not satisfy the formula: all three straight from their definitions.
 *
 * @throws ReplayError when any of it is not so
 */
export function replayLasso(
  composition: Composition,
  property: string,
  { formula, atoms }: TemporalProperty,
  lasso: Lasso,
): LassoRun {
  const { system } = composition;
  const { states, kinds, loopStart, isShortest } = lasso;
  const last = states.at(-1) as State;
  const rests = kinds.at(-1) === undefined;
  if (rests && (loopStart !== states.length - 1 || !mayRest(system, last)))
    throw new ReplayError(`${property}: the run cannot rest where it is said to`);
  const isKind = (step: Step, index: number): boolean => {
    const kind = kinds[index];
    const { tags } = step.edge.action;
    return (
      kind !== undefined &&
      system.processes[kind.process] === step.process &&
      kind.tags.length === tags.length &&
      kind.tags.every((tag, position) => tag === tags[position])
    );
  };
  const path = rests ? states : [...states, states[loopStart] as State];
  const { taken, ...run } = takePath(composition, property, path, isKind);
  const isTrue = (atom: string, position: number): boolean => {
    const condition = atoms.get(atom);
    const state = states[position];
    if (!condition || !state) throw new ReplayError(`${property}: the atom '${atom}' has no meaning`);
    return evaluate(condition, system, state);
  };
  if (satisfies({ length: states.length, loopStart, isTrue }, formula))
    throw new ReplayError(`${property}: the run satisfies the formula`);
  const positions = states.map((_, position) => position).slice(loopStart);
  const cycle: CycleReport = {
    ...reportCycle(composition, property, states.slice(loopStart), taken.slice(loopStart), loopStart),
    mentioned: system.processes
      .filter(({ template }) => template.roles.includes(taskRole))
      .map(({ name }) => name)
      .filter((name) => [...atoms.values()].some((condition) => mentions(name, condition))),
    atoms: [...atoms.keys()].map((atom) => {
      const values = new Set(positions.map((position) => isTrue(atom, position)));
      return { atom, value: values.size > 1 ? 'changing' : values.has(true) ? 'true' : 'false' };
    }),
  };
  const notices = noticesOfCycle(composition, run, loopStart, cycle);
  return { kind: 'lasso', ...run, loopStart, cycle, mayBeShorter: !isShortest, notices };
}

/** @throws ReplayError when the cycle is not fair */
function reportCycle(
  { system, rules: { awaits } }: Composition,
  property: string,
  states: readonly State[],
  steps: readonly Step[],
  loopStart: number,
): Omit<CycleReport, 'mentioned' | 'atoms'> {
  const enabled = states.map((state) => enabledSteps(system, state));
  const isAwaited = (name: string, state: State): boolean =>
    evaluate(awaits?.(processNamed(name)) ?? never, system, state);
  const awaitedTasks = system.processes
    .filter(
      ({ name, template }) =>
        template.roles.includes(taskRole) && states.some((state) => isAwaited(name, state)),
    )
    .map(({ name }) => name);
  const fairness = system.fairness.flatMap((constraint) =>
    system.processes
      .filter(({ template }) => template.name === constraint.template)
      .map((process) => {
        const assumption = describeAssumption(constraint, process);
        const because = whyFair(constraint, process, enabled, steps, loopStart);
        if (because === undefined) throw new ReplayError(`${property}: the cycle is not fair: ${assumption}`);
        return { task: process.name, assumption, because };
      }),
  );
  return {
    fairness,
    neverTaken: stepsNeverTaken(enabled, steps),
    awaited: awaitedTasks.filter((name) => states.every((state) => isAwaited(name, state))),
    awaitedAtTimes: awaitedTasks.filter((name) => !states.every((state) => isAwaited(name, state))),
  };
}

function whyFair(
  constraint: FairnessConstraint,
  process: Process,
  enabled: readonly (readonly Step[])[],
  steps: readonly Step[],
  loopStart: number,
): FairnessReason | undefined {
  const isMeant = (step: Step): boolean => step.process === process && isConstrained(constraint, step.edge);
  const takenAt = steps.findIndex(isMeant);
  if (takenAt >= 0) return { kind: 'taken', step: loopStart + takenAt + 1 };
  const missingAt = enabled.findIndex((each) => !each.some(isMeant));
  const isNeverThere = enabled.every((each) => !each.some(isMeant));
  if (isNeverThere) return { kind: 'never-possible' };
  if (constraint.strength === 'strong' || missingAt < 0) return undefined;
  return { kind: 'not-always-possible', beforeStep: loopStart + missingAt + 1 };
}

/** The steps of a process by one edge, to whichever process it chooses, count as one. */
function stepsNeverTaken(
  enabled: readonly (readonly Step[])[],
  steps: readonly Step[],
): readonly NeverTaken[] {
  const seen: { readonly step: Step; times: number }[] = [];
  for (const each of enabled)
    for (const step of each) {
      const isSame = ({ process, edge }: Step): boolean => process === step.process && edge === step.edge;
      if (steps.some(isSame)) continue;
      const known = seen.find(({ step: other }) => isSame(other));
      if (known) known.times += 1;
      else seen.push({ step, times: 1 });
    }
  return seen.map(({ step, times }) => {
    const { from, to, action } = step.edge;
    return {
      task: step.process.name,
      action: stepName(step),
      from,
      to,
      ...(action.subject && { subject: action.subject }),
      enabled: times >= enabled.length ? 'always' : 'sometimes',
      voluntary: action.tags.includes(stepTags.voluntary),
    };
  });
}
