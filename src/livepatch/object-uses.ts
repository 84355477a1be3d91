import {
  type Condition,
  type DataOperand,
  type LockDeclaration,
  noObject,
  printStatement,
  referenceCount,
  type Statement,
} from '../scenario/index.js';
import {
  always,
  and,
  type Expression,
  never,
  nobody,
  not,
  or,
  type ProcessReference,
} from '../system/index.js';
import { conditionOn } from './condition.js';
import type { Data } from './data.js';
import { dangling, shadowOf } from './objects.js';

/** A way in which a statement uses memory that is not there, or loses memory that is. */
export interface ObjectFault {
  readonly kind: ObjectFaultKind;
  /** The reference, or the shadow variable, as it is written. */
  readonly name: string;
  /** True where `task`, about to execute the statement, would do that. */
  isDone(task: ProcessReference): Expression<boolean>;
}

export const objectFaultKinds = [
  'refers-to-nothing',
  'use-after-free',
  'double-free',
  'lock-held',
  'shadow-leaked',
  'no-shadow',
  'second-shadow',
  'count-saturated',
] as const;

export type ObjectFaultKind = (typeof objectFaultKinds)[number];

/** A statement that uses objects, with all that may be wrong with that. */
export interface ObjectUse {
  readonly label: `uses ${string}`;
  readonly statement: Statement;
  readonly faults: readonly ObjectFault[];
  /** True where `task`, about to execute the statement, does none of that. */
  isSafe(task: ProcessReference): Expression<boolean>;
}

/** What a statement may do wrong, or nothing, if it uses no object. */
export function objectUseOf(
  statement: Statement,
  data: Data,
  locks: readonly LockDeclaration[],
): ObjectUse | undefined {
  const faults = faultsOf(statement, data, locks);
  if (faults.length === 0) return undefined;
  return {
    label: `uses ${printStatement(statement)}`,
    statement,
    faults,
    isSafe: (task) => and(...faults.map(({ isDone }) => not(isDone(task)))),
  };
}

type Reached = (task: ProcessReference) => Expression<boolean>;
const alwaysReached: Reached = () => always;

function faultsOf(
  statement: Statement,
  data: Data,
  locks: readonly LockDeclaration[],
): readonly ObjectFault[] {
  switch (statement.kind) {
    case 'new':
    case 'pick':
      return onTheWay(statement.reference, data);
    case 'free':
      return [...onTheWay(statement.reference, data), ...freeing(statement.reference, data)];
    case 'get':
    case 'put':
      return counting(statement.kind, statement.reference, data);
    case 'shadow-alloc':
      return [
        ...onTheWay(statement.shadow, data),
        fault('second-shadow', statement.shadow, (task) => data.isAttached(statement.shadow, task)),
      ];
    case 'shadow-get-or-alloc':
      return onTheWay(statement.shadow, data);
    case 'shadow-free':
      return onTheWay(statement.shadow, data);
    case 'lock':
    case 'unlock':
    case 'trylock': {
      const path = locks.find(({ name }) => name === statement.lock)?.path;
      return path ? [...onTheWay(path.reference, data), ...using(path.reference, data)] : [];
    }
    case 'increment':
    case 'decrement':
      return accessing(statement.data, data);
    case 'set': {
      const { value } = statement;
      const read: readonly DataOperand[] =
        value.kind === 'arithmetic' ? [{ kind: 'data', data: value.counter }, value.operand] : [value];
      return [...read.flatMap((each) => ofOperand(each, data)), ...accessing(statement.data, data)];
    }
    case 'assert':
    case 'if':
      return asking(statement.condition, data, alwaysReached);
    case 'call':
      return statement.arguments.flatMap((each) => ofOperand(each, data));
    case 'switch':
      return accessing(statement.data, data);
    case 'return':
      return statement.value === undefined ? [] : ofOperand(statement.value, data);
    case 'wait':
      return statement.until.kind === 'condition'
        ? asking(statement.until.condition, data, alwaysReached)
        : [];
    default:
      return [];
  }
}

function fault(kind: ObjectFaultKind, name: string, isDone: ObjectFault['isDone']): ObjectFault {
  return { kind, name, isDone };
}

/** What may be wrong with the reference of a path. */
function onTheWay(name: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  const { path } = data.declarationOf(name);
  if (!path) return [];
  return [...onTheWay(path.reference, data, reached), ...using(path.reference, data, reached)];
}

function using(reference: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  const reads =
    (value: string): ObjectFault['isDone'] =>
    (task) =>
      and(reached(task), data.read(reference, task).is(value));
  return [
    fault('refers-to-nothing', reference, reads(noObject)),
    fault('use-after-free', reference, reads(dangling)),
  ];
}

/** What may be wrong with reading data, or setting it. */
function accessing(name: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  const { path } = data.declarationOf(name);
  if (path?.kind !== 'shadow') return onTheWay(name, data, reached);
  return [
    ...onTheWay(name, data, reached),
    fault('no-shadow', name, (task) =>
      and(reached(task), data.refers(path.reference, task), not(data.isAttached(name, task))),
    ),
  ];
}

function ofOperand(operand: DataOperand, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  return operand.kind === 'data' ? accessing(operand.data, data, reached) : [];
}

/** A condition is evaluated from the left to the right, and only as far as needed, as C does it. */
function asking(condition: Condition, data: Data, reached: Reached): readonly ObjectFault[] {
  switch (condition.kind) {
    case 'comparison': {
      const { operand } = condition;
      const asksForShadow = operand.kind === 'value' && operand.value === noObject;
      return [
        ...(asksForShadow ? onTheWay : accessing)(condition.data, data, reached),
        ...ofOperand(operand, data, reached),
      ];
    }
    case 'not':
      return asking(condition.operand, data, reached);
    default: {
      const goesOn = condition.kind === 'and';
      return condition.operands.flatMap((each, index) => {
        const before = condition.operands.slice(0, index);
        return asking(each, data, (task) =>
          and(
            reached(task),
            ...before.map((one) => {
              const holds = conditionOn(one, data.asSeenBy(task));
              return goesOn ? holds : not(holds);
            }),
          ),
        );
      });
    }
  }
}

/** To free nothing is nothing: `kfree(NULL)`. */
function freeing(reference: string, data: Data): readonly ObjectFault[] {
  return [
    fault('double-free', reference, (task) => data.read(reference, task).is(dangling)),
    ...losing(reference, data, () => always),
  ];
}

/** What is lost where the object is freed: a lock that somebody holds, a shadow variable that is attached. */
function losing(reference: string, data: Data, isFreed: Reached): readonly ObjectFault[] {
  const locks = new Set(data.instancesOf(reference).flatMap((each) => [...each.locks.keys()]));
  return [
    ...[...locks].map((lock) =>
      fault('lock-held', `${reference}->${lock}`, (task) =>
        and(
          isFreed(task),
          or(
            ...data.referents(reference, task).map(({ instance, isMeant }) => {
              const owner = instance.locks.get(lock);
              return owner ? and(isMeant, not(owner.is(nobody))) : never;
            }),
          ),
        ),
      ),
    ),
    ...leaking(reference, data, isFreed),
  ];
}

function leaking(reference: string, data: Data, isFreed: Reached): readonly ObjectFault[] {
  const ids = new Set(data.instancesOf(reference).flatMap(({ shadows }) => [...shadows.keys()]));
  return [...ids].map((id) =>
    fault('shadow-leaked', `${reference}->${id}`, (task) =>
      and(
        isFreed(task),
        or(
          ...data
            .referents(reference, task)
            .map(({ instance, isMeant }) => and(isMeant, shadowOf(instance, id).isAttached.value)),
        ),
      ),
    ),
  );
}

function counting(kind: 'get' | 'put', reference: string, data: Data): readonly ObjectFault[] {
  const uses = [...onTheWay(reference, data), ...using(reference, data)];
  if (kind === 'put')
    return [...uses, ...losing(reference, data, (task) => data.isLastReference(reference, task))];
  return [
    ...uses,
    fault('count-saturated', `${reference}->${referenceCount}`, (task) => data.isSaturated(reference, task)),
  ];
}
