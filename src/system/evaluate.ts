import type { Expression, ExpressionNode, ProcessReference } from './expression.js';
import { locationNamed, processesWithRole, processIndex } from './lookup.js';
import type { Value } from './sort.js';
import { type State, variableKey } from './state.js';
import type { Process, System } from './system.js';

/** What the names in an expression stand for: the process that takes the step, and the bound ones. */
export interface Environment {
  readonly self?: string;
  readonly bound: ReadonlyMap<string, string>;
}

/** An environment in which no process takes a step: that of a state property. */
export const nobodyActs: Environment = { bound: new Map() };

/** The value of an expression in a state. The meaning of the language: short, slow, and shared with no other engine. */
export function evaluate<V extends Value>(
  expression: Expression<V>,
  system: System,
  state: State,
  environment: Environment = nobodyActs,
): V {
  return evaluateNode(expression, system, state, environment) as V;
}

function evaluateNode(node: ExpressionNode, system: System, state: State, environment: Environment): Value {
  const value = (inner: ExpressionNode): Value => evaluateNode(inner, system, state, environment);
  const integer = (inner: ExpressionNode): number => value(inner) as number;
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'variable':
      return state.values.get(
        variableKey(node.name, node.of && resolveProcess(node.of, environment)),
      ) as Value;
    case 'at':
      return labelsOf(system, state, resolveProcess(node.process, environment)).includes(node.label);
    case 'process':
      return resolveProcess(node.process, environment);
    case 'not':
      return !value(node.operand);
    case 'and':
      return node.operands.every(value);
    case 'or':
      return node.operands.some(value);
    case 'equal':
      return value(node.left) === value(node.right);
    case 'less':
      return integer(node.left) < integer(node.right);
    case 'add':
      return integer(node.left) + integer(node.right);
    case 'subtract':
      return integer(node.left) - integer(node.right);
    case 'conditional':
      return value(node.condition) ? value(node.whenTrue) : value(node.whenFalse);
    case 'forall':
    case 'exists': {
      const holdsFor = (processName: string): Value =>
        evaluateNode(node.body, system, state, bindProcess(environment, node.binder, processName));
      const processes = processesWithRole(system, node.role);
      return node.kind === 'forall' ? processes.every(holdsFor) : processes.some(holdsFor);
    }
  }
}

/** The same environment, in which `binder` stands for that process. */
export function bindProcess(environment: Environment, binder: string, processName: string): Environment {
  return { ...environment, bound: new Map([...environment.bound, [binder, processName]]) };
}

/** The name of the process that is meant. */
export function resolveProcess(reference: ProcessReference, environment: Environment): string {
  const name =
    reference.kind === 'self'
      ? environment.self
      : reference.kind === 'bound'
        ? environment.bound.get(reference.binder)
        : reference.name;
  if (name === undefined) throw new Error('an expression speaks of a process that is not bound');
  return name;
}

function labelsOf(system: System, state: State, processName: string): readonly string[] {
  const process = system.processes[processIndex(system, processName)] as Process;
  const location = state.locations.get(processName);
  return location === undefined ? [] : (locationNamed(process.template.graph, location)?.labels ?? []);
}
