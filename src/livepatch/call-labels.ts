import {
  type FunctionDeclaration,
  returnsTheSame,
  type StatementOf,
  takesTheSame,
} from '../scenario/index.js';
import type { CodeStates } from './code-states.js';
import type { Frame } from './frame.js';
import { insideFunction, labels } from './vocabulary.js';

export type PatchedFunction = FunctionDeclaration & { readonly kind: 'patched' };

/** What is true of a task that has called a version of a function from there, besides that it is inside. */
export function labelsOfCall(
  { name, signatures }: PatchedFunction,
  version: string,
  { frame, statement }: { readonly frame: Frame; readonly statement: StatementOf<'call'> },
  { bodies, sequence, versionSeenFrom }: CodeStates,
): readonly string[] {
  const outer = frame.labels;
  const entered = signatures.get(version);
  const written = signatures.get(versionSeenFrom(frame.writtenFor, name));
  const fits =
    !written ||
    !entered ||
    (takesTheSame(written, entered) && (statement.result === undefined || returnsTheSame(written, entered)));
  const isChanged = [...signatures.values()].some(
    (each) => entered && (!takesTheSame(entered, each) || !returnsTheSame(entered, each)),
  );
  const stack = bodies.filter((each) => outer.includes(insideFunction(each.functionName, each.version)));
  const isMixed = !sequence.some(({ versions }) =>
    [...stack, { functionName: name, version }].every(
      (each) => versions.get(each.functionName) === each.version,
    ),
  );
  return [
    ...(outer.includes(labels.insideOld) || outer.includes(labels.insideNew) ? [labels.nested] : []),
    ...(isChanged ? [labels.changedSignature] : []),
    ...(fits ? [] : [labels.wrongSignature]),
    ...(isMixed ? [labels.mixed] : []),
  ];
}
