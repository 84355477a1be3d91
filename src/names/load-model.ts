import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CompilerOptions } from 'typescript';
import { type ConsistencyModel, wakers } from '../livepatch/index.js';
import type { Diagnostic, ErrorCode, Result } from '../scenario/index.js';
import { SystemDefinitionError } from '../system/index.js';

const modelFile = /\.[cm]?[jt]s$/;
/** Without a colon, which begins a parameter in `kgraft:wake=nobody`. */
const modelName = /^[A-Za-z][\w.-]*$/;

/**
 * Loads consistency models from a TypeScript (or JavaScript) file, which needs no build step: it is type-checked,
 * then run. The models are its default export, and every named export that is one.
 *
 * The file may `import … from 'klpcheck/model'` wherever it stands.
 */
export async function loadModelFile(file: string): Promise<Result<readonly ConsistencyModel[]>> {
  const absolute = path.resolve(file);
  const kind = await stat(absolute).catch(() => undefined);
  if (kind === undefined) return failure(file, 'no such file', 'unreadable-file');
  if (!kind.isFile() || !modelFile.test(file))
    return failure(file, 'expected a TypeScript or JavaScript file', 'unreadable-file');
  const diagnostics = await typeCheck(absolute, file);
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(absolute).href, {
    alias: {
      'klpcheck/model': fileURLToPath(entryPoint('model', 'js')),
      klpcheck: fileURLToPath(entryPoint('index', 'js')),
    },
    fsCache: false,
  });
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await jiti.import(absolute);
  } catch (error) {
    return { ok: false, diagnostics: diagnoseModel(error, file, 'it throws when it is loaded') };
  }
  const models = [...new Set(Object.values(exported))].filter(looksLikeModel);
  if (models.length === 0)
    return failure(
      file,
      'it exports no consistency model: expected an object with name, summary, wake, redirection and rules',
    );
  const faults = models.flatMap((model) =>
    faultsOf(model).map((message) => ({ file, code: 'invalid-model' as const, message })),
  );
  return faults.length > 0 ? { ok: false, diagnostics: faults } : { ok: true, value: models };
}

/**
 * What to say to the author of a model whose code threw, or used the language of transition systems wrongly.
 *
 * @param what it was that the model did, or did not do well
 */
export function diagnoseModel(error: unknown, file: string, what: string): readonly Diagnostic[] {
  if (error instanceof SystemDefinitionError)
    return error.problems.map((problem) => ({ file, code: 'invalid-model', message: `${what}: ${problem}` }));
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
  const [, line, column] = stack.slice(stack.indexOf(path.resolve(file))).match(/:(\d+):(\d+)/) ?? [];
  const position = stack.includes(path.resolve(file)) && line && column;
  return [
    {
      file,
      code: 'invalid-model',
      message: `${what}: ${message}`,
      ...(position && { line: Number(line), column: Number(column) }),
    },
  ];
}

/** A door of the klpcheck that is running: compiled code, or its declarations. */
function entryPoint(door: 'index' | 'model', kind: 'js' | 'd.ts'): URL {
  const compiled = new URL(`../${door}.${kind}`, import.meta.url);
  return existsSync(compiled) ? compiled : new URL(`../${door}.ts`, import.meta.url);
}

/** A model declares; of what the world offers besides the language, its author may want to print something. */
const globals = 'declare const console: Record<"log" | "warn" | "error", (...data: unknown[]) => void>;';

async function typeCheck(absolute: string, shownAs: string): Promise<readonly Diagnostic[]> {
  const { default: ts } = await import('typescript');
  const options: CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    // Without that of browsers, which takes longer to read than all the rest.
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowJs: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
    paths: {
      klpcheck: [fileURLToPath(entryPoint('index', 'd.ts'))],
      'klpcheck/model': [fileURLToPath(entryPoint('model', 'd.ts'))],
    },
  };
  const host = ts.createCompilerHost(options);
  const globalsFile = path.join(path.dirname(absolute), 'globals of klpcheck.d.cts');
  const getSourceFile: typeof host.getSourceFile = (name, ...rest) =>
    path.resolve(name) === globalsFile
      ? ts.createSourceFile(name, globals, ts.ScriptTarget.ES2023)
      : host.getSourceFile(name, ...rest);
  const program = ts.createProgram([absolute, globalsFile], options, { ...host, getSourceFile });
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ file, start, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, '\n    ');
      if (!file || start === undefined) return { file: shownAs, code: 'invalid-model' as const, message };
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      return {
        file: path.resolve(file.fileName) === absolute ? shownAs : file.fileName,
        line: line + 1,
        column: character + 1,
        code: 'invalid-model' as const,
        message,
        excerpt: file.text.split('\n')[line] ?? '',
      };
    });
}

function looksLikeModel(value: unknown): value is ConsistencyModel {
  return typeof value === 'object' && value !== null && 'rules' in value && typeof value.rules === 'function';
}

/** A model need not be annotated with its type, and then the compiler has not compared them. */
function faultsOf({ name, summary, source, wake, redirection }: ConsistencyModel): readonly string[] {
  const isText = typeof name === 'string' && typeof summary === 'string' && typeof source === 'string';
  if (!isText) return ['a model needs a name, a summary and a source, which are texts'];
  const expectOneOf = (key: string, value: string, choices: readonly string[]): readonly string[] =>
    choices.includes(value)
      ? []
      : [`model '${name}': its ${key} is '${value}', expected one of: ${choices.join(', ')}`];
  return [
    ...(modelName.test(name) ? [] : [`model '${name}': expected a name of letters, digits, _, - and .`]),
    ...expectOneOf('wake', wake, wakers),
    ...expectOneOf('redirection', redirection, ['function entry', 'text in place']),
  ];
}

function failure(file: string, message: string, code: ErrorCode = 'invalid-model'): Result<never> {
  return { ok: false, diagnostics: [{ file, code, message }] };
}
