import {
  type Comparison,
  type ComparisonOperator,
  type Condition,
  type DataOperand,
  noObject,
} from '../scenario/index.js';
import { and, type Expression, equal, less, not, or, type Value } from '../system/index.js';

/** What data holds, as a task sees it. */
export interface Reader {
  read(data: string): Expression;
  /** Of what may be attached to an object: true where nothing is. Of any other data, nothing. */
  isMissing(data: string): Expression<boolean> | undefined;
}

/** A condition of a scenario, of what is read so. */
export function conditionOn(condition: Condition, reader: Reader): Expression<boolean> {
  switch (condition.kind) {
    case 'comparison':
      return comparisonOn(condition, reader);
    case 'not':
      return not(conditionOn(condition.operand, reader));
    case 'and':
      return and(...condition.operands.map((each) => conditionOn(each, reader)));
    case 'or':
      return or(...condition.operands.map((each) => conditionOn(each, reader)));
  }
}

/** A value, or what other data holds. */
export function operandOn(operand: DataOperand, reader: Reader): Expression {
  return operand.kind === 'value' ? { kind: 'constant', value: operand.value } : reader.read(operand.data);
}

function comparisonOn({ data, operator, operand }: Comparison, reader: Reader): Expression<boolean> {
  const asksForNone = operand.kind === 'value' && operand.value === noObject;
  const isMissing = asksForNone ? reader.isMissing(data) : undefined;
  if (isMissing) return operator === '=' ? isMissing : not(isMissing);
  return compare(reader.read(data), operator, operandOn(operand, reader));
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
