import type { CNode } from '../c/index.js';
import { lowerExpression } from './expression.js';
import type { Scope } from './scope.js';
import type { Step, Steps } from './step.js';

/** Each case is a way to go on, which falls through to the next one where nothing ends it. */
export function lowerSwitch(
  node: CNode,
  scope: Scope,
  lowerCase: (statements: readonly CNode[], end: string) => Steps,
): Steps {
  const at = { line: node.line };
  const end = scope.freshLabel('end of switch');
  const cases = (node.fields.get('body')?.children ?? []).filter(({ type }) => type === 'case_statement');
  const labels = cases.map(() => scope.freshLabel('case'));
  const bodies = cases.map((each): Steps => {
    const statements = each.children.filter((child) => child !== each.fields.get('value'));
    return lowerCase(statements, end);
  });
  const hasDefault = cases.some((each) => !each.fields.has('value'));
  const jumps: Steps[] = labels.map((label) => [{ kind: 'goto', label, at }]);
  const condition = node.fields.get('condition');
  const goesOn: Step = { kind: 'goto', label: end, at };
  return [
    ...(condition ? lowerExpression(condition, scope) : []),
    { kind: 'choice', branches: hasDefault ? jumps : [...jumps, [goesOn]], at },
    ...bodies.flatMap((body, index): Steps => [{ kind: 'label', label: labels[index] ?? '', at }, ...body]),
    { kind: 'label', label: end, at },
  ];
}
