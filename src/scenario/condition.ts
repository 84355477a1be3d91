import type { Arithmetic, Comparison, ComparisonOperator, Condition, DataOperand } from './statement.js';

const opposites: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

export const comparisonOperators = Object.keys(opposites) as readonly ComparisonOperator[];

/** The condition that is true where this one is false. */
export function opposite(condition: Condition): Condition {
  switch (condition.kind) {
    case 'comparison':
      return { ...condition, operator: opposites[condition.operator] };
    case 'not':
      return condition.operand;
    default:
      return { kind: 'not', operand: condition };
  }
}

/** The comparisons of a condition, in the order in which they are written. */
export function comparisonsOf(condition: Condition): readonly Comparison[] {
  switch (condition.kind) {
    case 'comparison':
      return [condition];
    case 'not':
      return comparisonsOf(condition.operand);
    default:
      return condition.operands.flatMap(comparisonsOf);
  }
}

/** The condition as a scenario file writes it, with the parentheses that it needs, and those around what is negated. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'comparison':
      return `${condition.data} ${condition.operator} ${printOperand(condition.operand)}`;
    case 'not':
      return condition.operand.kind === 'not'
        ? `not ${printCondition(condition.operand)}`
        : `not (${printCondition(condition.operand)})`;
    default:
      return condition.operands
        .map((each) =>
          condition.kind === 'and' && each.kind === 'or' ? `(${printCondition(each)})` : printCondition(each),
        )
        .join(` ${condition.kind} `);
  }
}

export function printOperand(operand: DataOperand | Arithmetic): string {
  switch (operand.kind) {
    case 'value':
      return String(operand.value);
    case 'data':
      return operand.data;
    case 'arithmetic':
      return `${operand.counter} ${operand.operator} ${printOperand(operand.operand)}`;
  }
}
