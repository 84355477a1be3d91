import {
  type DataOperand,
  type LockDeclaration,
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
import type { Data } from './data.js';
import {
  accessing,
  asking,
  fault,
  type ObjectFault,
  ofOperand,
  onTheWay,
  type Reached,
  using,
} from './object-faults.js';
import { dangling, shadowOf } from './objects.js';

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
      return asking(statement.condition, data);
    case 'call':
      return statement.arguments.flatMap((each) => ofOperand(each, data));
    case 'switch':
      return accessing(statement.data, data);
    case 'return':
      return statement.value === undefined ? [] : ofOperand(statement.value, data);
    case 'wait':
      return statement.until.kind === 'condition' ? asking(statement.until.condition, data) : [];
    default:
      return [];
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
