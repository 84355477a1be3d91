import { type Composition, insideFunction, isStepOfATask } from '../livepatch/index.js';
import { type Expression, evaluate, type State } from '../system/index.js';
import type { Observation } from './implementation.js';

/** One thing in which an observation is not what the model says. */
export interface Difference {
  /** `writer.1 is inside`, `in transition`. */
  readonly what: string;
  readonly expected: string;
  readonly observed: string;
}

/** What is to be seen of a state of a composed system. */
export class StateView {
  private readonly inTransition: Expression<boolean> | undefined;

  constructor(private readonly composition: Composition) {
    this.inTransition = composition.rules.inTransition;
  }

  of(state: State, taken: boolean): Observation {
    const { system, rules } = this.composition;
    const stacks = system.processes.filter(isStepOfATask).map(({ name, template }) => {
      const location = state.locations.get(name);
      const its = template.graph.locations.find((each) => each.name === location)?.labels ?? [];
      const bodies = rules.codeStates.bodies
        .filter(({ functionName, version }) => its.includes(insideFunction(functionName, version)))
        .map(({ functionName, version }) => `${functionName} (${version})`);
      return [name, bodies] as const;
    });
    return {
      taken,
      stacks: Object.fromEntries(stacks.filter(([, bodies]) => bodies.length > 0)),
      ...(this.inTransition && { inTransition: evaluate(this.inTransition, system, state) }),
    };
  }
}

/** Compares stacks as sets; what the model does not say is not compared. */
export function differencesBetween(expected: Observation, observed: Observation): readonly Difference[] {
  const tasks = new Set([...Object.keys(expected.stacks), ...Object.keys(observed.stacks)]);
  const compared: readonly Difference[] = [
    { what: 'the step', expected: describeTaken(expected), observed: describeTaken(observed) },
    ...[...tasks].sort().map((task) => ({
      what: `${task} is inside`,
      expected: describeStack(expected, task),
      observed: describeStack(observed, task),
    })),
    ...(expected.inTransition === undefined
      ? []
      : [
          {
            what: 'in transition',
            expected: describeTransition(expected),
            observed: describeTransition(observed),
          },
        ]),
  ];
  return compared.filter((each) => each.expected !== each.observed);
}

function describeTaken({ taken }: Observation): string {
  return taken ? 'taken' : 'refused';
}

function describeStack({ stacks }: Observation, task: string): string {
  const bodies = Object.hasOwn(stacks, task) ? (stacks[task] ?? []) : [];
  return bodies.length === 0 ? 'no patched function' : [...new Set(bodies)].sort().join(', ');
}

function describeTransition({ inTransition }: Observation): string {
  if (inTransition === undefined) return 'nothing said';
  return inTransition ? 'yes' : 'no';
}
