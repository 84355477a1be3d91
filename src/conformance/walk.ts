import { type Composition, isStepOfATask } from '../livepatch/index.js';
import { type Edge, initialStates, type Process, type State, takeStep } from '../system/index.js';
import { type Candidate, Candidates } from './candidates.js';
import { Diverged, type WalkedStep } from './divergence.js';
import {
  type ConformanceStep,
  type Implementation,
  type Observation,
  parseObservation,
  type Setup,
} from './implementation.js';
import { differencesBetween, StateView } from './view.js';

/** Natural numbers that decide everything that is open in a walk. Any are as good as any other. */
export interface Choices {
  /** Which of the initial states. */
  readonly initial: number;
  /** Which process is to take each step, and which of those that it could. Where it can take none, nothing happens. */
  readonly steps: readonly (readonly [process: number, step: number])[];
}

/** Walks through a composed system, with an implementation beside it. */
export class Walker {
  /** The steps of the model that some walk took. */
  readonly fired = new Set<Edge>();
  /** How many steps both took, and how many both refused. */
  readonly counts = { taken: 0, refused: 0 };
  private readonly candidates: Candidates;
  private readonly view: StateView;
  private readonly initial: readonly State[];

  constructor(
    private readonly composition: Composition,
    private readonly implementation: Implementation,
    private readonly withForbidden: boolean,
  ) {
    this.candidates = new Candidates(composition);
    this.view = new StateView(composition);
    this.initial = initialStates(composition.system);
  }

  /**
   * @throws Diverged at the first step after which the implementation is not as the model says, or at which it fails
   * @throws what its `start` throws
   */
  async walk({ initial: chosen, steps }: Choices): Promise<void> {
    const { processes } = this.composition.system;
    const initial = pick(this.initial, chosen) as State;
    await this.implementation.start(setupOf(this.composition));
    const walked: WalkedStep[] = [];
    let state = initial;
    for (const [who, which] of steps) {
      const { name } = pick(processes, who) as Process;
      const candidate = pick(this.candidates.of(name, state, this.withForbidden), which);
      if (!candidate) continue;
      const { step } = candidate;
      const outcomes = this.outcomesOf(candidate, state);
      const answer = await this.ask(step);
      const agreed = outcomes.find(({ expected }) => isAsExpected(expected, answer));
      if (!agreed) {
        const [{ expected, taken }] = outcomes;
        throw new Diverged({
          initial,
          walked: [...walked, { step, ...(taken && { taken }) }],
          expected,
          differences: answer.failure === undefined ? differencesBetween(expected, answer.observed) : [],
          ...answer,
        });
      }
      const { taken } = agreed;
      walked.push({ step, ...(taken && { taken }) });
      this.counts[taken ? 'taken' : 'refused'] += 1;
      if (!taken) continue;
      this.fired.add(taken.way.edge);
      state = taken.target;
    }
  }

  private outcomesOf({ ways }: Candidate, state: State): readonly [Outcome, ...Outcome[]] {
    const [first, ...others] = ways.map((way): Outcome => {
      const target = takeStep(this.composition.system, state, way);
      return { expected: this.view.of(target, true), taken: { way, target } };
    });
    return first ? [first, ...others] : [{ expected: this.view.of(state, false) }];
  }

  private async ask(step: ConformanceStep): Promise<Answer> {
    try {
      const answer: unknown = await this.implementation.step(step);
      return { observed: parseObservation(answer) };
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** What the model makes of a step. */
interface Outcome {
  readonly expected: Observation;
  /** Absent where it forbids it. */
  readonly taken?: NonNullable<WalkedStep['taken']>;
}

type Answer =
  | { readonly observed: Observation; readonly failure?: never }
  | { readonly failure: string; readonly observed?: never };

function isAsExpected(expected: Observation, { observed }: Answer): boolean {
  return observed !== undefined && differencesBetween(expected, observed).length === 0;
}

function setupOf({ scenario, instance, system }: Composition): Setup {
  const { functions, removed, reversed } = scenario.patch;
  const tasks = system.processes.filter(isStepOfATask);
  return {
    model: instance.name,
    tasks: tasks.map(({ name, template }) => {
      const declared = scenario.tasks.find((each) => each.name === template.name);
      // Of those that no scenario declares there is the script that wakes sleepers.
      return { name, kind: declared?.kind ?? 'signaller' };
    }),
    patch: { functions, removed, reversed },
    ...(scenario.lifecycle && { lifecycle: scenario.lifecycle }),
  };
}

function pick<T>(items: readonly T[], choice: number): T | undefined {
  return items[choice % items.length];
}
