import { didYouMean, unknownName } from './diagnostic.js';
import type { LocatedDocument } from './document.js';
import type { ErrorCode } from './error-code.js';
import type { Path } from './locator.js';
import type { Body, Condition, DataDeclaration, DataOperand, Statement } from './scenario.js';
import { compoundKeywords, type StatementDocument, simpleKeywords } from './schema.js';

/** The names that statements may use, and where to say that one is wrong. */
export interface NameTable {
  readonly functions: readonly string[];
  readonly locks: readonly string[];
  readonly events: readonly string[];
  readonly data: readonly DataDeclaration[];
  readonly document: LocatedDocument;
  report(path: Path, code: ErrorCode, message: string, hint?: string): void;
}

const waitWords: readonly (string | undefined)[] = [undefined, 'uninterruptible', 'without-safe-point'];
const keywords = [...simpleKeywords, ...compoundKeywords];

/** Reads the statements at `path`. What is wrong is reported, and left out. */
export function parseBody(documents: readonly StatementDocument[], path: Path, names: NameTable): Body {
  return documents.flatMap((document, index) => {
    const statement = parseStatement(document, [...path, index], names);
    return statement ? [statement] : [];
  });
}

function parseStatement(document: StatementDocument, path: Path, names: NameTable): Statement | undefined {
  const source = names.document.locate(path);
  if (typeof document === 'string') return parseText(document, path, names);
  const body = (key: string, documents: readonly StatementDocument[] | undefined): Body =>
    documents ? parseBody(documents, [...path, key], names) : [];
  if ('call' in document)
    return named('function', document.call, names.functions, [...path, 'call'], names)
      ? { source, kind: 'call', function: document.call, onSignal: body('on-signal', document['on-signal']) }
      : undefined;
  if ('sleep' in document) {
    const interruptible = document.sleep === 'interruptible';
    if (!interruptible && document['on-signal'])
      names.report([...path, 'on-signal'], 'invalid-statement', 'an uninterruptible sleep ignores signals');
    return { source, kind: 'sleep', interruptible, onSignal: body('on-signal', document['on-signal']) };
  }
  if ('wait' in document)
    return named('event', document.wait, names.events, [...path, 'wait'], names)
      ? {
          source,
          kind: 'wait',
          event: document.wait,
          interruptible: true,
          withoutSafePoint: false,
          onSignal: body('on-signal', document['on-signal']),
        }
      : undefined;
  if ('if' in document) {
    const condition = parseCondition(document.if, [...path, 'if'], names);
    const [whenTrue, whenFalse] = [body('then', document.then), body('else', document.else)];
    return condition && { source, kind: 'if', condition, whenTrue, whenFalse };
  }
  if ('trylock' in document)
    return named('lock', document.trylock, names.locks, [...path, 'trylock'], names)
      ? {
          source,
          kind: 'trylock',
          lock: document.trylock,
          taken: body('then', document.then),
          busy: body('else', document.else),
        }
      : undefined;
  if ('either' in document)
    return {
      source,
      kind: 'either',
      branches: document.either.map((branch, index) => parseBody(branch, [...path, 'either', index], names)),
    };
  if ('forever' in document) return { source, kind: 'forever', body: body('forever', document.forever) };
  return { source, kind: 'loop', body: body('loop', document.loop) };
}

function parseText(text: string, path: Path, names: NameTable): Statement | undefined {
  const source = names.document.locate(path);
  const [keyword = '', ...rest] = text.trim().split(/\s+/);
  const [first, second] = rest;
  const report = (message: string, hint?: string, code: ErrorCode = 'invalid-statement'): undefined => {
    names.report(path, code, message, hint);
    return undefined;
  };
  /** The one operand of a statement such as `lock A`, looked up. */
  const operand = (what: string, known: readonly string[]): string | undefined => {
    if (rest.length !== 1 || first === undefined)
      return report(`expected '${keyword}' and the name of one ${what}, found '${text}'`);
    return named(what, first, known, path, names) ? first : undefined;
  };
  const dataNames = names.data.map(({ name }) => name);
  switch (keyword) {
    case 'call': {
      const name = operand('function', names.functions);
      return name === undefined ? undefined : { source, kind: 'call', function: name, onSignal: [] };
    }
    case 'lock':
    case 'unlock': {
      const name = operand('lock', names.locks);
      return name === undefined ? undefined : { source, kind: keyword, lock: name };
    }
    case 'wake': {
      const name = operand('event', names.events);
      return name === undefined ? undefined : { source, kind: 'wake', event: name };
    }
    case 'sleep':
      if (rest.length > 1 || (first !== undefined && first !== 'uninterruptible'))
        return report(`expected 'sleep' or 'sleep uninterruptible', found '${text}'`);
      return { source, kind: 'sleep', interruptible: first === undefined, onSignal: [] };
    case 'wait':
      if (first === undefined || rest.length > 2 || !waitWords.includes(second))
        return report(
          `expected 'wait E', 'wait E uninterruptible' or 'wait E without-safe-point', found '${text}'`,
        );
      return named('event', first, names.events, path, names)
        ? {
            source,
            kind: 'wait',
            event: first,
            interruptible: second !== 'uninterruptible',
            withoutSafePoint: second === 'without-safe-point',
            onSignal: [],
          }
        : undefined;
    case 'increment':
    case 'decrement': {
      const name = operand('counter', dataNames);
      if (name === undefined) return undefined;
      return names.data.find((each) => each.name === name)?.values.kind === 'range'
        ? { source, kind: keyword, data: name }
        : report(
            `'${name}' is no counter: only data declared as a range, such as 0..3, can be counted up and down`,
            undefined,
            'unknown-value',
          );
    }
    case 'set': {
      if (first === undefined || second === undefined || rest.length !== 2)
        return report(`expected 'set', the name of data and a value, found '${text}'`);
      if (!named('data', first, dataNames, path, names)) return undefined;
      const value = parseOperand(first, second, path, names);
      return value && { source, kind: 'set', data: first, value };
    }
    case 'assert': {
      const condition = parseCondition(rest.join(' '), path, names);
      return condition && { source, kind: 'assert', condition };
    }
    case 'safe-point':
    case 'return':
      return rest.length === 0
        ? { source, kind: keyword }
        : report(`expected '${keyword}' alone, found '${text}'`);
    default:
      if (compoundKeywords.includes(keyword))
        return report(
          `'${keyword}' has parts of its own, so it is written as a mapping`,
          ['loop', 'forever', 'either'].includes(keyword)
            ? `{ ${keyword}: [ … ] }`
            : `{ ${keyword}: ${rest.join(' ') || '…'}, then: [ … ], else: [ … ] }`,
        );
      return report(
        keyword === '' ? 'an empty statement' : `unknown statement '${keyword}'`,
        didYouMean(keyword, keywords) ?? `expected one of: ${keywords.join(', ')}`,
      );
  }
}

function parseCondition(text: string, path: Path, names: NameTable): Condition | undefined {
  const match = /^(\S+?)\s*(!=|=)\s*(\S+)$/.exec(text.trim());
  if (match === null) {
    names.report(
      path,
      'invalid-statement',
      `expected a condition such as 'D = V' or 'D != V', found '${text}'`,
    );
    return undefined;
  }
  const [, data = '', operator, value = ''] = match;
  const dataNames = names.data.map(({ name }) => name);
  if (!named('data', data, dataNames, path, names)) return undefined;
  const operand = parseOperand(data, value, path, names);
  return operand && { data, negated: operator === '!=', operand };
}

/** A value of `dataName`, or the name of other data that has the same values. */
function parseOperand(dataName: string, text: string, path: Path, names: NameTable): DataOperand | undefined {
  const data = names.data.find(({ name }) => name === dataName) as DataDeclaration;
  const value = parseValue(data, text);
  if (value !== undefined) return { kind: 'value', value };
  const other = names.data.find(({ name }) => name === text);
  if (other && printValues(other) === printValues(data)) return { kind: 'data', data: other.name };
  names.report(
    path,
    'unknown-value',
    `'${text}' is not a value of '${dataName}', which is ${printValues(data)}`,
    data.values.kind === 'names' ? didYouMean(text, data.values.names) : undefined,
  );
  return undefined;
}

/** The value of data that a text names, if it names one. */
export function parseValue(
  { values }: Pick<DataDeclaration, 'values'>,
  text: string,
): string | number | undefined {
  if (values.kind === 'names') return values.names.includes(text) ? text : undefined;
  const number = Number(text);
  return Number.isInteger(number) && number >= values.low && number <= values.high ? number : undefined;
}

/** The values of data as a scenario file writes them. */
export function printValues({ values }: Pick<DataDeclaration, 'values'>): string {
  return values.kind === 'names' ? `[${values.names.join(', ')}]` : `${values.low}..${values.high}`;
}

/** Whether `name` is known; if it is not, that is reported with the nearest one that is. */
export function named(
  what: string,
  name: string,
  known: readonly string[],
  path: Path,
  { report }: Pick<NameTable, 'report'>,
): boolean {
  if (known.includes(name)) return true;
  report(path, ...unknownName(what, name, known));
  return false;
}
