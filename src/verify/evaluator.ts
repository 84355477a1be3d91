import {
  type ExpressionNode,
  locationsLabelled,
  type ProcessReference,
  processesWithRole,
  processIndex,
  type System,
  type Value,
  variableKey,
} from '../system/index.js';
import type { Layout, StateVector } from './layout.js';

/** The value of an expression in a state: 0 or 1 for a truth value, an integer itself, the code of a name. */
export type Evaluator = (state: StateVector) => number;

/** Which process the names of an expression stand for, by index. */
export interface Binding {
  readonly self?: number;
  readonly bound: ReadonlyMap<string, number>;
}

export const nobodyActs: Binding = { bound: new Map() };

/**
 * Turns expressions into functions, a case for each kind of expression, with the meaning that `evaluate` of the reference
 * interpreter gives it. Whom an expression speaks of is known beforehand, so quantifiers become lists.
 */
export class Evaluators {
  private readonly codes = new Map<string, number>();
  private readonly fields: ReadonlyMap<string, number>;
  /** By field: the code of each of its values. */
  private readonly fieldCodes: readonly Int32Array[];

  constructor(
    private readonly system: System,
    { fields }: Layout,
  ) {
    this.fields = new Map(
      fields.map(({ name }, index) => [name, index] as const).slice(system.processes.length),
    );
    this.fieldCodes = fields.map(({ values }) => Int32Array.from(values, (value) => this.codeOf(value)));
  }

  /** Different for different values of one type. */
  codeOf(value: Value): number {
    if (typeof value !== 'string') return Number(value);
    const known = this.codes.get(value) ?? this.codes.size;
    this.codes.set(value, known);
    return known;
  }

  /** The field of a variable, shared or of a process. */
  fieldOf(name: string, process: number | undefined): number {
    const owner = process === undefined ? undefined : this.system.processes[process]?.name;
    const field = this.fields.get(variableKey(name, owner));
    if (field === undefined) throw new Error(`there is no variable '${variableKey(name, owner)}'`);
    return field;
  }

  of(node: ExpressionNode, binding: Binding = nobodyActs): Evaluator {
    const inner = (part: ExpressionNode): Evaluator => this.of(part, binding);
    switch (node.kind) {
      case 'constant':
        return constantly(this.codeOf(node.value));
      case 'variable': {
        const field = this.fieldOf(node.name, node.of && this.resolve(node.of, binding));
        const codes = this.fieldCodes[field] as Int32Array;
        return (state) => codes[state[field] as number] as number;
      }
      case 'at': {
        const process = this.resolve(node.process, binding);
        const { template } = this.system.processes[process] as System['processes'][number];
        const isThere = new Uint8Array(template.graph.locations.length);
        for (const location of locationsLabelled(template.graph, node.label)) isThere[location] = 1;
        return (state) => isThere[state[process] as number] as number;
      }
      case 'process':
        return constantly(
          this.codeOf(this.system.processes[this.resolve(node.process, binding)]?.name ?? ''),
        );
      case 'not': {
        const operand = inner(node.operand);
        return (state) => 1 - operand(state);
      }
      case 'and':
        return all(node.operands.map(inner));
      case 'or':
        return any(node.operands.map(inner));
      case 'equal': {
        const [left, right] = [inner(node.left), inner(node.right)];
        return (state) => (left(state) === right(state) ? 1 : 0);
      }
      case 'less': {
        const [left, right] = [inner(node.left), inner(node.right)];
        return (state) => (left(state) < right(state) ? 1 : 0);
      }
      case 'add': {
        const [left, right] = [inner(node.left), inner(node.right)];
        return (state) => left(state) + right(state);
      }
      case 'subtract': {
        const [left, right] = [inner(node.left), inner(node.right)];
        return (state) => left(state) - right(state);
      }
      case 'conditional': {
        const [condition, whenTrue, whenFalse] = [
          inner(node.condition),
          inner(node.whenTrue),
          inner(node.whenFalse),
        ];
        return (state) => (condition(state) === 1 ? whenTrue(state) : whenFalse(state));
      }
      case 'forall':
      case 'exists': {
        const bodies = this.playersOf(node.role).map((process) =>
          this.of(node.body, bind(binding, node.binder, process)),
        );
        return node.kind === 'forall' ? all(bodies) : any(bodies);
      }
    }
  }

  /** The processes that play a role, by index. */
  playersOf(role: string): readonly number[] {
    return processesWithRole(this.system, role).map((name) => processIndex(this.system, name));
  }

  resolve(reference: ProcessReference, { self, bound }: Binding): number {
    const process =
      reference.kind === 'self'
        ? self
        : reference.kind === 'bound'
          ? bound.get(reference.binder)
          : processIndex(this.system, reference.name);
    if (process === undefined || process < 0)
      throw new Error('an expression speaks of a process that is not there');
    return process;
  }
}

export function bind(binding: Binding, binder: string, process: number): Binding {
  return { ...binding, bound: new Map([...binding.bound, [binder, process]]) };
}

function constantly(value: number): Evaluator {
  return () => value;
}

function all(operands: readonly Evaluator[]): Evaluator {
  return (state) => {
    for (let index = 0; index < operands.length; index++)
      if ((operands[index] as Evaluator)(state) === 0) return 0;
    return 1;
  };
}

function any(operands: readonly Evaluator[]): Evaluator {
  return (state) => {
    for (let index = 0; index < operands.length; index++)
      if ((operands[index] as Evaluator)(state) === 1) return 1;
    return 0;
  };
}
