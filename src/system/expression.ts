import type { Value } from './sort.js';

declare const carried: unique symbol;

/**
 * A side-effect-free expression, as data: it is interpreted, compiled, printed, exported and analysed, so it is
 * never a closure. The type parameter is the type of its value; it exists for the compiler only.
 */
export type Expression<V extends Value = Value> = ExpressionNode & { readonly [carried]?: V };

export type ExpressionNode =
  | { readonly kind: 'constant'; readonly value: Value }
  | VariableNode
  | { readonly kind: 'at'; readonly process: ProcessReference; readonly label: string }
  | { readonly kind: 'process'; readonly process: ProcessReference }
  | { readonly kind: 'not'; readonly operand: ExpressionNode }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ExpressionNode[] }
  | {
      readonly kind: 'equal' | 'less' | 'add' | 'subtract';
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: ExpressionNode;
      readonly whenTrue: ExpressionNode;
      readonly whenFalse: ExpressionNode;
    }
  | {
      readonly kind: 'forall' | 'exists';
      readonly binder: string;
      readonly role: string;
      readonly body: ExpressionNode;
    };

export interface VariableNode {
  readonly kind: 'variable';
  readonly name: string;
  /** The process whose variable it is; absent for a shared one. */
  readonly of?: ProcessReference;
}

/** The process that an expression speaks of: the one that takes the step, one that is bound by a quantifier or a choice, or one by name. */
export type ProcessReference =
  | { readonly kind: 'self' }
  | { readonly kind: 'bound'; readonly binder: string }
  | { readonly kind: 'named'; readonly name: string };

/** A value or an expression for one: builders take both, so that models can write `is('idle')`. */
export type Operand<V extends Value> = V | Expression<V>;

/** The process that takes the step. */
export const self: ProcessReference = { kind: 'self' };

export function processNamed(name: string): ProcessReference {
  return { kind: 'named', name };
}

export function constant<V extends Value>(value: V): Expression<V> {
  return { kind: 'constant', value };
}

export const always: Expression<boolean> = { kind: 'constant', value: true };
export const never: Expression<boolean> = { kind: 'constant', value: false };

export function operand<V extends Value>(value: Operand<V>): Expression<V> {
  return typeof value === 'object' ? value : { kind: 'constant', value };
}

/** True while `process` stands at a location that carries `label`. */
export function at(process: ProcessReference, label: string): Expression<boolean> {
  return { kind: 'at', process, label };
}

/** The process itself, as a value that can be compared with, or stored in, a variable of a `process` sort. */
export function identity(process: ProcessReference): Expression<string> {
  return { kind: 'process', process };
}

export function not(condition: Expression<boolean>): Expression<boolean> {
  if (condition.kind === 'constant') return condition.value ? never : always;
  if (condition.kind === 'not') return condition.operand;
  return { kind: 'not', operand: condition };
}

export function and(...conditions: readonly Expression<boolean>[]): Expression<boolean> {
  const operands = flatten('and', conditions).filter((each) => !isConstant(each, true));
  if (operands.some((each) => isConstant(each, false))) return never;
  return operands.length < 2 ? (operands[0] ?? always) : { kind: 'and', operands };
}

export function or(...conditions: readonly Expression<boolean>[]): Expression<boolean> {
  const operands = flatten('or', conditions).filter((each) => !isConstant(each, false));
  if (operands.some((each) => isConstant(each, true))) return always;
  return operands.length < 2 ? (operands[0] ?? never) : { kind: 'or', operands };
}

export function implies(premise: Expression<boolean>, conclusion: Expression<boolean>): Expression<boolean> {
  return or(not(premise), conclusion);
}

export function equal<V extends Value>(left: Operand<V>, right: Operand<V>): Expression<boolean> {
  return { kind: 'equal', left: operand(left), right: operand(right) };
}

/** Integer order. Names and processes have none. */
export function less(left: Operand<number>, right: Operand<number>): Expression<boolean> {
  return { kind: 'less', left: operand(left), right: operand(right) };
}

export function add(left: Operand<number>, right: Operand<number>): Expression<number> {
  return { kind: 'add', left: operand(left), right: operand(right) };
}

export function subtract(left: Operand<number>, right: Operand<number>): Expression<number> {
  return { kind: 'subtract', left: operand(left), right: operand(right) };
}

export function conditional<V extends Value>(
  condition: Expression<boolean>,
  whenTrue: Operand<V>,
  whenFalse: Operand<V>,
): Expression<V> {
  return { kind: 'conditional', condition, whenTrue: operand(whenTrue), whenFalse: operand(whenFalse) };
}

/** True when `body` is true of every process that plays `role`. */
export function forall(
  role: string,
  body: (process: ProcessReference) => Expression<boolean>,
): Expression<boolean> {
  return quantified('forall', role, body);
}

/** True when `body` is true of some process that plays `role`. */
export function exists(
  role: string,
  body: (process: ProcessReference) => Expression<boolean>,
): Expression<boolean> {
  return quantified('exists', role, body);
}

function quantified(
  kind: 'forall' | 'exists',
  role: string,
  body: (process: ProcessReference) => Expression<boolean>,
): Expression<boolean> {
  const [binder, inner] = bindFresh(role, body);
  return { kind, binder, role, body: inner };
}

/**
 * Calls `build` with a bound process and gives the name of the binder with what was built. The name is the role and
 * the nesting depth, so that equal constructions give equal data.
 */
export function bindFresh<T>(role: string, build: (process: ProcessReference) => T): [string, T] {
  const binder = `${role}#${bindingDepth}`;
  bindingDepth += 1;
  try {
    return [binder, build({ kind: 'bound', binder })];
  } finally {
    bindingDepth -= 1;
  }
}

let bindingDepth = 0;

function flatten(
  kind: 'and' | 'or',
  conditions: readonly Expression<boolean>[],
): readonly Expression<boolean>[] {
  return conditions.flatMap((each) => (each.kind === kind ? each.operands : [each]));
}

function isConstant(expression: Expression, value: Value): boolean {
  return expression.kind === 'constant' && expression.value === value;
}

/** The same expression with other parts; what has none, such as a constant or a variable, stays as it is. */
export function mapParts(
  node: ExpressionNode,
  map: (part: ExpressionNode) => ExpressionNode,
): ExpressionNode {
  switch (node.kind) {
    case 'constant':
    case 'variable':
    case 'at':
    case 'process':
      return node;
    case 'not':
      return { ...node, operand: map(node.operand) };
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map(map) };
    case 'equal':
    case 'less':
    case 'add':
    case 'subtract':
      return { ...node, left: map(node.left), right: map(node.right) };
    case 'conditional':
      return {
        ...node,
        condition: map(node.condition),
        whenTrue: map(node.whenTrue),
        whenFalse: map(node.whenFalse),
      };
    case 'forall':
    case 'exists':
      return { ...node, body: map(node.body) };
  }
}
