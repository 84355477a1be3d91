import type { ComparisonOperator, Condition, DataOperand } from '../scenario/index.js';
import { and, type Expression, equal, less, not, or, type Value } from '../system/index.js';

/** What data holds, as a task sees it. */
type Read = (data: string) => Expression;

/** A condition of a scenario, of what `read` gives. */
export function conditionOn(condition: Condition, read: Read): Expression<boolean> {
  switch (condition.kind) {
    case 'comparison':
      return compare(read(condition.data), condition.operator, operandOn(condition.operand, read));
    case 'not':
      return not(conditionOn(condition.operand, read));
    case 'and':
      return and(...condition.operands.map((each) => conditionOn(each, read)));
    case 'or':
      return or(...condition.operands.map((each) => conditionOn(each, read)));
  }
}

/** A value, or what other data holds. */
export function operandOn(operand: DataOperand, read: Read): Expression {
  return operand.kind === 'value' ? { kind: 'constant', value: operand.value } : read(operand.data);
}

function compare(left: Expression, operator: ComparisonOperator, right: Expression): Expression<boolean> {
  switch (operator) {
    case '=':
      return equal<Value>(left, right);
    case '!=':
      return not(equal<Value>(left, right));
    default: {
      // The parser orders nothing but counters.
      const [one, other] = [left as Expression<number>, right as Expression<number>];
      if (operator === '<') return less(one, other);
      if (operator === '>=') return not(less(one, other));
      return operator === '>' ? less(other, one) : not(less(other, one));
    }
  }
}

/** True where a number is in a range. */
export function isWithin(
  { low, high }: { readonly low: number; readonly high: number },
  number: Expression<number>,
): Expression<boolean> {
  return and(not(less(number, low)), not(less(high, number)));
}
