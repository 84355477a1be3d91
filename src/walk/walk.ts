import type { Composition } from '../livepatch/index.js';
import { describeStep, type TraceStep } from '../replay/index.js';
import {
  enabledSteps,
  evaluate,
  initialStates,
  type State,
  type Step,
  stateVariables,
  stepName,
  takeStep,
  violatedAssertions,
} from '../system/index.js';

/**
 * A run that somebody makes by choosing each step, as the reference interpreter takes it. A walk never changes: each choice gives
 * another one, and the one before is still there.
 */
export interface Walk {
  readonly composition: Composition;
  /** The state that it has come to. */
  readonly state: State;
  readonly steps: readonly WalkStep[];
}

export interface WalkStep {
  /** Its number among those that could be taken, from 1. */
  readonly choice: number;
  readonly told: TraceStep;
  /** The safety properties that it violates, or the state that it leads to. */
  readonly violates: readonly string[];
  readonly before: State;
}

/** A step that can be taken now. */
export interface Choice {
  readonly step: Step;
  readonly task: string;
  /** In words. */
  readonly action: string;
  /** The line of the scenario. */
  readonly line?: number;
}

/** From the first of the initial states. */
export function startWalk(composition: Composition): Walk {
  const [state] = initialStates(composition.system);
  if (!state) throw new Error('a system has an initial state');
  return { composition, state, steps: [] };
}

/** In the order of the processes and of their edges: their numbers, from 1, are what a path is made of. */
export function choicesOf({ composition: { system }, state }: Walk): readonly Choice[] {
  return enabledSteps(system, state).map((step) => {
    const { source } = step.edge.action;
    return { step, task: step.process.name, action: stepName(step), ...(source && { line: source.line }) };
  });
}

/** @param number from 1; nothing is returned where there is no such choice */
export function choose(walk: Walk, number: number): Walk | undefined {
  const { composition, state } = walk;
  const choice = choicesOf(walk)[number - 1];
  if (!choice) return undefined;
  const { system, requirements } = composition;
  const after = takeStep(system, state, choice.step);
  const violates = [
    ...violatedAssertions(system, state, choice.step),
    ...requirements.invariants
      .filter(({ holds }) => !evaluate(holds, system, after))
      .map(({ property }) => property),
  ];
  const told = describeStep(composition, stateVariables(system), state, choice.step, after);
  return {
    composition,
    state: after,
    steps: [...walk.steps, { choice: number, told, violates: [...new Set(violates)], before: state }],
  };
}

/** Without its last step. */
export function undo({ composition, steps }: Walk): Walk | undefined {
  const last = steps.at(-1);
  return last && { composition, state: last.before, steps: steps.slice(0, -1) };
}

/** Takes the step that leads to a state. Where several do, the first of them. */
export function follow(walk: Walk, target: State): Walk | undefined {
  const { system } = walk.composition;
  const index = choicesOf(walk).findIndex(({ step }) => takeStep(system, walk.state, step).equals(target));
  return index < 0 ? undefined : choose(walk, index + 1);
}

/** `1.3.2`: the number of each choice. Empty at the beginning. */
export function printPath({ steps }: Walk): string {
  return steps.map(({ choice }) => choice).join('.');
}

/** The walk along a path, or the number of the first choice, from 1, that there is not. */
export function walkAlong(
  start: Walk,
  path: string,
): { readonly ok: true; readonly walk: Walk } | { readonly ok: false; readonly at: number } {
  let walk = start;
  for (const [index, number] of path.split('.').entries()) {
    const next = /^\d+$/.test(number) ? choose(walk, Number(number)) : undefined;
    if (!next) return { ok: false, at: index + 1 };
    walk = next;
  }
  return { ok: true, walk };
}
