import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ConsistencyModel } from '../livepatch/index.js';
import type { Diagnostic, Result } from '../scenario/index.js';

/**
 * Loads consistency models from a TypeScript (or JavaScript) file, which needs no build step: it is type-checked,
 * then run. The models are its default export, and every named export that is one.
 *
 * The file may `import … from 'klpcheck'` wherever it stands.
 */
export async function loadModelFile(file: string): Promise<Result<readonly ConsistencyModel[]>> {
  const absolute = path.resolve(file);
  if (!existsSync(absolute)) return failure(file, 'no such file');
  const diagnostics = await typeCheck(absolute, file);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(absolute).href, {
    alias: { klpcheck: fileURLToPath(entryPoint('js')) },
    fsCache: false,
  });
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await jiti.import(absolute);
  } catch (error) {
    return failure(
      file,
      `it throws when it is loaded: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const models = [...new Set(Object.values(exported))].filter(isModel);
  return models.length > 0
    ? { ok: true, value: models }
    : failure(file, 'it exports no consistency model: expected an object with name, summary, wake and rules');
}

/** The public API of the klpcheck that is running: compiled code, or its declarations. */
function entryPoint(kind: 'js' | 'd.ts'): URL {
  const compiled = new URL(`../index.${kind}`, import.meta.url);
  return existsSync(compiled) ? compiled : new URL('../index.ts', import.meta.url);
}

async function typeCheck(absolute: string, shownAs: string): Promise<readonly Diagnostic[]> {
  const { default: ts } = await import('typescript');
  const program = ts.createProgram([absolute], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowJs: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
    paths: { klpcheck: [fileURLToPath(entryPoint('d.ts'))] },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ file, start, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n    ');
      if (!file || start === undefined) return { file: shownAs, message };
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      return {
        file: path.resolve(file.fileName) === absolute ? shownAs : file.fileName,
        line: line + 1,
        column: character + 1,
        message,
        excerpt: file.text.split('\n')[line] ?? '',
      };
    });
}

function isModel(value: unknown): value is ConsistencyModel {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'rules' in value &&
    typeof value.rules === 'function' &&
    'wake' in value &&
    'redirection' in value
  );
}

function failure(file: string, message: string): Result<never> {
  return { ok: false, diagnostics: [{ file, message }] };
}
