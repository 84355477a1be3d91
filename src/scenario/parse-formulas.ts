import type { TextProblem } from './diagnostic.js';
import type { DocumentScope } from './document.js';
import type { Path } from './locator.js';
import { type AtomNames, atColumn, parseFormulaText } from './parse-formula.js';
import type { FormulaDeclaration } from './scenario.js';

/** Stands, in `expect`, for the properties that it does not name. */
const others = 'others';

/** The properties of its own that a document declares. */
export function parseFormulas(scope: DocumentScope, names: AtomNames): readonly FormulaDeclaration[] {
  return Object.entries(scope.value.properties ?? {}).flatMap(([name, text]) => {
    const path = ['properties', name];
    if (name === others)
      scope.report(
        path,
        'reserved-name',
        `no property can be called '${name}'`,
        "to 'expect', that is every property that it does not name",
        'key',
      );
    const parsed = parseFormulaText(text, names);
    if ('problems' in parsed) {
      for (const problem of parsed.problems) reportInFormula(scope, path, text, problem);
      return [];
    }
    // No atom has a line break in it, so each is still found in the text.
    const onOneLine = text.trim().replaceAll(/\s*\n\s*/g, ' ');
    return [{ name, text: onOneLine, ...parsed, source: scope.document.locate(path, 'key') }];
  });
}

function reportInFormula(
  scope: DocumentScope,
  path: Path,
  text: string,
  { index, code, message, hint }: TextProblem,
): void {
  const position = scope.document.locateWithin(path, text, index);
  const column = atColumn(index);
  const words = position || message.startsWith(column) ? message : `${column}: ${message}`;
  scope.reportAt(position ?? scope.document.locate(path), code, words, hint);
}
