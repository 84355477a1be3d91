import { printCondition, printStatement, type Scenario, visitStatements } from '../scenario/index.js';
import { type Expression, not, type ProcessReference } from '../system/index.js';
import { bodiesOf } from './bodies.js';
import { isWithin } from './condition.js';
import { type Claim, type ClaimingStatement, isClaiming } from './property.js';
import type { WorkloadVariables } from './variables.js';

/** What a location is labelled with at which a task relies on something. */
export function claimLabel(statement: ClaimingStatement): Claim['label'] {
  switch (statement.kind) {
    case 'assert':
      return `claims ${printCondition(statement.condition)}${statement.bug === undefined ? '' : `, which a bug breaks: ${statement.bug}`}`;
    case 'set':
    case 'complete':
      return `claims that it can ${printStatement(statement)}`;
    default:
      return `claims that it can ${statement.kind} ${statement.data}`;
  }
}

/** Everything that the bodies of the scenario rely on. */
export function claimsOf(scenario: Scenario, variables: WorkloadVariables): readonly Claim[] {
  const claims = new Map<Claim['label'], Claim>();
  for (const body of bodiesOf(scenario))
    visitStatements(body, (statement) => {
      if (!isClaiming(statement)) return;
      const label = claimLabel(statement);
      claims.set(label, { label, statement, condition: (task) => holds(statement, variables, task) });
    });
  return [...claims.values()];
}

function holds(
  statement: ClaimingStatement,
  variables: WorkloadVariables,
  task: ProcessReference,
): Expression<boolean> {
  if (statement.kind === 'assert') return variables.conditionOf(statement.condition, task);
  if (statement.kind === 'complete') return variables.completions.canBeCounted(statement.completion);
  const range = variables.rangeOf(statement.data);
  if (statement.kind === 'set') return isWithin(range, variables.sumOf(statement.value, task));
  const end = statement.kind === 'increment' ? range.high : range.low;
  return not(variables.data.read(statement.data, task).is(end));
}
