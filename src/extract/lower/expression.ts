import { bare, type CNode, descendants } from '../c/index.js';
import type { KernelCall } from './calls.js';
import type { Scope } from './scope.js';
import type { Place, Step, Steps } from './step.js';

/** A lock whose owner is still beside its name: which of several objects is meant is decided when all of the body was read. */
export const ownerMark = '@';

/** What happens while an expression is evaluated, from left to right. */
export function lowerExpression(given: CNode, scope: Scope, usesResult = true): Steps {
  const node = bare(given);
  switch (node.type) {
    case 'call_expression':
      return lowerCall(node, scope, usesResult);
    case 'binary_expression':
      return isShortCircuit(node) ? lowerShortCircuit(node, scope) : lowerAll(node.children, scope);
    case 'conditional_expression': {
      const [condition, ...ways] = node.children;
      const branches = ways.map((way) => lowerExpression(way, scope));
      return [
        ...(condition ? lowerExpression(condition, scope) : []),
        { kind: 'choice', at: { line: node.line }, branches },
      ];
    }
    case 'sizeof_expression':
      return [];
    default:
      return lowerAll(node.children, scope);
  }
}

/** What happens in a statement that is an expression, and that it touches what others see. */
export function lowerEffects(node: CNode, scope: Scope): Steps {
  const steps = lowerExpression(node, scope, false);
  return touchesShared(node, scope)
    ? [...steps, { kind: 'touch', text: node.text, at: { line: node.line } }]
    : steps;
}

function lowerAll(nodes: readonly CNode[], scope: Scope): Steps {
  return nodes.flatMap((node) => lowerExpression(node, scope));
}

function isShortCircuit(node: CNode): boolean {
  return node.operators.some((operator) => operator === '&&' || operator === '||');
}

/** What stands on the right may happen or not. */
function lowerShortCircuit(node: CNode, scope: Scope): Steps {
  const [left, right] = node.children;
  const first = left ? lowerExpression(left, scope) : [];
  const second = right ? lowerExpression(right, scope) : [];
  if (second.length === 0) return first;
  return [...first, { kind: 'choice', at: { line: node.line }, branches: [second, []] }];
}

function lowerCall(node: CNode, scope: Scope, usesResult: boolean): Steps {
  const called = node.fields.get('function');
  const given = node.fields.get('arguments')?.children ?? [];
  const before = lowerAll(given, scope);
  const at: Place = { line: node.line };
  if (called?.type === 'identifier') {
    const row = scope.callOf(called.text);
    if (row) return [...before, ...actsOf(row, given, scope, at)];
    return [...before, { kind: 'call', name: called.text, throughField: false, usesResult, at }];
  }
  if (called?.type === 'field_expression')
    return [
      ...before,
      { kind: 'call', name: called.fields.get('field')?.text ?? '', throughField: true, usesResult, at },
    ];
  return before;
}

/** The steps of a call that a table knows. A lock that may fail is taken here, where nobody asks whether it did. */
export function actsOf(row: KernelCall, given: readonly CNode[], scope: Scope, at: Place): readonly Step[] {
  const name = (): string => {
    const { name: object, owner } = scope.objectOf(row, given);
    return owner === '' ? object : `${object}${ownerMark}${owner}`;
  };
  switch (row.does) {
    case 'lock':
      return [{ kind: 'lock', lock: name(), lockKind: row.kind ?? 'mutex', at }];
    case 'unlock':
      return [{ kind: 'unlock', lock: name(), lockKind: row.kind ?? 'mutex', at }];
    case 'trylock':
      return [{ kind: 'trylock', lock: name(), lockKind: row.kind ?? 'mutex', taken: [], busy: [], at }];
    case 'wait':
    case 'wake':
      return [{ kind: row.does, event: name(), at }];
    case 'allocate': {
      const flags = given[(row.flags ?? 2) - 1]?.text ?? '';
      return /GFP_(?:KERNEL|USER|NOFS|NOIO)/.test(flags) ? [{ kind: 'simple', does: 'sleep', at }] : [];
    }
    case 'sleep':
      return [{ kind: 'simple', does: 'sleep', at }];
    case 'read-lock':
      return [{ kind: 'simple', does: 'rcu-read-lock', at }];
    case 'read-unlock':
      return [{ kind: 'simple', does: 'rcu-read-unlock', at }];
    case 'synchronize':
      return [{ kind: 'simple', does: 'synchronize-rcu', at }];
    case 'preempt-off':
      return [{ kind: 'simple', does: 'preempt-disable', at }];
    case 'preempt-on':
      return [{ kind: 'simple', does: 'preempt-enable', at }];
    case 'get':
    case 'put':
    case 'nothing':
      return [];
  }
}

/** Whether others see what an expression reads or writes: a member behind a pointer, or what is declared elsewhere. */
function touchesShared(node: CNode, scope: Scope): boolean {
  for (const each of descendants(node)) {
    if (each.type === 'field_expression' && each.operators.includes('->')) return true;
    if (each.type === 'assignment_expression' || each.type === 'update_expression') {
      const target = bare(each.fields.get('left') ?? each.fields.get('argument') ?? each);
      if (target.type === 'identifier' && !scope.isLocal(target.text)) return true;
      if (target.type === 'pointer_expression') return true;
    }
  }
  return false;
}
