import { checkLabels, comesToItsEnd } from './control-flow.js';
import type { DocumentScope } from './document.js';
import { oldAndNew } from './lifecycle.js';
import type { Path } from './locator.js';
import { type NameTable, printValues } from './lookup.js';
import { earliestOf } from './parse-signature.js';
import { parseBody } from './parse-statement.js';
import type { FunctionDeclaration, Signatures, SyscallDeclaration, WorkDeclaration } from './scenario.js';
import type { Body, StatementDocument } from './statement.js';
import { rejectOldAndNew, versionsOf } from './versions-of-functions.js';

/** The functions that a document declares, patched or not. Calls in new bodies are written for the new signatures. */
export function parseFunctions(
  scope: DocumentScope,
  names: NameTable,
  signatures: ReadonlyMap<string, Signatures>,
): readonly FunctionDeclaration[] {
  const byVersion = new Map<string, NameTable['signatures']>();
  /** The signatures that functions have in a version: made once, for there may be thousands of functions. */
  const signaturesIn = (version: string): NameTable['signatures'] => {
    const known =
      byVersion.get(version) ??
      new Map([...signatures].map(([each, all]) => [each, all.get(version) ?? earliestOf(all)] as const));
    byVersion.set(version, known);
    return known;
  };
  return Object.entries(scope.value.functions).map(([name, declaration]) => {
    const path = ['functions', name];
    const its: Signatures = signatures.get(name) ?? new Map();
    const parse = (body: readonly StatementDocument[], at: Path, version: string) => {
      const signature = its.get(version) ?? earliestOf(its);
      const isPlain = signature.parameters.length + signature.paths.length === 0;
      return parseFunctionBody(scope, body, at, {
        ...names,
        signatures: signaturesIn(version),
        inside: name,
        data: isPlain ? names.data : [...names.data, ...signature.parameters, ...signature.paths],
        returns: signature.returns,
      });
    };
    if (!Array.isArray(declaration) && 'versions' in declaration) {
      const versions = versionsOf(name, declaration, path, scope);
      return {
        ...{ kind: 'patched', name, signatures: its },
        versions: new Map(
          versions.map(([version, body]) => [version, parse(body, [...path, 'versions', version], version)]),
        ),
      };
    }
    const [earliest] = oldAndNew;
    if (Array.isArray(declaration))
      return {
        kind: 'unpatched',
        name,
        body: parse(declaration, path, earliest),
        signature: earliestOf(its),
      };
    if (!('old' in declaration)) {
      const body = parse(declaration.body, [...path, 'body'], earliest);
      return { kind: 'unpatched', name, body, signature: earliestOf(its) };
    }
    if (scope.value.patches) rejectOldAndNew(name, path, scope);
    return {
      ...{ kind: 'patched', name, signatures: its },
      versions: new Map(
        oldAndNew.map((version) => [version, parse(declaration[version], [...path, version], version)]),
      ),
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
