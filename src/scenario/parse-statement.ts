import { didYouMean } from './diagnostic.js';
import type { Path } from './locator.js';
import { dataNamed, dataNames, type NameTable, named } from './lookup.js';
import { parseConditionText } from './parse-condition.js';
import { findArithmetic, findOperand, type WordProblem } from './parse-operand.js';
import type { Body, Statement, StatementDocument } from './statement.js';
import type { StatementReader } from './statement-form.js';
import { compoundKeywords, simpleKeywords } from './statement-schema.js';
import { statementSyntax } from './statement-syntax.js';

type Kind = Statement['kind'];

const keywords = [...simpleKeywords, ...compoundKeywords];

/** Reads the statements at `path`. What is wrong is reported, and left out. */
export function parseBody(documents: readonly StatementDocument[], path: Path, names: NameTable): Body {
  const own = documents.map(labelOf);
  let labels = [...own.filter((label) => label !== undefined), ...names.labels];
  return documents.flatMap((document, index) => {
    // A label stands below what goes to it: from here on, this one does not.
    if (own[index] !== undefined) labels = labels.slice(1);
    const statement = parseStatement(document, [...path, index], { ...names, labels });
    return statement ? [statement] : [];
  });
}

/** The label that a statement is. */
function labelOf(document: StatementDocument): string | undefined {
  const [keyword, label, ...more] = typeof document === 'string' ? document.trim().split(/\s+/) : [];
  return keyword === 'label' && more.length === 0 ? label : undefined;
}

function parseStatement(document: StatementDocument, path: Path, names: NameTable): Statement | undefined {
  const source = names.document.locate(path);
  const parsed =
    typeof document === 'string' ? parseText(document, path, names) : parseMapping(document, path, names);
  return parsed && { source, ...parsed };
}

function parseMapping(document: Exclude<StatementDocument, string>, path: Path, names: NameTable) {
  const kind = Object.keys(document).find(isKind);
  const form = kind && statementSyntax[kind].mapping;
  if (!form) throw new Error('the schema let a mapping pass that is no statement');
  return form.parse(document, readerOf('', path, names));
}

function parseText(text: string, path: Path, names: NameTable) {
  const [keyword = '', ...words] = text.trim().split(/\s+/);
  const reader = readerOf(text, path, names);
  const syntax = isKind(keyword) ? statementSyntax[keyword] : undefined;
  if (syntax?.text) return syntax.text.parse(words, reader);
  if (syntax?.mapping)
    return reader.report(
      `'${keyword}' has parts of its own, so it is written as a mapping`,
      syntax.mapping.example(words.join(' ')),
    );
  return reader.report(
    keyword === '' ? 'an empty statement' : `unknown statement '${keyword}'`,
    didYouMean(keyword, keywords) ?? `expected one of: ${keywords.join(', ')}`,
  );
}

function isKind(key: string): key is Kind {
  return Object.hasOwn(statementSyntax, key);
}

/** @param text of the statement; of a mapping, nothing */
function readerOf(text: string, path: Path, names: NameTable): StatementReader {
  const at = (key: string | undefined): Path => (key === undefined ? path : [...path, key]);
  const report: StatementReader['report'] = (message, hint, code = 'invalid-statement', key = undefined) => {
    names.report(at(key), code, message, hint);
    return undefined;
  };
  const orReport = <T extends object>(found: T | WordProblem, key?: string): T | undefined =>
    'code' in found ? report(found.message, found.hint, found.code, key) : found;
  const find: StatementReader['find'] = (what, given, known, key) =>
    named(what, given, known, at(key), names) ? given : undefined;
  return {
    names,
    text,
    report,
    find,
    only(words, what, known) {
      const [given, ...more] = words;
      if (given !== undefined && more.length === 0) return find(what, given, known);
      const [keyword] = text.trim().split(/\s+/);
      return report(`expected '${keyword}' and the name of one ${what}, found '${text}'`);
    },
    condition(written, key, whole = key === undefined ? text : written) {
      const parsed = parseConditionText(written, names);
      if (!('code' in parsed)) return parsed;
      // Where words stand further apart than one space, there is no telling.
      const begin = whole.lastIndexOf(written);
      if ('index' in parsed && begin >= 0)
        names.reportWithin(at(key), whole, { ...parsed, index: begin + parsed.index });
      else report(parsed.message, parsed.hint, parsed.code, key);
      return undefined;
    },
    data(name, key) {
      const found = dataNamed(names, name);
      if (!found) find('data', name, dataNames(names), key);
      return found;
    },
    operand: (data, written, key) => orReport(findOperand(data, written, names), key),
    arithmetic: (data, words) => orReport(findArithmetic(data, words, names)),
    body: (key, documents = []) =>
      parseBody(documents, typeof key === 'string' ? at(key) : [...path, ...key], names),
    errorPath: (documents = []) =>
      parseBody(documents, at('on-signal'), { ...names, labels: [], returns: undefined }),
    bodies: (key, documents) => documents.map((each, index) => parseBody(each, [...path, key, index], names)),
  };
}
