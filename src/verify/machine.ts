import {
  type Assignment,
  type Edge,
  edgesFrom,
  locationNamed,
  type Process,
  type System,
  stateVariables,
  type Value,
} from '../system/index.js';
import { type Binding, bind, type Evaluator, Evaluators } from './evaluator.js';
import { Layout, type StateVector } from './layout.js';
import { Refusal } from './refusal.js';

/** A step that a process may take where it stands, with the process that it chooses. */
export interface MachineStep {
  /** By its index in the processes of the system. */
  readonly process: number;
  readonly edge: Edge;
  /** Equal for the steps of one process by one edge, whomever they choose. */
  readonly kind: number;
  readonly guard: Evaluator;
  readonly to: number;
  readonly writes: readonly Write[];
  readonly assertions: readonly { readonly property: string; readonly holds: Evaluator }[];
}

interface Write {
  readonly field: number;
  readonly value: Evaluator;
  /** By the code of a value: its number in the field. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** The process and the edge of a step. */
export type StepKind = Pick<MachineStep, 'process' | 'edge'>;

/** A system as functions of state vectors: what the reference interpreter does, a thousand times as fast. */
export class Machine {
  readonly layout: Layout;
  readonly evaluators: Evaluators;
  /** All kinds of steps that have been seen, by number. */
  readonly kinds: StepKind[] = [];
  /** By process, by location: the steps from there, in the order of the edges, then of the processes they choose. */
  private readonly steps: (readonly MachineStep[] | undefined)[][];
  private readonly numbers: (ReadonlyMap<number, number> | undefined)[] = [];

  constructor(readonly system: System) {
    this.layout = new Layout(system);
    this.evaluators = new Evaluators(system, this.layout);
    this.steps = system.processes.map(() => []);
  }

  /** Every combination of the initial values of the variables, the last of which changes first. */
  initialStates(): readonly StateVector[] {
    const initial: readonly (readonly Value[])[] = [
      ...this.system.processes.map(({ template }) => [template.graph.initial]),
      ...stateVariables(this.system).map(({ variable }) => variable.initial),
    ];
    return this.layout.fields
      .map(({ values }, field) => (initial[field] ?? []).map((value) => values.indexOf(value)))
      .reduce<readonly (readonly number[])[]>(
        (soFar, numbers) => soFar.flatMap((each) => numbers.map((number) => [...each, number])),
        [[]],
      )
      .map((numbers) => Int32Array.from(numbers));
  }

  /**
   * Calls `visit` for each step that is enabled in a state, in the order of the processes, with the state after it, which is
   * only lent.
   *
   * @throws Refusal when a step leaves the range of a variable
   */
  forEachStep(state: StateVector, target: StateVector, visit: (step: MachineStep) => void): void {
    for (let process = 0; process < this.steps.length; process++) {
      const steps = this.stepsOf(process, state[process] as number);
      for (let index = 0; index < steps.length; index++) {
        const step = steps[index] as MachineStep;
        if (step.guard(state) === 0) continue;
        this.take(step, state, target);
        visit(step);
      }
    }
  }

  /** Writes the state after a step. All values are those before it. */
  private take(step: MachineStep, state: StateVector, target: StateVector): void {
    target.set(state);
    target[step.process] = step.to;
    const { writes } = step;
    for (let index = 0; index < writes.length; index++) {
      const { field, value, numbers } = writes[index] as Write;
      const number = numbers.get(value(state));
      if (number === undefined)
        throw new Refusal(
          `step '${step.edge.action.name}' gives ${this.layout.fields[field]?.name} a value that it cannot have`,
        );
      target[field] = number;
    }
  }

  private stepsOf(process: number, location: number): readonly MachineStep[] {
    const known = this.steps[process]?.[location];
    if (known) return known;
    const { template } = this.system.processes[process] as Process;
    const { [location]: { name = '' } = {} } = template.graph.locations;
    const compiled = edgesFrom(template.graph, name).flatMap((edge) => this.compile(process, edge));
    (this.steps[process] as (readonly MachineStep[])[])[location] = compiled;
    return compiled;
  }

  private compile(process: number, edge: Edge): readonly MachineStep[] {
    const { evaluators } = this;
    const { graph } = (this.system.processes[process] as Process).template;
    const kind = this.kinds.push({ process, edge }) - 1;
    const to = graph.locations.indexOf(locationNamed(graph, edge.to) as (typeof graph.locations)[number]);
    const itself: Binding = { self: process, bound: new Map() };
    const { choice } = edge;
    const bindings = choice
      ? evaluators.playersOf(choice.role).map((chosen) => bind(itself, choice.binder, chosen))
      : [itself];
    return bindings.map((binding) => ({
      ...{ process, edge, kind, to },
      guard: evaluators.of(edge.guard, binding),
      writes: edge.assignments.flatMap((assignment) => this.writesOf(assignment, binding)),
      assertions: edge.assertions.map(({ property, condition }) => ({
        property,
        holds: evaluators.of(condition, binding),
      })),
    }));
  }

  private writesOf({ name, of, forEach, value }: Assignment, outer: Binding): readonly Write[] {
    const { evaluators } = this;
    const bindings = forEach
      ? evaluators.playersOf(forEach.role).map((each) => bind(outer, forEach.binder, each))
      : [outer];
    return bindings.map((binding) => {
      const field = evaluators.fieldOf(name, of && evaluators.resolve(of, binding));
      return { field, value: evaluators.of(value, binding), numbers: this.numbersOf(field) };
    });
  }

  private numbersOf(field: number): ReadonlyMap<number, number> {
    const { values = [] } = this.layout.fields[field] ?? {};
    const numbers =
      this.numbers[field] ??
      new Map(values.map((value, number) => [this.evaluators.codeOf(value), number] as const));
    this.numbers[field] = numbers;
    return numbers;
  }
}
