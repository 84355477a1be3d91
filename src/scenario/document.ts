import { parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic, Result, TextProblem } from './diagnostic.js';
import type { ErrorCode } from './error-code.js';
import { explainIssues, inQuotes, plainWords } from './explain-issue.js';
import { Locator, type Path, SourceText, startOf } from './locator.js';
import { toPlain } from './plain.js';
import { type ScenarioDocument, scenarioSchema } from './schema.js';
import type { Source } from './statement.js';

/** A document that has the shape of a scenario, with the positions of its parts. */
export interface LocatedDocument {
  readonly value: ScenarioDocument;
  /** Where the value at `path` stands; with `key`, where its key does. */
  locate(path: Path, what?: 'key' | 'value'): Source;
  /** Where a character of the text at `path` stands, if it is written there as it is. */
  locateWithin(path: Path, text: string, index: number): Source | undefined;
  diagnose(path: Path, code: ErrorCode, message: string, hint?: string, what?: 'key' | 'value'): Diagnostic;
  diagnoseAt(position: Source, code: ErrorCode, message: string, hint?: string): Diagnostic;
}

/** A document whose names are being looked up, and where to say that something is wrong with it. */
export interface DocumentScope {
  readonly value: ScenarioDocument;
  readonly document: LocatedDocument;
  report(path: Path, code: ErrorCode, message: string, hint?: string, what?: 'key' | 'value'): void;
  reportAt(position: Source, code: ErrorCode, message: string, hint?: string): void;
  /** Says what is wrong inside the text at `path`. */
  reportWithin(path: Path, text: string, problem: TextProblem): void;
}

/** Parses YAML and checks its shape. The names in it are not looked up yet. */
export function parseDocumentOf(text: string, file: string): Result<LocatedDocument> {
  const source = new SourceText(file, text);
  const document = parseDocument(text, {
    lineCounter: source.lines,
    prettyErrors: false,
    logLevel: 'error',
    schema: 'core',
    resolveKnownTags: false,
    // Looked for later: the parser takes quadratic time for it.
    uniqueKeys: false,
  });
  // What follows the first error is mostly its echo.
  const error = document.errors[0] ?? document.warnings[0];
  if (error) {
    const { code, message, hint } = explainYamlError(error, text);
    return { ok: false, diagnostics: [source.diagnose(source.sourceAt(error.pos[0]), code, message, hint)] };
  }
  const { contents } = document;
  if (contents === null) {
    const message = 'the file is empty, expected a scenario';
    return { ok: false, diagnostics: [source.diagnose({ line: 1, column: 1 }, 'no-document', message)] };
  }
  const { value, targets, unusable } = toPlain(contents);
  if (unusable.length > 0)
    return {
      ok: false,
      diagnostics: unusable.map(({ node, code, message, hint }) =>
        source.diagnose(source.sourceAt(startOf(node) ?? 0), code, message, hint),
      ),
    };
  const locator = new Locator(contents, targets);
  const locate: LocatedDocument['locate'] = (path, what = 'value') =>
    source.sourceAt(locator.offsetOf(path, what));
  const locateWithin: LocatedDocument['locateWithin'] = (path, within, index) =>
    source.sourceWithin(locator.offsetOf(path, 'value'), within, index);
  const diagnoseAt: LocatedDocument['diagnoseAt'] = (position, code, message, hint) =>
    source.diagnose(position, code, message, hint);
  const diagnose: LocatedDocument['diagnose'] = (path, code, message, hint, what) =>
    diagnoseAt(locate(path, what), code, message, hint);
  const checked = scenarioSchema.safeParse(value, { error: plainWords });
  if (checked.success)
    return { ok: true, value: { value: checked.data, locate, locateWithin, diagnose, diagnoseAt } };
  return {
    ok: false,
    diagnostics: explainIssues(checked.error.issues, value).map(({ path, code, message, hint, what }) =>
      diagnose(path, code, message, hint, what),
    ),
  };
}

/** Whether YAML stumbled over a formula without quotes: to it, `[]` is an empty list, and `!running(t)` a tag. */
function isFormula({ code, message, pos: [offset] }: YAMLError, text: string): boolean {
  if (code === 'TAG_RESOLVE_FAILED') return /!+[\w.-]*\(/.test(message);
  return code === 'UNEXPECTED_TOKEN' && /:\s+\[\] *$/.test(text.slice(0, offset));
}

function explainYamlError(
  error: YAMLError,
  text: string,
): { readonly code: ErrorCode; readonly message: string; readonly hint?: string | undefined } {
  const { code, message } = error;
  switch (code) {
    case 'MULTIPLE_DOCS':
      return { code: 'no-document', message: 'a second document begins, expected one scenario a file' };
    case 'RESOURCE_EXHAUSTION':
      return { code: 'too-large', message: 'nested too deeply' };
    case 'TAG_RESOLVE_FAILED': {
      const tag = message.replace('Unresolved tag: ', '');
      return {
        code: 'yaml-syntax',
        message: `expected no tag, found ${tag}`,
        hint: formulaHint(error, text),
      };
    }
    default: {
      const unquoted = textWithColon(error, text);
      return unquoted === undefined
        ? {
            code: 'yaml-syntax',
            message: `not YAML: ${message.split('\n')[0]}`,
            hint: formulaHint(error, text),
          }
        : {
            code: 'yaml-syntax',
            message: 'to YAML, a colon before a space ends a key: expected a text that has one in quotes',
            ...(unquoted !== '' && { hint: inQuotes(unquoted) }),
          };
    }
  }
}

function formulaHint(error: YAMLError, text: string): string | undefined {
  return isFormula(error, text) ? 'a formula that begins with [] or ! is written in quotes' : undefined;
}

/** The text with a colon in it that YAML took for a key and a value, where none can stand; empty where it has several lines. */
function textWithColon({ code, pos: [begin, end] }: YAMLError, text: string): string | undefined {
  if (code !== 'BLOCK_AS_IMPLICIT_KEY' && code !== 'BLOCK_IN_FLOW') return undefined;
  const [line = '', ...more] = text.slice(begin, code === 'BLOCK_IN_FLOW' ? end : undefined).split('\n');
  const written = line.replace(/ #.*/, '').trim();
  if (/^[^"'{[&*!|>-].*:( |$)/.test(written)) return written;
  const isContinued = code === 'BLOCK_AS_IMPLICIT_KEY' && /^\s.*: /.test(more[0] ?? '');
  return isContinued ? '' : undefined;
}
