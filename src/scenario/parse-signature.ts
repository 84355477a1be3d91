import type { DocumentScope } from './document.js';
import type { FunctionDocument, SignatureDocument } from './function-schema.js';
import type { Path } from './locator.js';
import { printValues } from './lookup.js';
import { dataPaths } from './object-paths.js';
import { parseField, parseValues } from './parse-data.js';
import type { DataDeclaration, ObjectDeclaration, Signature } from './scenario.js';

/** How a function is called, before the patch and after it. */
export interface Signatures {
  readonly old: Signature;
  readonly new: Signature;
}

/** By function. What is wrong is reported, and left out. */
export function parseSignatures(
  scope: DocumentScope,
  objects: readonly ObjectDeclaration[],
): ReadonlyMap<string, Signatures> {
  return new Map(
    Object.entries(scope.value.functions).map(([name, declared]) => [
      name,
      parseSignaturesOf(scope, name, declared, objects),
    ]),
  );
}

/** What can be named in either body, each once: parameters, and what is come to by them. */
export function namesIn({ old, new: later }: Signatures): readonly DataDeclaration[] {
  return once([...old.parameters, ...old.paths], [...later.parameters, ...later.paths]);
}

/** The parameters of both, each once. */
export function parametersOf({ old, new: later }: Signatures): readonly DataDeclaration[] {
  return once(old.parameters, later.parameters);
}

function once(
  some: readonly DataDeclaration[],
  others: readonly DataDeclaration[],
): readonly DataDeclaration[] {
  const names = new Set(some.map(({ name }) => name));
  return [...some, ...others.filter(({ name }) => !names.has(name))];
}

function parseSignaturesOf(
  scope: DocumentScope,
  name: string,
  declared: FunctionDocument,
  objects: readonly ObjectDeclaration[],
): Signatures {
  const none: Signature = { parameters: [], paths: [] };
  if (Array.isArray(declared) || declared.signature === undefined) return { old: none, new: none };
  const path = ['functions', name, 'signature'];
  const { signature } = declared;
  if (!('old' in signature)) {
    const same = parseSignature(scope, name, path, signature, objects);
    return { old: same, new: same };
  }
  const signatures = {
    old: parseSignature(scope, name, [...path, 'old'], signature.old, objects),
    new: parseSignature(scope, name, [...path, 'new'], signature.new, objects),
  };
  for (const parameter of signatures.new.parameters) {
    const earlier = signatures.old.parameters.find((each) => each.name === parameter.name);
    if (earlier && printValues(earlier) !== printValues(parameter))
      scope.report(
        [...path, 'new', 'parameters', parameter.name.slice(name.length + 1)],
        'invalid-signature',
        `before the patch, '${parameter.name}' is ${printValues(earlier)}: expected another name for what has other values`,
        undefined,
        'key',
      );
  }
  return signatures;
}

function parseSignature(
  scope: DocumentScope,
  functionName: string,
  path: Path,
  document: SignatureDocument,
  objects: readonly ObjectDeclaration[],
): Signature {
  if (typeof document === 'string') return { text: document, parameters: [], paths: [] };
  const parameters = Object.entries(document.parameters ?? {}).flatMap(([name, written]) =>
    parseField(scope, `${functionName}.${name}`, written, [...path, 'parameters', name]).map((each) => ({
      ...each,
      perTask: true,
    })),
  );
  const returns =
    document.returns === undefined ? undefined : parseValues(scope, document.returns, [...path, 'returns']);
  return { parameters, paths: dataPaths(parameters, objects), ...(returns && { returns }) };
}
