import { and, type Expression, type ExpressionNode } from '../system/index.js';
import { mentions, type Quantifier } from './nodes.js';

/** "Some process is so, and another one is so": a quantifier over two processes that differ. */
export interface Pair {
  readonly one: Quantifier;
  readonly other: Quantifier;
}

/** Takes `exists t: A(t) && exists u: B(u) && u != t` apart into `exists t: A(t)` and `exists u: B(u)`. */
export function pairOf(node: Quantifier): Pair | undefined {
  const parts = operandsOfAnd(node.body);
  const inner = parts.flatMap((each) => (each.kind === 'exists' ? [each] : []));
  const [other] = inner;
  if (!other || inner.length > 1) return undefined;
  const isDistinctness = (each: ExpressionNode): boolean => tellsApart(each, node.binder, other.binder);
  const inside = operandsOfAnd(other.body);
  const others = inside.filter((each) => !isDistinctness(each));
  if (others.length === inside.length || others.some((each) => mentions(each, node.binder))) return undefined;
  return {
    one: { ...node, body: all(parts.filter((each) => each !== other)) },
    other: { ...other, body: all(others) },
  };
}

function tellsApart(node: ExpressionNode, one: string, other: string): boolean {
  if (node.kind !== 'not' || node.operand.kind !== 'equal') return false;
  const binders = [node.operand.left, node.operand.right].map((each) =>
    each.kind === 'process' && each.process.kind === 'bound' ? each.process.binder : undefined,
  );
  return one !== other && binders.includes(one) && binders.includes(other);
}

function operandsOfAnd(node: ExpressionNode): readonly ExpressionNode[] {
  return node.kind === 'and' ? node.operands : [node];
}

function all(nodes: readonly ExpressionNode[]): ExpressionNode {
  return and(...(nodes as readonly Expression<boolean>[]));
}
