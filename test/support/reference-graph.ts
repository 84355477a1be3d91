import { Map as ImmutableMap } from 'immutable';
import {
  enabledSteps,
  initialStates,
  type State,
  type Step,
  type System,
  takeStep,
} from '../../src/system/index.js';

/** Every reachable state with its steps, by nothing but the reference interpreter. States are numbered as they are found. */
export interface ReferenceGraph {
  readonly states: readonly State[];
  readonly initial: number;
  readonly edges: readonly (readonly ReferenceEdge[])[];
}

export interface ReferenceEdge {
  readonly step: Step;
  readonly target: number;
}

export function referenceGraph(system: System): ReferenceGraph {
  const numbers = ImmutableMap<State, number>().asMutable();
  const states: State[] = [];
  const numberOf = (state: State): number => {
    const known = numbers.get(state);
    if (known !== undefined) return known;
    numbers.set(state, states.length);
    return states.push(state) - 1;
  };
  for (const state of initialStates(system)) numberOf(state);
  const initial = states.length;
  const edges: (readonly ReferenceEdge[])[] = [];
  for (const state of states)
    edges.push(
      enabledSteps(system, state).map((step) => ({ step, target: numberOf(takeStep(system, state, step)) })),
    );
  return { states, initial, edges };
}
