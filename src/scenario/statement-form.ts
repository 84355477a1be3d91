import type { z } from 'zod';
import type { ErrorCode } from './error-code.js';
import { dataNamed, dataNames, type NameTable } from './lookup.js';
import type { DataDeclaration } from './scenario.js';
import type {
  Arithmetic,
  Body,
  Condition,
  DataOperand,
  Statement,
  StatementDocument,
  StatementMappings,
  StatementOf,
} from './statement.js';

/** What a statement is read with: the names that there are, and where to say that something is wrong. */
export interface StatementReader {
  readonly names: NameTable;
  /** The statement as it is written, for messages; of a mapping, nothing. */
  readonly text: string;
  report(message: string, hint?: string, code?: ErrorCode, key?: string): undefined;
  /** A name that is known, or nothing. @param key of the mapping where it stands */
  find(what: string, given: string, known: readonly string[], key?: string): string | undefined;
  /** The one name that follows the keyword. */
  only(words: readonly string[], what: string, known: readonly string[]): string | undefined;
  /** @param whole what the text of the condition is a part of, if not the statement, nor the value of `key` */
  condition(text: string, key?: string, whole?: string): Condition | undefined;
  /** The data of that name. @param key of the mapping where it stands */
  data(name: string, key?: string): DataDeclaration | undefined;
  /** What the data is set to: a value, or other data. */
  operand(data: DataDeclaration, text: string, key?: string): DataOperand | undefined;
  /** What the counter is set to: `m + 1`, `m - k`. */
  arithmetic(data: DataDeclaration, words: readonly [string, '+' | '-', string]): Arithmetic | undefined;
  /** @param key of the mapping where it stands, or keys of mappings in one another */
  body(key: string | readonly string[], documents: readonly StatementDocument[] | undefined): Body;
  bodies(key: string, documents: readonly (readonly StatementDocument[])[]): readonly Body[];
  /** The body of an error path, which a task leaves towards its caller's: nothing is returned there. */
  errorPath(documents: readonly StatementDocument[] | undefined): Body;
}

export type Kind = Statement['kind'];
type WithoutSource<S> = S extends unknown ? Omit<S, 'source'> : never;
type Parsed<K extends Kind> = WithoutSource<StatementOf<K>> | undefined;
export type BodySchema = z.ZodType<StatementDocument[]>;

/** A statement that is written as text. */
interface TextForm<K extends Kind> {
  readonly form: string;
  /** @param words those after the keyword */
  parse(words: readonly string[], reader: StatementReader): Parsed<K>;
}

/** A statement that is written as a mapping, of which its keyword is the first key. */
interface MappingForm {
  schema(body: BodySchema): z.ZodType<StatementDocument>;
  parse(document: StatementDocument, reader: StatementReader): Parsed<Kind>;
  /** How it is written, for whoever wrote it as text with these words. */
  example(words: string): string;
}

/** How statements of a kind are written, and which bodies stand in them. */
export interface Syntax<K extends Kind> {
  readonly text?: TextForm<K>;
  readonly mapping?: MappingForm;
  /** As it would be written, on one line and without what is nested in it. */
  print(statement: StatementOf<K>): string;
  /** In the order in which they are written. */
  bodies(statement: StatementOf<K>): readonly Body[];
  /** The kinds of steps that assumptions of fairness can speak of, by their tags. */
  readonly steps?: readonly string[];
}

/** What a mapping is parsed as is decided by its keyword, which the schema has made sure of. */
export function mapping<K extends keyof StatementMappings>(form: {
  schema(body: BodySchema): z.ZodType<StatementMappings[K]>;
  parse(document: StatementMappings[K], reader: StatementReader): Parsed<K>;
  example?(words: string): string;
}): MappingForm {
  return {
    schema: form.schema,
    parse: (document, reader) => form.parse(document as StatementMappings[K], reader) as Parsed<Kind>,
    example: form.example ?? ((words) => words),
  };
}

/** What is made of something that was found, if it was. */
export function madeOf<T, U>(found: T | undefined, make: (found: T) => U): U | undefined {
  return found === undefined ? undefined : make(found);
}

/** The text of a statement that is a keyword and the name of one event, completion or module. */
export function keywordAndName<const T>(
  form: string,
  what: 'event' | 'completion' | 'module',
  make: (name: string) => T,
): { readonly form: string; parse(words: readonly string[], reader: StatementReader): T | undefined } {
  return {
    form,
    parse: (words, { only, names }) => madeOf(only(words, what, names[`${what}s`]), make),
  };
}

/** Of a statement in which no other stands. */
export const none = (): readonly Body[] => [];
export const onSignal = (body: BodySchema) =>
  body
    .optional()
    .describe('What the error path undoes, when a signal ends a sleep here (or, for a call, inside it).');

/** The one word of a statement, if it names such data. */
export function onlyData(
  words: readonly string[],
  { only, names }: StatementReader,
  what: string,
  isMeant: (data: DataDeclaration) => boolean,
): DataDeclaration | undefined {
  const scope = { ...names, data: names.data.filter(isMeant) };
  const [given, ...more] = words;
  const found = given === undefined || more.length > 0 ? undefined : dataNamed(scope, given);
  if (!found) only(words, what, dataNames(scope));
  return found;
}

/** The one word of a statement that counts, if it is a counter. */
export function counterIn(words: readonly string[], reader: StatementReader): string | undefined {
  const counter = onlyData(words, reader, 'counter', () => true);
  if (counter === undefined || counter.values.kind === 'range') return counter?.name;
  return reader.report(
    `'${counter.name}' is no counter: only data declared as a range, such as 0..3, can be counted up and down`,
    undefined,
    'unknown-value',
  );
}

/** The text of a statement that is a keyword and nothing else. */
export function keywordAlone<const T>(
  form: string,
  statement: T,
): { readonly form: string; parse(words: readonly string[], reader: StatementReader): T | undefined } {
  return {
    form,
    parse: (words, { report, text }) =>
      words.length === 0 ? statement : report(`expected '${form}' alone, found '${text}'`),
  };
}
