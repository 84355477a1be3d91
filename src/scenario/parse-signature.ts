import type { DocumentScope } from './document.js';
import type { FunctionDocument, SignatureDocument } from './function-schema.js';
import { oldAndNew, originalVersion } from './lifecycle.js';
import type { Path } from './locator.js';
import { named, printValues } from './lookup.js';
import { dataPaths } from './object-paths.js';
import { parseField, parseValues } from './parse-data.js';
import type { DataDeclaration, ObjectDeclaration, Signature, Signatures } from './scenario.js';

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

/** What can be named in any body, each once: parameters, and what is come to by them. */
export function namesIn(signatures: Signatures): readonly DataDeclaration[] {
  return once([...signatures.values()].flatMap(({ parameters, paths }) => [...parameters, ...paths]));
}

/** The parameters of all versions, each once. */
export function parametersOf(signatures: Signatures): readonly DataDeclaration[] {
  return once([...signatures.values()].flatMap(({ parameters }) => parameters));
}

/** How the earliest version is called: calls in bodies that no patch brings are written for that. */
export function earliestOf(signatures: Signatures): Signature {
  return signatures.values().next().value ?? none;
}

const none: Signature = { parameters: [], paths: [] };

function once(all: readonly DataDeclaration[]): readonly DataDeclaration[] {
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index);
}

function parseSignaturesOf(
  scope: DocumentScope,
  name: string,
  declared: FunctionDocument,
  objects: readonly ObjectDeclaration[],
): Signatures {
  const path = ['functions', name, 'signature'];
  if (!Array.isArray(declared) && 'versions' in declared)
    return parseSignaturesOfVersions(scope, name, declared, path, objects);
  const forBoth = (same: Signature): Signatures => new Map(oldAndNew.map((version) => [version, same]));
  if (Array.isArray(declared) || declared.signature === undefined) return forBoth(none);
  const { signature } = declared;
  if (!('old' in signature)) return forBoth(parseSignature(scope, name, path, signature, objects));
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
  return new Map(oldAndNew.map((version) => [version, signatures[version]]));
}

/** Of several patches: one signature for all versions, or a text for each that changes it. */
function parseSignaturesOfVersions(
  scope: DocumentScope,
  name: string,
  { versions, signature = {} }: Extract<FunctionDocument, { readonly versions: object }>,
  path: Path,
  objects: readonly ObjectDeclaration[],
): Signatures {
  const inOrder = [originalVersion, ...Object.keys(scope.value.patches ?? {})].filter((each) =>
    Object.hasOwn(versions, each),
  );
  if (!isTexts(signature)) {
    const same = parseSignature(scope, name, path, signature, objects);
    return new Map(inOrder.map((version) => [version, same]));
  }
  const texts = new Map(Object.entries(signature));
  for (const each of texts.keys()) named('version', each, inOrder, [...path, each], scope);
  if (texts.size > 0 && !texts.has(originalVersion))
    scope.report(path, 'missing-key', `the key '${originalVersion}' is missing`);
  // A version of which nothing is said is called as the one before it.
  const textOf = (position: number): string | undefined =>
    inOrder
      .slice(0, position + 1)
      .map((each) => texts.get(each))
      .findLast((each) => each !== undefined);
  return new Map(
    inOrder.map((version, position) => {
      const text = textOf(position);
      return [version, text === undefined ? none : { ...none, text }];
    }),
  );
}

function isTexts(signature: object): signature is Record<string, string> {
  return Object.values(signature).every((each) => typeof each === 'string');
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
