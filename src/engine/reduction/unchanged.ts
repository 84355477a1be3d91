import type {
  Assignment,
  Edge,
  ExpressionNode,
  ProcessReference,
  Value,
  VariableNode,
} from '../../system/index.js';
import { type Access, bitsOf, nothing, readAssignment, type Scope, type VariableNumbers } from './access.js';
import { scopeOf } from './dependence.js';

/**
 * The assignments of constants, by steps of a process, to variables that others depend on or change: where such a variable has
 * that value already, the steps change nothing.
 *
 * @param touched what others depend on or change
 */
export function constantAssignments(
  process: number,
  edges: readonly Edge[],
  touched: Access,
  numbers: VariableNumbers,
): readonly Assignment[] {
  const scope: Scope = { numbers, self: process, bound: new Map() };
  const isOfMany = ({ forEach, of }: Assignment): boolean => forEach !== undefined || of?.kind === 'bound';
  // It may be the same variable that they give another value.
  const many = nothing();
  for (const edge of edges)
    for (const assignment of edge.assignments.filter(isOfMany))
      readAssignment(assignment, scopeOf(edge, process, numbers), many);
  const byTarget = new Map<string, Assignment[]>();
  for (const assignment of edges.flatMap(({ assignments }) => assignments)) {
    if (isOfMany(assignment)) continue;
    const bits = bitsOf(assignment, scope);
    if ((bits & (touched.reads | touched.writes)) === 0n || (bits & many.writes) !== 0n) continue;
    byTarget.set(String(bits), [...(byTarget.get(String(bits)) ?? []), assignment]);
  }
  // Where two steps give a variable different values, it cannot be unchanged by both.
  return [...byTarget.values()].flatMap(([first, ...others]) => {
    const value = first && constantOf(first);
    const isOne = value !== undefined && others.every((each) => constantOf(each) === value);
    return first && isOne ? [first] : [];
  });
}

/** Whether a guard is false where some variables have the values that they would be given. */
export function isRefuted(guard: ExpressionNode, unchanged: readonly Assignment[]): boolean {
  switch (guard.kind) {
    case 'and':
      return guard.operands.some((each) => isRefuted(each, unchanged));
    case 'variable':
      return valueGiven(guard, unchanged) === false;
    case 'not':
      return guard.operand.kind === 'variable' && valueGiven(guard.operand, unchanged) === true;
    case 'equal': {
      const [variable, constant] =
        guard.left.kind === 'variable' ? [guard.left, guard.right] : [guard.right, guard.left];
      if (variable.kind !== 'variable' || constant.kind !== 'constant') return false;
      const value = valueGiven(variable, unchanged);
      return value !== undefined && value !== constant.value;
    }
    default:
      return false;
  }
}

function valueGiven({ name, of }: VariableNode, unchanged: readonly Assignment[]): Value | undefined {
  const known = unchanged.find((each) => each.name === name && isSame(each.of, of));
  return known && constantOf(known);
}

function constantOf({ value }: Assignment): Value | undefined {
  return value.kind === 'constant' ? value.value : undefined;
}

function isSame(one: ProcessReference | undefined, other: ProcessReference | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.kind === 'self' || other.kind === 'self') return one.kind === other.kind;
  return one.kind === 'named' && other.kind === 'named' && one.name === other.name;
}
