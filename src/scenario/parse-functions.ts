import type { DocumentScope } from './document.js';
import type { NameTable } from './lookup.js';
import { parseBody } from './parse-statement.js';
import type { FunctionDeclaration, SyscallDeclaration } from './scenario.js';

/** The functions that a document declares, patched or not. */
export function parseFunctions(scope: DocumentScope, names: NameTable): readonly FunctionDeclaration[] {
  return Object.entries(scope.value.functions).map(([name, declaration]) => {
    const path = ['functions', name];
    if (Array.isArray(declaration))
      return { kind: 'unpatched', name, body: parseBody(declaration, path, names) };
    return {
      kind: 'patched',
      name,
      old: parseBody(declaration.old, [...path, 'old'], names),
      new: parseBody(declaration.new, [...path, 'new'], names),
      ...(declaration.signature && { signature: declaration.signature }),
    };
  });
}

/** The system calls that a document declares. */
export function parseSyscalls(scope: DocumentScope, names: NameTable): readonly SyscallDeclaration[] {
  return Object.entries(scope.value.syscalls ?? {}).map(([syscall, body]) => ({
    name: syscall,
    body: parseBody(body, ['syscalls', syscall], names),
  }));
}
