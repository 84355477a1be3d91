import {
  and,
  type Expression,
  type ExpressionNode,
  mapParts,
  not,
  or,
  type VariableNode,
} from '../../src/system/index.js';

/** A condition with one operand of one of its conjunctions or disjunctions left out. */
export interface Omission {
  /** What was left out, and by its number which, where the same stands there several times. */
  readonly omitted: string;
  readonly condition: Expression<boolean>;
}

/** Leaves out each operand of each conjunction and disjunction, one at a time. */
export function omissionsOf(condition: Expression<boolean>): readonly Omission[] {
  const counts = new Map<string, number>();
  return leaveOut(condition).map(({ omitted, condition }) => {
    const count = (counts.get(omitted) ?? 0) + 1;
    counts.set(omitted, count);
    return { omitted: count === 1 ? omitted : `${omitted} (${count})`, condition };
  });
}

function leaveOut(node: Expression<boolean>): readonly Omission[] {
  const within = (
    inner: Expression<boolean>,
    put: (inner: Expression<boolean>) => Expression<boolean>,
  ): readonly Omission[] =>
    leaveOut(inner).map(({ omitted, condition }) => ({ omitted, condition: put(condition) }));
  switch (node.kind) {
    case 'and':
    case 'or': {
      const { operands } = node;
      const join = node.kind === 'and' ? and : or;
      return operands.flatMap((operand, index) => [
        { omitted: print(operand), condition: join(...operands.toSpliced(index, 1)) },
        ...within(operand, (inner) => join(...operands.with(index, inner))),
      ]);
    }
    case 'not':
      return within(node.operand, not);
    case 'forall':
    case 'exists':
      return within(node.body, (body) => ({ ...node, body }));
    case 'conditional':
      return (['condition', 'whenTrue', 'whenFalse'] as const).flatMap((part) =>
        within(node[part], (inner) => ({ ...node, [part]: inner })),
      );
    default:
      return [];
  }
}

/** Puts something in the place of each variable that is read. */
export function replaceVariables(
  node: ExpressionNode,
  replacement: (variable: VariableNode) => ExpressionNode,
): ExpressionNode {
  return node.kind === 'variable'
    ? replacement(node)
    : mapParts(node, (part) => replaceVariables(part, replacement));
}

function print(node: ExpressionNode): string {
  switch (node.kind) {
    case 'at':
      return `'${node.label}'`;
    case 'variable':
      return `'${node.name}'`;
    case 'constant':
      return String(node.value);
    case 'not':
      return `not ${print(node.operand)}`;
    case 'and':
    case 'or':
      return `(${node.operands.map(print).join(` ${node.kind} `)})`;
    case 'equal':
      return `${print(node.left)} = ${print(node.right)}`;
    default:
      return node.kind;
  }
}
