import {
  type DataDeclaration,
  holdsAll,
  noObject,
  printOperand,
  type Signatures,
  type StatementOf,
  valuesIn,
} from '../scenario/index.js';
import { type Assignment, constant, type Value } from '../system/index.js';
import type { WorkloadVariables } from './variables.js';
import { thisTask } from './vocabulary.js';

/*
 * What is passed at a call and at a return from it. Where the body that is entered takes or gives something else than the call was
 * written for, it finds whatever the register held: any value.
 */

type Call = StatementOf<'call'>;

/** Sets of assignments, any of which may be what happens. */
type Alternatives = readonly (readonly Assignment[])[];

/**
 * What becomes of parameters at a call.
 *
 * @param read those that the body reads which is entered, in their order
 */
export function passArguments(
  { arguments: given }: Call,
  read: readonly DataDeclaration[],
  variables: WorkloadVariables,
): Alternatives {
  return read.reduce<Alternatives>(
    (before, parameter, index) => {
      const operand = given[index];
      const isTaken =
        operand !== undefined &&
        (operand.kind === 'value'
          ? parameter.values.kind === 'reference'
            ? operand.value === noObject
            : valuesIn(parameter.values).includes(operand.value)
          : holdsAll(parameter.values, variables.data.declarationOf(operand.data).values));
      const passed =
        isTaken && operand
          ? [variables.valueFor(parameter.name, operand, thisTask)]
          : variables.valuesOf(parameter.name).map((each) => constant<Value>(each));
      return before.flatMap((each) =>
        passed.map((value) => [...each, ...variables.data.write(parameter.name, thisTask, value)]),
      );
    },
    [[]],
  );
}

/** What becomes of the data that takes what is returned. @param returned nothing where the body returns nothing */
export function takeResult(
  { result }: Call,
  returned: Value | undefined,
  variables: WorkloadVariables,
): Alternatives {
  if (result === undefined) return [[]];
  const values = variables.valuesOf(result);
  const taken = values.filter((each) => each === returned);
  return (taken.length > 0 ? taken : values).map((each) => variables.data.write(result, thisTask, each));
}

/** Parameters that nobody reads any more are as at the beginning, so that they tell no states apart. */
export function forget(
  parameters: readonly DataDeclaration[],
  variables: WorkloadVariables,
): readonly Assignment[] {
  return parameters.flatMap(({ name, initial }) => variables.data.write(name, thisTask, initial));
}

/** The arguments as they are written, for the name of a step. */
export function printArguments({ arguments: given }: Call): string {
  return given.length === 0 ? '' : `(${given.map(printOperand).join(', ')})`;
}

/** All that a function may return, in any version. */
export function returnedBy(signatures: Signatures): readonly Value[] {
  return [
    ...new Set(
      [...signatures.values()].flatMap(({ returns }) => (returns === undefined ? [] : valuesIn(returns))),
    ),
  ];
}
