import { checkLabels, comesToItsEnd } from './control-flow.js';
import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { type NameTable, printValues } from './lookup.js';
import type { Signatures } from './parse-signature.js';
import { parseBody } from './parse-statement.js';
import type { FunctionDeclaration, Signature, SyscallDeclaration, WorkDeclaration } from './scenario.js';
import type { Body, StatementDocument } from './statement.js';

/** The functions that a document declares, patched or not. Calls in new bodies are written for the new signatures. */
export function parseFunctions(
  scope: DocumentScope,
  names: NameTable,
  signatures: ReadonlyMap<string, Signatures>,
): readonly FunctionDeclaration[] {
  const later = {
    ...names,
    signatures: new Map([...signatures].map(([name, each]) => [name, each.new] as const)),
  };
  return Object.entries(scope.value.functions).map(([name, declaration]) => {
    const path = ['functions', name];
    const { old, new: changed } = signatures.get(name) as Signatures;
    const within = (signature: Signature, outer: NameTable): NameTable => ({
      ...outer,
      inside: name,
      data: [...outer.data, ...signature.parameters, ...signature.paths],
      returns: signature.returns,
    });
    const parse = (body: readonly StatementDocument[], at: Path, signature: Signature, outer = names) =>
      parseFunctionBody(scope, body, at, within(signature, outer));
    if (Array.isArray(declaration) || !('old' in declaration)) {
      const [body, at] = Array.isArray(declaration)
        ? [declaration, path]
        : [declaration.body, [...path, 'body']];
      return { kind: 'unpatched', name, body: parse(body, at, old), signature: old };
    }
    return {
      kind: 'patched',
      name,
      old: parse(declaration.old, [...path, 'old'], old),
      new: parse(declaration.new, [...path, 'new'], changed, later),
      signatures: { old, new: changed },
    };
  });
}

/** The system calls that a document declares. */
export function parseSyscalls(scope: DocumentScope, names: NameTable): readonly SyscallDeclaration[] {
  return Object.entries(scope.value.syscalls ?? {}).map(([syscall, body]) => ({
    name: syscall,
    body: parseWholeBody(scope, body, ['syscalls', syscall], names),
  }));
}

/** The work items that a document declares. */
export function parseWork(scope: DocumentScope, names: NameTable): readonly WorkDeclaration[] {
  return Object.entries(scope.value.work ?? {}).map(([name, body]) => ({
    name,
    body: parseWholeBody(scope, body, ['work', name], names),
  }));
}

/** A body that stands in no other. */
export function parseWholeBody(
  scope: DocumentScope,
  documents: readonly StatementDocument[],
  path: Path,
  names: NameTable,
): Body {
  const body = parseBody(documents, path, names);
  checkLabels(body, scope);
  return body;
}

function parseFunctionBody(
  scope: DocumentScope,
  documents: readonly StatementDocument[],
  path: Path,
  names: NameTable,
): Body {
  let isWrong = false;
  const body = parseWholeBody(scope, documents, path, {
    ...names,
    report(...problem) {
      isWrong = true;
      names.report(...problem);
    },
  });
  // What is wrong is left out: it may be the return.
  if (names.returns && !isWrong && comesToItsEnd(body))
    scope.report(
      path,
      'invalid-signature',
      `'${names.inside}' returns ${printValues({ values: names.returns })}, and comes to its end without: expected 'return' and a value there`,
    );
  return body;
}
