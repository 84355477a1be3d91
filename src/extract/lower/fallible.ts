import { bare, type CNode } from '../c/index.js';
import { actsOf } from './expression.js';
import type { Scope } from './scope.js';
import type { Step, Steps } from './step.js';

/*
 * Locks that may not be taken, and who asks for them: `if (mutex_lock_interruptible(&m)) return -EINTR;`, `if (!spin_trylock(&l)) …`.
 */

/** A call that takes a lock or does not, and what its result means. */
export interface Attempt {
  readonly step: Step;
  /** Whether a condition that is true says that the lock was taken. */
  readonly trueMeansTaken: boolean;
  /** The variable into which the result goes. */
  readonly variable?: string;
}

/** The attempt that an expression is, as a condition or as what is assigned. */
export function attemptIn(given: CNode, scope: Scope): Attempt | undefined {
  const node = bare(given);
  if (node.type === 'call_expression') return attemptOfCall(node, scope);
  if (node.type === 'assignment_expression') {
    const right = node.fields.get('right');
    const found = right && attemptIn(right, scope);
    return found && { ...found, variable: node.fields.get('left')?.text ?? '' };
  }
  const operand = comparedWithZero(node);
  const found = operand && attemptIn(operand.node, scope);
  return found && (operand.isNegated ? { ...found, trueMeansTaken: !found.trueMeansTaken } : found);
}

function attemptOfCall(node: CNode, scope: Scope): Attempt | undefined {
  const name = node.fields.get('function')?.text ?? '';
  const row = scope.callOf(name);
  if (!row?.when) return undefined;
  const [step] = actsOf(row, node.fields.get('arguments')?.children ?? [], scope, { line: node.line });
  if (step?.kind !== 'lock' && step?.kind !== 'trylock' && step?.kind !== 'wait') return undefined;
  return { step, trueMeansTaken: row.when === 'nonzero' };
}

/** `!x`, `x == 0`, `x < 0`, `x != 0`: what is asked, and whether true says that it is zero. */
function comparedWithZero(node: CNode): { readonly node: CNode; readonly isNegated: boolean } | undefined {
  const [left, right] = node.children;
  if (node.type === 'unary_expression' && node.operators.includes('!') && left)
    return { node: left, isNegated: true };
  if (node.type !== 'binary_expression' || !left || right?.text !== '0') return undefined;
  const [operator = ''] = node.operators;
  return ['==', '!=', '<'].includes(operator) ? { node: left, isNegated: operator === '==' } : undefined;
}

/** Whether a condition asks only for what was assigned before: with which branch it goes on where that was zero. */
export function asksFor(given: CNode, variable: string): 'nonzero' | 'zero' | undefined {
  const node = bare(given);
  if (node.type === 'identifier') return node.text === variable ? 'nonzero' : undefined;
  const operand = comparedWithZero(node);
  const asked = operand && asksFor(operand.node, variable);
  if (asked === undefined || !operand?.isNegated) return asked;
  return asked === 'zero' ? 'nonzero' : 'zero';
}

/** The attempt with what follows where it succeeds, and where it does not. */
export function afterAttempt({ step }: Attempt, taken: Steps, failed: Steps): Step {
  if (step.kind === 'trylock') return { ...step, taken, busy: failed };
  return { kind: 'choice', at: step.at, branches: [failed, [step, ...taken]] };
}
