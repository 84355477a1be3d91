import { bare, type CNode, plainText } from '../c/index.js';
import { lowerEffects, lowerExpression } from './expression.js';
import { type Attempt, afterAttempt, asksFor, attemptIn } from './fallible.js';
import { lowerSwitch } from './lower-switch.js';
import type { Scope } from './scope.js';
import type { Step, Steps } from './step.js';

/** Where `break` and `continue` go. */
export interface Targets {
  readonly break?: string;
  readonly continue?: string;
}

/** What happens in the statements of a block. */
export function lowerBlock(nodes: readonly CNode[], scope: Scope, targets: Targets): Steps {
  const steps: Step[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    const next = nodes[index + 1];
    if (!node) continue;
    const again = lowerJumpedOver(node, nodes.slice(index + 1), scope, targets);
    if (again) return [...steps, ...again];
    const joined = next && lowerAttemptAndTest(node, next, scope, targets);
    if (joined) {
      steps.push(...joined);
      index += 1;
    } else steps.push(...lowerStatement(node, scope, targets));
  }
  return steps;
}

export function lowerStatement(node: CNode, scope: Scope, targets: Targets): Steps {
  const at = { line: node.line };
  const field = (name: string): Steps => {
    const part = node.fields.get(name);
    return part ? lowerStatement(part, scope, targets) : [];
  };
  switch (node.type) {
    case 'compound_statement':
      return lowerBlock(node.children, scope, targets);
    case 'else_clause':
      return node.children.flatMap((child) => lowerStatement(child, scope, targets));
    case 'if_statement':
      return lowerIf(node, scope, field('consequence'), field('alternative'));
    case 'while_statement':
    case 'for_statement':
    case 'do_statement':
      return lowerLoop(node, scope);
    case 'switch_statement':
      return lowerSwitch(node, scope, (nodes, end) => lowerBlock(nodes, scope, { ...targets, break: end }));
    case 'goto_statement':
      return [{ kind: 'goto', label: node.fields.get('label')?.text ?? '', at }];
    case 'labeled_statement': {
      const [label, ...rest] = node.children;
      return [{ kind: 'label', label: label?.text ?? '', at }, ...lowerBlock(rest, scope, targets)];
    }
    case 'break_statement':
      return targets.break === undefined ? [] : [{ kind: 'goto', label: targets.break, at }];
    case 'continue_statement':
      return targets.continue === undefined ? [] : [{ kind: 'goto', label: targets.continue, at }];
    case 'return_statement':
      return [...node.children.flatMap((child) => lowerExpression(child, scope)), { kind: 'return', at }];
    default:
      return lowerEffects(node, scope);
  }
}

function lowerIf(node: CNode, scope: Scope, whenTrue: Steps, whenFalse: Steps): Steps {
  const condition = node.fields.get('condition');
  if (!condition) return [...whenTrue, ...whenFalse];
  const attempt = attemptIn(condition, scope);
  if (attempt)
    return [
      attempt.trueMeansTaken
        ? afterAttempt(attempt, whenTrue, whenFalse)
        : afterAttempt(attempt, whenFalse, whenTrue),
    ];
  const partly = lowerPartlyAttempt(bare(condition), scope, whenTrue, whenFalse);
  if (partly) return partly;
  const text = plainText(bare(condition).text);
  if (isFalse(text)) return whenFalse;
  if (/^(?:1|true)$/.test(text)) return whenTrue;
  return [
    ...lowerEffects(condition, scope),
    { kind: 'choice', branches: [whenTrue, whenFalse], condition: text, at: { line: node.line } },
  ];
}

/** `busy || !spin_trylock(&l)`: it is tried only where the left side has not decided. */
function lowerPartlyAttempt(
  condition: CNode,
  scope: Scope,
  whenTrue: Steps,
  whenFalse: Steps,
): Steps | undefined {
  const [operator = ''] = condition.operators;
  const [left, right] = condition.children;
  const attempt = /^(?:&&|\|\|)$/.test(operator) && right ? attemptIn(right, scope) : undefined;
  if (!left || !attempt) return undefined;
  const decided = operator === '||' ? whenTrue : whenFalse;
  const tried = attempt.trueMeansTaken
    ? afterAttempt(attempt, whenTrue, whenFalse)
    : afterAttempt(attempt, whenFalse, whenTrue);
  return [
    ...lowerEffects(left, scope),
    { kind: 'choice', branches: [decided, [tried]], at: { line: condition.line } },
  ];
}

function isFalse(condition: string): boolean {
  return /^(?:0|false)$/.test(condition);
}

/** `if (false) { again: … }` is come to only by a jump, and goes on with what follows: it stands behind that as well. */
function lowerJumpedOver(
  node: CNode,
  following: readonly CNode[],
  scope: Scope,
  targets: Targets,
): Steps | undefined {
  const condition = node.type === 'if_statement' ? node.fields.get('condition') : undefined;
  if (!condition || !isFalse(plainText(bare(condition).text))) return undefined;
  const part = node.fields.get('consequence');
  const jumpedTo = part ? lowerStatement(part, scope, targets) : [];
  if (!jumpedTo.some(({ kind }) => kind === 'label')) return undefined;
  const at = { line: node.line };
  const [head, end] = [scope.freshLabel('again'), scope.freshLabel('end of block')];
  return [
    { kind: 'label', label: head, at },
    ...lowerBlock(following, scope, targets),
    { kind: 'goto', label: end, at },
    ...jumpedTo,
    { kind: 'goto', label: head, at },
    { kind: 'label', label: end, at },
  ];
}

/** `err = mutex_lock_interruptible(&m); if (err) …`: what the test asks is whether the lock was taken. */
function lowerAttemptAndTest(node: CNode, next: CNode, scope: Scope, targets: Targets): Steps | undefined {
  const attempt = next.type === 'if_statement' ? assignedAttempt(node, scope) : undefined;
  const condition = next.fields.get('condition');
  if (!attempt?.variable || !condition) return undefined;
  const asked = asksFor(condition, attempt.variable);
  if (asked === undefined) return undefined;
  const [consequence, alternative] = ['consequence', 'alternative'].map((name) => {
    const part = next.fields.get(name);
    return part ? lowerStatement(part, scope, targets) : [];
  });
  const trueMeansTaken = attempt.trueMeansTaken === (asked === 'nonzero');
  const [taken = [], failed = []] = trueMeansTaken ? [consequence, alternative] : [alternative, consequence];
  return [afterAttempt(attempt, taken, failed)];
}

function assignedAttempt(node: CNode, scope: Scope): Attempt | undefined {
  if (node.type === 'expression_statement' && node.children[0]) return attemptIn(node.children[0], scope);
  const declarator = node.type === 'declaration' ? node.fields.get('declarator') : undefined;
  const value = declarator?.type === 'init_declarator' ? declarator.fields.get('value') : undefined;
  const found = value && attemptIn(value, scope);
  return found && { ...found, variable: declarator?.fields.get('declarator')?.text ?? '' };
}

function lowerLoop(node: CNode, scope: Scope): Steps {
  const at = { line: node.line };
  const inner: Required<Targets> = {
    break: scope.freshLabel('break'),
    continue: scope.freshLabel('continue'),
  };
  const bodyNode = node.fields.get('body');
  const body = bodyNode ? lowerStatement(bodyNode, scope, inner) : [];
  const part = (name: string): Steps => {
    const found = node.fields.get(name);
    return found ? lowerEffects(found, scope) : [];
  };
  const condition = node.fields.get('condition');
  const text = condition ? plainText(bare(condition).text) : '';
  const label = (name: string): Step => ({ kind: 'label', label: name, at });
  const after = label(inner.break);
  if (node.type === 'do_statement') {
    const round = [...body, label(inner.continue), ...part('condition')];
    if (/^(?:0|false)$/.test(text)) return [...round, after];
    const again: Step = { kind: 'goto', label: scope.freshLabel('again'), at };
    // Once at least: a jump back to its beginning, or on.
    return [
      label(again.label),
      ...round,
      ...(/^(?:1|true)$/.test(text) ? [again] : [{ kind: 'choice', branches: [[again], []], at } as const]),
      after,
    ];
  }
  const endless = node.type === 'for_statement' ? !condition : /^(?:1|true)$/.test(text);
  const round = [...part('condition'), ...body, label(inner.continue), ...part('update')];
  return [
    ...part('initializer'),
    { kind: 'loop', body: round, endless, at },
    ...(endless ? [] : part('condition')),
    after,
  ];
}
