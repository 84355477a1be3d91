import {
  type ExpressionNode,
  type ProcessReference,
  processesWithRole,
  type System,
  type Value,
  type VariableNode,
  variableKey,
} from '../../system/index.js';
import { type Cell, type Field, type Layout, maskOf } from '../packing/index.js';

/** What generated code needs to know of the expression it stands for. */
export interface GenerationContext {
  readonly system: System;
  readonly layout: Layout;
  /** The index of the process that takes the step, and the location it takes it from. */
  readonly self?: { readonly process: number; readonly location: string };
  /** Binder to process index. */
  readonly bound: ReadonlyMap<string, number>;
  /** Registers a table of bytes and gives the name by which generated code reads it. */
  table(bytes: readonly number[]): string;
}

/** JavaScript source of an integer, with the interval that it stays in. */
export interface IntegerCode {
  readonly code: string;
  readonly low: number;
  readonly high: number;
}

/** JavaScript source that is true when the condition is. The words of the state are in `w0`, `w1`, …. */
export function generateCondition(node: ExpressionNode, context: GenerationContext): string {
  switch (node.kind) {
    case 'constant':
      return String(node.value);
    case 'variable':
      return `(${readCell(cellOf(node, context).field)} === 1)`;
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
      const [condition, whenTrue, whenFalse] = [node.condition, node.whenTrue, node.whenFalse].map((each) =>
        generateCondition(each, context),
      ) as [string, string, string];
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

/** JavaScript source of an integer expression. */
export function generateInteger(node: ExpressionNode, context: GenerationContext): IntegerCode {
  switch (node.kind) {
    case 'constant':
      return { code: String(node.value), low: node.value as number, high: node.value as number };
    case 'variable': {
      const { field, values } = cellOf(node, context);
      const [low, high] = [values[0] as number, values.at(-1) as number];
      return { code: low === 0 ? readCell(field) : `(${readCell(field)} + ${low})`, low, high };
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

/** JavaScript source of the index in `names` of a name or process, `-1` where it is none of them. */
export function generateName(
  node: ExpressionNode,
  names: readonly Value[],
  context: GenerationContext,
): string {
  switch (node.kind) {
    case 'constant':
      return String(names.indexOf(node.value));
    case 'process':
      return String(names.indexOf(nameOf(node.process, context)));
    case 'variable': {
      const { field, values } = cellOf(node, context);
      const translation = values.map((each) => names.indexOf(each));
      return translation.every((each, index) => each === index)
        ? readCell(field)
        : `[${translation.join(', ')}][${readCell(field)}]`;
    }
    case 'conditional':
      return `(${generateCondition(node.condition, context)} ? ${generateName(node.whenTrue, names, context)} : ${generateName(node.whenFalse, names, context)})`;
    default:
      throw new Error(`a ${node.kind} is no name`);
  }
}

/** The cell that a variable node means. */
export function cellOf({ name, of }: VariableNode, context: GenerationContext): Cell {
  return context.layout.cells.get(variableKey(name, of && nameOf(of, context))) as Cell;
}

/** The same context, in which `binder` stands for that process. */
export function bindIn(context: GenerationContext, binder: string, processName: string): GenerationContext {
  const index = context.system.processes.findIndex(({ name }) => name === processName);
  return { ...context, bound: new Map([...context.bound, [binder, index]]) };
}

export function conjunction(conditions: readonly string[]): string {
  const proper = conditions.filter((each) => each !== 'true');
  if (proper.includes('false')) return 'false';
  return proper.length === 0
    ? 'true'
    : proper.length === 1
      ? (proper[0] as string)
      : `(${proper.join(' && ')})`;
}

export function negation(condition: string): string {
  return condition === 'true' ? 'false' : condition === 'false' ? 'true' : `!${condition}`;
}

function disjunction(conditions: readonly string[]): string {
  const proper = conditions.filter((each) => each !== 'false');
  if (proper.includes('true')) return 'true';
  return proper.length === 0
    ? 'false'
    : proper.length === 1
      ? (proper[0] as string)
      : `(${proper.join(' || ')})`;
}

function generateEqual(left: ExpressionNode, right: ExpressionNode, context: GenerationContext): string {
  const kind = kindOf(left, context) ?? kindOf(right, context) ?? 'name';
  if (kind === 'boolean') {
    const [one, other] = [generateCondition(left, context), generateCondition(right, context)];
    if (other === 'true' || one === 'true') return other === 'true' ? one : other;
    if (other === 'false' || one === 'false') return negation(other === 'false' ? one : other);
    return `(${one} === ${other})`;
  }
  if (kind === 'integer')
    return `(${generateInteger(left, context).code} === ${generateInteger(right, context).code})`;
  const sides = left.kind === 'variable' ? [left, right] : [right, left];
  const names = [...new Set(sides.flatMap((each) => namesIn(each, context)))];
  const [one, other] = [generateName(left, names, context), generateName(right, names, context)];
  return /^-?\d+$/.test(one) && /^-?\d+$/.test(other) ? String(one === other) : `(${one} === ${other})`;
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

function generateAt(process: number, label: string, context: GenerationContext): string {
  const { locations } = (context.system.processes[process] as System['processes'][number]).template.graph;
  if (context.self?.process === process) {
    const here = locations.find(({ name }) => name === context.self?.location);
    return String(here?.labels.includes(label) ?? false);
  }
  return generateStandsAt(
    process,
    locations.flatMap(({ labels }, index) => (labels.includes(label) ? [index] : [])),
    context,
  );
}

/** JavaScript source that is true while a process stands at one of some locations, given by their numbers. */
export function generateStandsAt(
  process: number,
  matching: readonly number[],
  context: GenerationContext,
): string {
  const { locations } = (context.system.processes[process] as System['processes'][number]).template.graph;
  if (matching.length === 0) return 'false';
  if (matching.length === locations.length) return 'true';
  const location = readCell(context.layout.locationFields[process] as Field);
  const [first, last] = [matching[0] as number, matching.at(-1) as number];
  if (first === last) return `(${location} === ${first})`;
  if (locations.length <= 32) {
    const set = matching.reduce((bits, index) => bits | (1 << index), 0);
    return `((${set} >>> ${location} & 1) === 1)`;
  }
  if (last - first + 1 === matching.length && first === 0) return `(${location} <= ${last})`;
  const table = context.table(locations.map((_, index) => (matching.includes(index) ? 1 : 0)));
  return `(${table}[${location}] === 1)`;
}

function readCell({ word, shift, bits }: Field): string {
  if (bits === 0) return '0';
  return shift === 0 ? `(w${word} & ${maskOf(bits)})` : `(w${word} >>> ${shift} & ${maskOf(bits)})`;
}

function indexOf(reference: ProcessReference, context: GenerationContext): number {
  const index =
    reference.kind === 'self'
      ? context.self?.process
      : reference.kind === 'bound'
        ? context.bound.get(reference.binder)
        : context.system.processes.findIndex(({ name }) => name === reference.name);
  if (index === undefined || index < 0)
    throw new Error('an expression speaks of a process that nobody bound');
  return index;
}

function nameOf(reference: ProcessReference, context: GenerationContext): string {
  return context.system.processes[indexOf(reference, context)]?.name as string;
}
