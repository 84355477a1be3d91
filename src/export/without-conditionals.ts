import { and, type Expression, type ExpressionNode, not, or } from '../system/index.js';

/**
 * The same condition without a conditional expression in it, as claims cannot have one: each is taken apart into the
 * two cases, around the comparison that it is a part of.
 */
export function withoutConditionals(node: ExpressionNode): Expression<boolean> {
  switch (node.kind) {
    case 'not':
      return not(withoutConditionals(node.operand));
    case 'and':
      return and(...node.operands.map(withoutConditionals));
    case 'or':
      return or(...node.operands.map(withoutConditionals));
    case 'conditional':
      return cases(node.condition, node.whenTrue, node.whenFalse);
    case 'forall':
    case 'exists':
      return { ...node, body: withoutConditionals(node.body) };
    case 'equal':
    case 'less': {
      const split = firstConditional(node);
      if (split) return cases(split.condition, split.whenTrue, split.whenFalse);
      // Conditions may be compared too.
      if (node.kind === 'less') return node as Expression<boolean>;
      const [left, right] = [node.left, node.right].map((each) =>
        isCompound(each) ? withoutConditionals(each) : each,
      );
      return { kind: 'equal', left: left as ExpressionNode, right: right as ExpressionNode };
    }
    default:
      return node as Expression<boolean>;
  }
}

function cases(
  condition: ExpressionNode,
  whenTrue: ExpressionNode,
  whenFalse: ExpressionNode,
): Expression<boolean> {
  const is = withoutConditionals(condition);
  return or(and(is, withoutConditionals(whenTrue)), and(not(is), withoutConditionals(whenFalse)));
}

interface Split {
  readonly condition: ExpressionNode;
  readonly whenTrue: ExpressionNode;
  readonly whenFalse: ExpressionNode;
}

/** The first conditional among the operands, and the whole with either branch in its place. */
function firstConditional(node: ExpressionNode): Split | undefined {
  switch (node.kind) {
    case 'conditional':
      return node;
    case 'equal':
    case 'less':
    case 'add':
    case 'subtract':
      for (const side of ['left', 'right'] as const) {
        const inner = firstConditional(node[side]);
        if (inner)
          return {
            condition: inner.condition,
            whenTrue: { ...node, [side]: inner.whenTrue },
            whenFalse: { ...node, [side]: inner.whenFalse },
          };
      }
      return undefined;
    default:
      return undefined;
  }
}

function isCompound({ kind }: ExpressionNode): boolean {
  return ['not', 'and', 'or', 'equal', 'less', 'forall', 'exists'].includes(kind);
}
