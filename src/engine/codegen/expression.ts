import { type ExpressionNode, processesWithRole, type Value } from '../../system/index.js';
import {
  type ConditionCode,
  conjunction,
  disjunction,
  type NumberCode,
  negation,
  readField,
} from './code.js';
import { bindIn, cellOf, type GenerationContext, indexOf, nameOf } from './context.js';
import { generateAt } from './standing.js';

/** An integer, with the interval that it stays in. */
export interface IntegerCode {
  readonly code: NumberCode;
  readonly low: number;
  readonly high: number;
}

/** The index of a name in a list of them. */
export interface NameCode {
  readonly code: NumberCode;
  /** Whether the name may be one that is not in the list: then its index is less than 0. */
  readonly mayBeMissing: boolean;
}

/** The condition that an expression is true. */
export function generateCondition(node: ExpressionNode, context: GenerationContext): ConditionCode {
  switch (node.kind) {
    case 'constant':
      return node.value === true;
    case 'variable':
      return `(${readField(cellOf(node, context).field)} === 1)`;
    case 'at':
      return generateAt(indexOf(node.process, context), node.label, context);
    case 'not':
      return negation(generateCondition(node.operand, context));
    case 'and':
      return conjunction(node.operands.map((each) => generateCondition(each, context)));
    case 'or':
      return disjunction(node.operands.map((each) => generateCondition(each, context)));
    case 'equal':
      return generateEqual(node.left, node.right, context);
    case 'less':
      return `(${generateInteger(node.left, context).code} < ${generateInteger(node.right, context).code})`;
    case 'conditional': {
      const condition = generateCondition(node.condition, context);
      const whenTrue = generateCondition(node.whenTrue, context);
      const whenFalse = generateCondition(node.whenFalse, context);
      return disjunction([conjunction([condition, whenTrue]), conjunction([negation(condition), whenFalse])]);
    }
    case 'forall':
    case 'exists': {
      const bodies = processesWithRole(context.system, node.role).map((name) =>
        generateCondition(node.body, bindIn(context, node.binder, name)),
      );
      return node.kind === 'forall' ? conjunction(bodies) : disjunction(bodies);
    }
    default:
      throw new Error(`a ${node.kind} is no condition`);
  }
}

export function generateInteger(node: ExpressionNode, context: GenerationContext): IntegerCode {
  switch (node.kind) {
    case 'constant': {
      const value = node.value as number;
      return { code: value, low: value, high: value };
    }
    case 'variable': {
      const { field, values } = cellOf(node, context);
      const [low, high] = [values[0] as number, values.at(-1) as number];
      const index = readField(field);
      return { code: low === 0 ? index : `(${index} + ${low})`, low, high };
    }
    case 'add':
    case 'subtract': {
      const [left, right] = [generateInteger(node.left, context), generateInteger(node.right, context)];
      return node.kind === 'add'
        ? { code: `(${left.code} + ${right.code})`, low: left.low + right.low, high: left.high + right.high }
        : { code: `(${left.code} - ${right.code})`, low: left.low - right.high, high: left.high - right.low };
    }
    case 'conditional': {
      const condition = generateCondition(node.condition, context);
      const [yes, no] = [generateInteger(node.whenTrue, context), generateInteger(node.whenFalse, context)];
      return {
        code: `(${condition} ? ${yes.code} : ${no.code})`,
        low: Math.min(yes.low, no.low),
        high: Math.max(yes.high, no.high),
      };
    }
    default:
      throw new Error(`a ${node.kind} is no integer`);
  }
}

/** The index in `names` of a name, or of the name of a process. */
export function generateName(
  node: ExpressionNode,
  names: readonly Value[],
  context: GenerationContext,
): NameCode {
  switch (node.kind) {
    case 'constant':
      return constantName(names.indexOf(node.value));
    case 'process':
      return constantName(names.indexOf(nameOf(node.process, context)));
    case 'variable': {
      const { field, values } = cellOf(node, context);
      const translation = values.map((each) => names.indexOf(each));
      const index = readField(field);
      const isSame = translation.every((each, position) => each === position);
      return {
        code: isSame ? index : `[${translation.join(', ')}][${index}]`,
        mayBeMissing: translation.includes(-1),
      };
    }
    case 'conditional': {
      const condition = generateCondition(node.condition, context);
      const yes = generateName(node.whenTrue, names, context);
      const no = generateName(node.whenFalse, names, context);
      return {
        code: `(${condition} ? ${yes.code} : ${no.code})`,
        mayBeMissing: yes.mayBeMissing || no.mayBeMissing,
      };
    }
    default:
      throw new Error(`a ${node.kind} is no name`);
  }
}

function constantName(index: number): NameCode {
  return { code: index, mayBeMissing: index < 0 };
}

function generateEqual(
  left: ExpressionNode,
  right: ExpressionNode,
  context: GenerationContext,
): ConditionCode {
  const kind = kindOf(left, context) ?? kindOf(right, context) ?? 'name';
  if (kind === 'boolean') {
    const [one, other] = [generateCondition(left, context), generateCondition(right, context)];
    if (typeof other === 'boolean') return other ? one : negation(one);
    if (typeof one === 'boolean') return one ? other : negation(other);
    return `(${one} === ${other})`;
  }
  if (kind === 'integer')
    return `(${generateInteger(left, context).code} === ${generateInteger(right, context).code})`;
  const sides = left.kind === 'variable' ? [left, right] : [right, left];
  const names = [...new Set(sides.flatMap((each) => namesIn(each, context)))];
  const [one, other] = [generateName(left, names, context).code, generateName(right, names, context).code];
  return typeof one === 'number' && typeof other === 'number' ? one === other : `(${one} === ${other})`;
}

function kindOf(
  node: ExpressionNode,
  context: GenerationContext,
): 'boolean' | 'integer' | 'name' | undefined {
  switch (node.kind) {
    case 'constant':
      return typeof node.value === 'boolean'
        ? 'boolean'
        : typeof node.value === 'number'
          ? 'integer'
          : 'name';
    case 'variable': {
      const { sort } = cellOf(node, context).variable;
      return sort.kind === 'boolean' ? 'boolean' : sort.kind === 'range' ? 'integer' : 'name';
    }
    case 'add':
    case 'subtract':
      return 'integer';
    case 'process':
      return 'name';
    case 'conditional':
      return kindOf(node.whenTrue, context) ?? kindOf(node.whenFalse, context);
    default:
      return 'boolean';
  }
}

/** Every name that the expression may have as its value, those of a variable in the order they are stored in. */
function namesIn(node: ExpressionNode, context: GenerationContext): readonly Value[] {
  switch (node.kind) {
    case 'constant':
      return [node.value];
    case 'process':
      return [nameOf(node.process, context)];
    case 'variable':
      return cellOf(node, context).values;
    case 'conditional':
      return [...namesIn(node.whenTrue, context), ...namesIn(node.whenFalse, context)];
    default:
      return [];
  }
}
