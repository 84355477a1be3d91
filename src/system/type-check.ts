import type { ExpressionNode, ProcessReference, VariableNode } from './expression.js';
import { processIndex, rolesOfAll, variableNamed } from './lookup.js';
import { nobody, printSort, type SortDescription, type Value } from './sort.js';
import type { System } from './system.js';
import type { Assignment, Variable } from './variable.js';

/** What kind of value an expression has. */
export type Type = 'boolean' | 'integer' | 'process' | 'name';

/** The processes that an expression may speak of: its `self`, if any, and what quantifiers bound. */
export interface Scope {
  readonly system: System;
  /** The roles of the process that takes the step; absent where no process does. */
  readonly selfRoles?: readonly string[];
  /** Binder to role. */
  readonly bound: ReadonlyMap<string, string>;
  report(problem: string): void;
}

/** Reports what is wrong with an assignment: its target, its value, their types. */
export function checkAssignment(assignment: Assignment, outer: Scope): void {
  const { forEach, value } = assignment;
  const scope = forEach ? bind(outer, forEach.binder, forEach.role) : outer;
  const target: VariableNode = assignment.of
    ? { kind: 'variable', name: assignment.name, of: assignment.of }
    : { kind: 'variable', name: assignment.name };
  const variable = checkVariable(target, scope);
  const type = typeOf(value, scope);
  if (variable === undefined || type === undefined) return;
  if (!agree(type, typeOfSort(variable.sort)))
    scope.report(
      `it assigns a value of type ${type} to '${variable.name}', which is ${printSort(variable.sort)}`,
    );
  else if (value.kind === 'constant' && !contains(scope.system, variable.sort, value.value))
    scope.report(`it assigns ${value.value} to '${variable.name}', which is ${printSort(variable.sort)}`);
}

function checkVariable(node: VariableNode, scope: Scope): Variable | undefined {
  const variable = variableNamed(scope.system, node.name);
  if (variable === undefined) {
    scope.report(`there is no variable '${node.name}'`);
    return undefined;
  }
  if (variable.role === undefined) {
    if (node.of !== undefined) scope.report(`variable '${node.name}' is shared, so no process has its own`);
    return variable;
  }
  if (node.of === undefined) {
    scope.report(`variable '${node.name}' belongs to each ${variable.role}: whose is meant?`);
    return undefined;
  }
  if (!rolesOf(node.of, scope).includes(variable.role))
    scope.report(
      `variable '${node.name}' belongs to each ${variable.role}, which ${printReference(node.of)} is not`,
    );
  return variable;
}

function rolesOf(reference: ProcessReference, { system, selfRoles, bound }: Scope): readonly string[] {
  switch (reference.kind) {
    case 'self':
      return selfRoles ?? [];
    case 'named':
      return system.processes[processIndex(system, reference.name)]?.template.roles ?? [];
    case 'bound': {
      const role = bound.get(reference.binder);
      if (role === undefined) return [];
      return rolesOfAll(system, role);
    }
  }
}

function checkReference(reference: ProcessReference, scope: Scope): void {
  const known =
    reference.kind === 'self'
      ? scope.selfRoles !== undefined
      : reference.kind === 'bound'
        ? scope.bound.has(reference.binder)
        : processIndex(scope.system, reference.name) >= 0;
  if (!known) scope.report(`${printReference(reference)} is unknown here`);
}

function printReference(reference: ProcessReference): string {
  switch (reference.kind) {
    case 'self':
      return 'the process itself';
    case 'bound':
      return `'${reference.binder}'`;
    case 'named':
      return `process '${reference.name}'`;
  }
}

/** Reports an expression that is not of the expected type, and every mistake inside it. */
export function expectType(expected: Type, node: ExpressionNode, scope: Scope, what: string): void {
  const type = typeOf(node, scope);
  if (type !== undefined && type !== expected)
    scope.report(`${what} is of type ${type}, expected ${expected}`);
}

/** The type of an expression, or nothing where a mistake inside it has been reported already. */
function typeOf(node: ExpressionNode, scope: Scope): Type | undefined {
  switch (node.kind) {
    case 'constant':
      return typeOfValue(node.value);
    case 'variable': {
      if (node.of) checkReference(node.of, scope);
      const variable = checkVariable(node, scope);
      return variable && typeOfSort(variable.sort);
    }
    case 'at':
      checkReference(node.process, scope);
      return 'boolean';
    case 'process':
      checkReference(node.process, scope);
      return 'process';
    case 'not':
      expectType('boolean', node.operand, scope, 'the operand of not');
      return 'boolean';
    case 'and':
    case 'or':
      for (const operand of node.operands)
        expectType('boolean', operand, scope, `an operand of ${node.kind}`);
      return 'boolean';
    case 'equal':
      checkComparison(node.left, node.right, scope);
      return 'boolean';
    case 'less':
    case 'add':
    case 'subtract':
      expectType('integer', node.left, scope, `the left operand of ${node.kind}`);
      expectType('integer', node.right, scope, `the right operand of ${node.kind}`);
      return node.kind === 'less' ? 'boolean' : 'integer';
    case 'conditional': {
      expectType('boolean', node.condition, scope, 'the condition');
      const whenTrue = typeOf(node.whenTrue, scope);
      const whenFalse = typeOf(node.whenFalse, scope);
      if (whenTrue && whenFalse && !agree(whenTrue, whenFalse))
        scope.report(`a conditional is of type ${whenTrue} or of type ${whenFalse}`);
      return whenTrue;
    }
    case 'forall':
    case 'exists':
      expectType('boolean', node.body, bind(scope, node.binder, node.role), `the body of ${node.kind}`);
      return 'boolean';
  }
}

function checkComparison(left: ExpressionNode, right: ExpressionNode, scope: Scope): void {
  const types = [typeOf(left, scope), typeOf(right, scope)] as const;
  if (types[0] && types[1] && !agree(types[0], types[1]))
    scope.report(`a value of type ${types[0]} is compared with one of type ${types[1]}`);
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind !== 'variable' || other.kind !== 'constant') continue;
    const sort = variableNamed(scope.system, one.name)?.sort;
    if (
      sort &&
      sort.kind !== 'range' &&
      agree(typeOfSort(sort), typeOfValue(other.value)) &&
      !contains(scope.system, sort, other.value)
    )
      scope.report(`'${one.name}' is ${printSort(sort)}, so it is never ${other.value}`);
  }
}

/** The constant `nobody` and the name of a process are written as names. */
function agree(one: Type, other: Type): boolean {
  const nameLike = (type: Type): boolean => type === 'name' || type === 'process';
  return one === other || (nameLike(one) && nameLike(other));
}

function typeOfValue(value: Value): Type {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'integer';
    default:
      return 'name';
  }
}

function typeOfSort(sort: SortDescription): Type {
  switch (sort.kind) {
    case 'boolean':
      return 'boolean';
    case 'range':
      return 'integer';
    case 'enumeration':
      return 'name';
    case 'process':
      return 'process';
  }
}

/** Whether a value is of a sort. */
export function contains(system: System, sort: SortDescription, value: Value): boolean {
  switch (sort.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'range':
      return typeof value === 'number' && Number.isInteger(value) && value >= sort.low && value <= sort.high;
    case 'enumeration':
      return typeof value === 'string' && sort.values.includes(value);
    case 'process':
      return (
        value === nobody ||
        (typeof value === 'string' &&
          system.processes[processIndex(system, value)]?.template.roles.includes(sort.role) === true)
      );
  }
}

function bind(scope: Scope, binder: string, role: string): Scope {
  return { ...scope, bound: new Map([...scope.bound, [binder, role]]) };
}
