import { type Condition, type DataOperand, noObject } from '../scenario/index.js';
import { always, and, type Expression, not, type ProcessReference } from '../system/index.js';
import { conditionOn } from './condition.js';
import type { Data } from './data.js';
import { dangling } from './objects.js';

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

/** True where as much of a statement is evaluated. */
export type Reached = (task: ProcessReference) => Expression<boolean>;
const alwaysReached: Reached = () => always;

export function fault(kind: ObjectFaultKind, name: string, isDone: ObjectFault['isDone']): ObjectFault {
  return { kind, name, isDone };
}

/** What may be wrong with the reference of a path. */
export function onTheWay(name: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  const { path } = data.declarationOf(name);
  if (!path) return [];
  return [...onTheWay(path.reference, data, reached), ...using(path.reference, data, reached)];
}

export function using(reference: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
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
export function accessing(name: string, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  const { path } = data.declarationOf(name);
  if (path?.kind !== 'shadow') return onTheWay(name, data, reached);
  return [
    ...onTheWay(name, data, reached),
    fault('no-shadow', name, (task) =>
      and(reached(task), data.refers(path.reference, task), not(data.isAttached(name, task))),
    ),
  ];
}

export function ofOperand(operand: DataOperand, data: Data, reached = alwaysReached): readonly ObjectFault[] {
  return operand.kind === 'data' ? accessing(operand.data, data, reached) : [];
}

/** A condition is evaluated from the left to the right, and only as far as needed, as C does it. */
export function asking(condition: Condition, data: Data, reached = alwaysReached): readonly ObjectFault[] {
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
