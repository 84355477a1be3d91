import { type Composition, subjects } from '../livepatch/index.js';
import {
  type Edge,
  enabledSteps,
  processesWithRole,
  type State,
  type Step,
  stepName,
} from '../system/index.js';
import type { ConformanceStep } from './implementation.js';

/** A step that an implementation can be told to take, and what the model makes of it. */
export interface Candidate {
  readonly step: ConformanceStep;
  /** The steps of the model that it may be; none, when the model forbids it. Several, where the model leaves it open. */
  readonly ways: readonly Step[];
}

/** Which steps each process can be told to take, in some state of a composed system. */
export class Candidates {
  private readonly calledBy: ReadonlyMap<Edge, string>;

  constructor(private readonly composition: Composition) {
    this.calledBy = new Map(
      composition.executed.flatMap(({ edge, statement }) =>
        statement.kind === 'call' ? [[edge, statement.function] as const] : [],
      ),
    );
  }

  /**
   * The steps of one process: first those that the model allows, then those that it forbids.
   *
   * @param withForbidden whether to list these too. Only steps that execute no statement of the scenario are forbidden by
   *   a mechanism; that a lock is taken is no affair of an implementation
   */
  of(process: string, state: State, withForbidden: boolean): readonly Candidate[] {
    const candidates = new Map<string, Candidate>();
    for (const way of enabledSteps(this.composition.system, state)) {
      if (way.process.name !== process) continue;
      const step = this.wordsFor(way);
      const key = JSON.stringify(step);
      candidates.set(key, { step, ways: [...(candidates.get(key)?.ways ?? []), way] });
    }
    if (withForbidden)
      for (const way of this.stepsOfMechanism(process, state)) {
        const step = this.wordsFor(way);
        const key = JSON.stringify(step);
        if (!candidates.has(key)) candidates.set(key, { step, ways: [] });
      }
    return [...candidates.values()];
  }

  /** The steps from where the process stands, enabled or not, that execute no statement. */
  private stepsOfMechanism(name: string, state: State): readonly Step[] {
    const { system } = this.composition;
    const process = system.processes.find((each) => each.name === name);
    if (!process) throw new Error(`no process is called '${name}'`);
    return process.template.graph.edges
      .filter(({ from, action }) => from === state.locations.get(name) && action.source === undefined)
      .flatMap((edge): readonly Step[] =>
        edge.choice === undefined
          ? [{ process, edge }]
          : processesWithRole(system, edge.choice.role).map((chosen) => ({ process, edge, chosen })),
      );
  }

  private wordsFor(step: Step): ConformanceStep {
    const { source, subject } = step.edge.action;
    const called = this.calledBy.get(step.edge);
    const action = called === undefined ? stepName(step) : `calls ${called}`;
    const concerned = called ?? (subject?.kind === subjects.function ? subject.name : undefined);
    return {
      process: step.process.name,
      action,
      ...(concerned !== undefined && { function: concerned }),
      ...(source && { line: source.line }),
    };
  }
}
