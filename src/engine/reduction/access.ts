import {
  type Assignment,
  type ExpressionNode,
  locationsLabelled,
  type ProcessReference,
  type ProgramGraph,
  processesWithRole,
  processIndex,
  type System,
  variableKey,
} from '../../system/index.js';

/** A set of small numbers, as bits. */
export type Bits = bigint;

/**
 * What a step, or a condition, depends on and changes. Variables are numbered by {@link VariableNumbers}. Of where a process
 * stands, only whether it is at one of some locations is asked.
 */
export interface Access {
  reads: Bits;
  writes: Bits;
  /** By process index: the sets of locations of its graph of which it is asked whether the process is there. */
  readonly sees: Map<number, Set<Bits>>;
}

export function nothing(): Access {
  return { reads: 0n, writes: 0n, sees: new Map() };
}

/** Adds what is in `other` to `access`. */
export function include(access: Access, other: Access): void {
  access.reads |= other.reads;
  access.writes |= other.writes;
  for (const [process, sets] of other.sees) for (const set of sets) see(access, process, set);
}

/** Numbers each variable, and each process's own, from 0. */
export class VariableNumbers {
  private readonly numbers = new Map<string, number>();

  constructor(readonly system: System) {
    for (const { name, role } of system.variables)
      for (const key of role === undefined
        ? [variableKey(name)]
        : processesWithRole(system, role).map((process) => variableKey(name, process)))
        this.numbers.set(key, this.numbers.size);
  }

  bit(name: string, processName: string | undefined): Bits {
    return 1n << BigInt(this.numbers.get(variableKey(name, processName)) as number);
  }
}

/** The processes that an expression speaks of: the one that takes the step, and those that each binder may stand for. */
export interface Scope {
  readonly numbers: VariableNumbers;
  /** By its index. */
  readonly self?: number;
  readonly bound: ReadonlyMap<string, readonly number[]>;
}

export function indicesWithRole(system: System, role: string): readonly number[] {
  return system.processes.flatMap(({ template }, index) => (template.roles.includes(role) ? [index] : []));
}

/** Every process that a reference may mean. */
export function processesOf(reference: ProcessReference, { numbers, self, bound }: Scope): readonly number[] {
  switch (reference.kind) {
    case 'self':
      return self === undefined ? [] : [self];
    case 'bound':
      return bound.get(reference.binder) ?? [];
    case 'named':
      return [processIndex(numbers.system, reference.name)];
  }
}

/** Notes what the value of an expression depends on. */
export function readExpression(node: ExpressionNode, scope: Scope, access: Access): void {
  const { numbers, self } = scope;
  const { system } = numbers;
  const inner = (each: ExpressionNode): void => readExpression(each, scope, access);
  switch (node.kind) {
    case 'constant':
    case 'process':
      return;
    case 'variable':
      access.reads |= bitsOf(node, scope);
      return;
    case 'at':
      // Where the process itself stands is known of a step.
      for (const process of processesOf(node.process, scope))
        if (process !== self) see(access, process, locationsWith(system, process, [node.label]));
      return;
    case 'not':
      inner(node.operand);
      return;
    case 'and':
    case 'or': {
      const { labels, others } = labelsTogether(node.operands);
      for (const [reference, names] of labels)
        for (const process of processesOf(reference, scope))
          if (process !== self)
            for (const set of node.kind === 'or' ? [names] : names.map((name) => [name]))
              see(access, process, locationsWith(system, process, set));
      others.forEach(inner);
      return;
    }
    case 'equal':
    case 'less':
    case 'add':
    case 'subtract':
      inner(node.left);
      inner(node.right);
      return;
    case 'conditional':
      inner(node.condition);
      inner(node.whenTrue);
      inner(node.whenFalse);
      return;
    case 'forall':
    case 'exists':
      readExpression(node.body, bind(scope, node.binder, indicesWithRole(system, node.role)), access);
  }
}

/** Notes what an assignment changes and depends on. */
export function readAssignment(assignment: Assignment, scope: Scope, access: Access): void {
  const { forEach, value } = assignment;
  const within = forEach
    ? bind(scope, forEach.binder, indicesWithRole(scope.numbers.system, forEach.role))
    : scope;
  access.writes |= bitsOf(assignment, within);
  readExpression(value, within, access);
}

/** The variables that a name and an owner may mean. */
export function bitsOf(
  { name, of }: { readonly name: string; readonly of?: ProcessReference },
  scope: Scope,
): Bits {
  const { numbers } = scope;
  if (of === undefined) return numbers.bit(name, undefined);
  return processesOf(of, scope).reduce(
    (bits, process) => bits | numbers.bit(name, numbers.system.processes[process]?.name),
    0n,
  );
}

export function bind(scope: Scope, binder: string, processes: readonly number[]): Scope {
  return { ...scope, bound: new Map([...scope.bound, [binder, processes]]) };
}

/** The locations of a process that carry one of some labels. */
export function locationsWith(system: System, process: number, labels: readonly string[]): Bits {
  const { graph } = (system.processes[process] as System['processes'][number]).template;
  return labels.reduce((bits, label) => bits | bitsOfLabel(graph, label), 0n);
}

const labelBits = new WeakMap<readonly number[], Bits>();

function bitsOfLabel(graph: ProgramGraph, label: string): Bits {
  const numbers = locationsLabelled(graph, label);
  const known = labelBits.get(numbers);
  if (known !== undefined) return known;
  const bits = bitsFrom(numbers, graph.locations.length);
  labelBits.set(numbers, bits);
  return bits;
}

/** The set of some numbers below `length`. To add them one by one would copy it each time. */
export function bitsFrom(numbers: readonly number[], length: number): Bits {
  const digits = new Uint8Array(length + 1);
  for (const number of numbers) digits[length - number] = 1;
  return BigInt(`0b${digits.join('')}`);
}

export function has(bits: Bits, number: number): boolean {
  return ((bits >> BigInt(number)) & 1n) === 1n;
}

function see(access: Access, process: number, locations: Bits): void {
  const sets = access.sees.get(process);
  if (sets) sets.add(locations);
  else access.sees.set(process, new Set([locations]));
}

/** Of several operands, the labels that are asked of one process, together: `at` one label or another is one question. */
function labelsTogether(operands: readonly ExpressionNode[]): {
  readonly labels: readonly (readonly [ProcessReference, readonly string[]])[];
  readonly others: readonly ExpressionNode[];
} {
  const labels = new Map<string, [ProcessReference, string[]]>();
  const others: ExpressionNode[] = [];
  for (const operand of operands) {
    if (operand.kind !== 'at') {
      others.push(operand);
      continue;
    }
    const key = JSON.stringify(operand.process);
    const known = labels.get(key);
    if (known) known[1].push(operand.label);
    else labels.set(key, [operand.process, [operand.label]]);
  }
  return { labels: [...labels.values()], others };
}
