import type { ExpressionNode, ProcessReference } from '../system/index.js';

/** A condition about all processes of a role, or about some. */
export type Quantifier = Extract<ExpressionNode, { kind: 'forall' | 'exists' }>;
/** An operation on two expressions. */
export type Binary = Extract<ExpressionNode, { kind: 'equal' | 'less' | 'add' | 'subtract' }>;

/** The expressions that an expression is made of; of a quantifier, its body. */
export function operandsOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'constant':
    case 'variable':
    case 'at':
    case 'process':
      return [];
    case 'not':
      return [node.operand];
    case 'and':
    case 'or':
      return node.operands;
    case 'equal':
    case 'less':
    case 'add':
    case 'subtract':
      return [node.left, node.right];
    case 'conditional':
      return [node.condition, node.whenTrue, node.whenFalse];
    case 'forall':
    case 'exists':
      return [node.body];
  }
}

/** Whether an expression speaks of a bound process. */
export function mentions(node: ExpressionNode, binder: string): boolean {
  const isIt = (reference: ProcessReference | undefined): boolean =>
    reference?.kind === 'bound' && reference.binder === binder;
  switch (node.kind) {
    case 'variable':
      return isIt(node.of);
    case 'at':
    case 'process':
      return isIt(node.process);
    case 'forall':
    case 'exists':
      return node.binder !== binder && mentions(node.body, binder);
    default:
      return operandsOf(node).some((each) => mentions(each, binder));
  }
}
