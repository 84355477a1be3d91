import { type Expression, type ExpressionNode, mapParts, type ProcessReference } from '../../system/index.js';
import {
  type Access,
  bind,
  indicesWithRole,
  nothing,
  processesOf,
  readExpression,
  type Scope,
  type VariableNumbers,
} from './access.js';

/**
 * A predicate that is to be known to come true or not, as virtual steps of processes, which change nothing and can be taken
 * where it is true: then it comes true in some reachable state exactly if one of them can ever be taken. A step is visible
 * to the predicate if it is dependent on one of these.
 */
export interface VirtualSteps {
  /** By process index, by location: what the step there depends on. Where nothing stands it can never be taken. */
  readonly steps: ReadonlyMap<number, ReadonlyMap<number, Access>>;
  /** What the steps depend on that stand with no process in particular. */
  readonly anywhere: Access;
}

/** One way for a condition to be true: these are all true, of some processes for which the binders stand. */
interface Disjunct {
  readonly conjuncts: readonly ExpressionNode[];
  /** Binder and role, the outermost first. */
  readonly binders: readonly (readonly [string, string])[];
}

/** Beyond this many ways to be true, a condition is taken as one whole. */
const maximumDisjuncts = 1000;

export function virtualStepsOf(condition: Expression<boolean>, numbers: VariableNumbers): VirtualSteps {
  const steps = new Map<number, Map<number, Access>>();
  const anywhere = nothing();
  const ways = disjunctsOf(normalise(condition, false));
  const disjuncts =
    ways.length > maximumDisjuncts ? [{ conjuncts: [condition as ExpressionNode], binders: [] }] : ways;
  for (const disjunct of disjuncts) addSteps(disjunct, numbers, steps, anywhere);
  return { steps, anywhere };
}

/** Adds a step at the locations where one of the processes that a disjunct speaks of must stand for it to be true. */
function addSteps(
  { conjuncts, binders }: Disjunct,
  numbers: VariableNumbers,
  steps: Map<number, Map<number, Access>>,
  anywhere: Access,
): void {
  const { system } = numbers;
  const anchor = anchorOf(conjuncts, binders);
  const scope = binders.reduce<Scope>(
    (outer, [binder, role]) => bind(outer, binder, indicesWithRole(system, role)),
    { numbers, bound: new Map() },
  );
  if (anchor === undefined) {
    for (const conjunct of conjuncts) readExpression(conjunct, scope, anywhere);
    return;
  }
  for (const process of processesOf(anchor, scope)) {
    const here: Scope =
      anchor.kind === 'bound'
        ? { ...bind(scope, anchor.binder, [process]), self: process }
        : { ...scope, self: process };
    const locations = system.processes[process]?.template.graph.locations ?? [];
    locations.forEach(({ labels }, location) => {
      const open = conjuncts.filter((each) => valueAt(each, process, labels, here) !== true);
      if (open.some((each) => valueAt(each, process, labels, here) === false)) return;
      const own = steps.get(process) ?? new Map<number, Access>();
      const access = own.get(location) ?? nothing();
      for (const conjunct of open) readExpression(conjunct, here, access);
      own.set(location, access);
      steps.set(process, own);
    });
  }
}

/** A process of which some conjunct asks where it stands: the first binder's, or one by name. */
function anchorOf(
  conjuncts: readonly ExpressionNode[],
  binders: readonly (readonly [string, string])[],
): ProcessReference | undefined {
  const asked = conjuncts.flatMap(processesAsked);
  return (
    binders
      .map(([binder]) => asked.find((each) => each.kind === 'bound' && each.binder === binder))
      .find((each) => each !== undefined) ?? asked.find(({ kind }) => kind === 'named')
  );
}

function processesAsked(node: ExpressionNode): readonly ProcessReference[] {
  switch (node.kind) {
    case 'at':
      return [node.process];
    case 'not':
      return processesAsked(node.operand);
    case 'and':
    case 'or':
      return node.operands.flatMap(processesAsked);
    default:
      return [];
  }
}

/** What is known of a condition when nothing is known but where one process stands. */
function valueAt(
  node: ExpressionNode,
  process: number,
  labels: readonly string[],
  scope: Scope,
): boolean | undefined {
  switch (node.kind) {
    case 'constant':
      return typeof node.value === 'boolean' ? node.value : undefined;
    case 'at': {
      const asked = processesOf(node.process, scope);
      return asked.length === 1 && asked[0] === process ? labels.includes(node.label) : undefined;
    }
    case 'not': {
      const value = valueAt(node.operand, process, labels, scope);
      return value === undefined ? undefined : !value;
    }
    case 'and':
    case 'or': {
      const values = node.operands.map((each) => valueAt(each, process, labels, scope));
      const decisive = node.kind === 'or';
      if (values.includes(decisive)) return decisive;
      return values.includes(undefined) ? undefined : !decisive;
    }
    default:
      return undefined;
  }
}

/** Moves negations inwards as far as they go. */
function normalise(node: ExpressionNode, negated: boolean): ExpressionNode {
  switch (node.kind) {
    case 'not':
      return normalise(node.operand, !negated);
    case 'and':
    case 'or': {
      const kind = (node.kind === 'and') === negated ? 'or' : 'and';
      return { kind, operands: node.operands.map((each) => normalise(each, negated)) };
    }
    case 'forall':
    case 'exists': {
      const kind = (node.kind === 'forall') === negated ? 'exists' : 'forall';
      return { ...node, kind, body: normalise(node.body, negated) };
    }
    default:
      return negated ? { kind: 'not', operand: node } : node;
  }
}

function disjunctsOf(node: ExpressionNode): readonly Disjunct[] {
  switch (node.kind) {
    case 'or':
      return node.operands.flatMap(disjunctsOf);
    case 'and':
      return node.operands.reduce<readonly Disjunct[]>(
        (soFar, operand) => {
          const others = disjunctsOf(operand);
          return soFar.length * others.length > maximumDisjuncts
            ? soFar.map((each) => ({ ...each, conjuncts: [...each.conjuncts, operand] }))
            : soFar.flatMap((one) =>
                others.map((other) => ({
                  conjuncts: [...one.conjuncts, ...other.conjuncts],
                  binders: [...one.binders, ...other.binders],
                })),
              );
        },
        [{ conjuncts: [], binders: [] }],
      );
    case 'exists': {
      // Two quantifiers beside each other may have the same binder, and speak of different processes.
      const fresh = `${node.binder}'${freshBinders++}`;
      return disjunctsOf(rename(node.body, node.binder, fresh)).map(({ conjuncts, binders }) => ({
        conjuncts,
        binders: [[fresh, node.role], ...binders],
      }));
    }
    default:
      return [{ conjuncts: [node], binders: [] }];
  }
}

let freshBinders = 0;

function rename(node: ExpressionNode, from: string, to: string): ExpressionNode {
  const inner = (each: ExpressionNode): ExpressionNode => rename(each, from, to);
  const reference = (each: ProcessReference): ProcessReference =>
    each.kind === 'bound' && each.binder === from ? { kind: 'bound', binder: to } : each;
  switch (node.kind) {
    case 'variable':
      return node.of ? { ...node, of: reference(node.of) } : node;
    case 'at':
    case 'process':
      return { ...node, process: reference(node.process) };
    case 'forall':
    case 'exists':
      return node.binder === from ? node : mapParts(node, inner);
    default:
      return mapParts(node, inner);
  }
}
