import { parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic, Result } from './diagnostic.js';
import { explainIssues, plainWords } from './explain-issue.js';
import { Locator, type Path, SourceText, startOf } from './locator.js';
import { toPlain } from './plain.js';
import type { Source } from './scenario.js';
import { type ScenarioDocument, scenarioSchema } from './schema.js';

/** A document that has the shape of a scenario, with the places of its parts. */
export interface LocatedDocument {
  readonly value: ScenarioDocument;
  /** Where the value at `path` stands; with `key`, where its key does. */
  locate(path: Path, what?: 'key' | 'value'): Source;
  diagnose(path: Path, message: string, hint?: string, what?: 'key' | 'value'): Diagnostic;
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
    const message = explainYamlError(error.code, error.message);
    return { ok: false, diagnostics: [source.diagnose(source.sourceAt(error.pos[0]), message)] };
  }
  const { contents } = document;
  if (contents === null) {
    const message = 'the file is empty, expected a scenario';
    return { ok: false, diagnostics: [source.diagnose({ line: 1, column: 1 }, message)] };
  }
  const { value, targets, unusable } = toPlain(contents);
  if (unusable.length > 0)
    return {
      ok: false,
      diagnostics: unusable.map(({ node, message, hint }) =>
        source.diagnose(source.sourceAt(startOf(node) ?? 0), message, hint),
      ),
    };
  const locator = new Locator(contents, targets);
  const locate: LocatedDocument['locate'] = (path, what = 'value') =>
    source.sourceAt(locator.offsetOf(path, what));
  const diagnose: LocatedDocument['diagnose'] = (path, message, hint, what) =>
    source.diagnose(locate(path, what), message, hint);
  const checked = scenarioSchema.safeParse(value, { error: plainWords });
  if (checked.success) return { ok: true, value: { value: checked.data, locate, diagnose } };
  return {
    ok: false,
    diagnostics: explainIssues(checked.error.issues, value).map(({ path, message, hint, what }) =>
      diagnose(path, message, hint, what),
    ),
  };
}

function explainYamlError(code: YAMLError['code'], message: string): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins, expected one scenario a file';
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply';
    case 'TAG_RESOLVE_FAILED':
      return `expected no tag, found ${message.replace('Unresolved tag: ', '')}`;
    default:
      return `not YAML: ${message.split('\n')[0]}`;
  }
}
