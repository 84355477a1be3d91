import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Diagnostic, didYouMean, InputError } from '../scenario/index.js';
import type { Reference } from './definition.js';

/** Why a function is called that nobody calls by its name. */
export const entryKinds = [
  'system-call',
  'work-item',
  'kernel-thread',
  'timer',
  'interrupt',
  'softirq',
  'rcu-callback',
  'notifier',
  /** A device is found or removed, goes to sleep, or wakes. */
  'device',
  'init',
  'exit',
  /** Called by assembly. */
  'assembly',
] as const;

export type EntryKind = (typeof entryKinds)[number];

/** A place where a function stands that is called from outside. */
export type EntryRow =
  | { readonly kind: EntryKind; readonly type: string; readonly fields?: readonly string[] | undefined }
  /** @property argument counted from 1 */
  | { readonly kind: EntryKind; readonly call: string; readonly argument: number };

/** Says of a reference to a function what kind of entry it makes of it. */
export class EntryTable {
  private readonly byPlace = new Map<string, EntryKind>();

  /** @param rows later ones win */
  constructor(readonly rows: readonly EntryRow[]) {
    for (const row of rows)
      for (const place of placesOf(row)) {
        this.byPlace.delete(place);
        this.byPlace.set(place, row.kind);
      }
  }

  kindOf({ how }: Reference): EntryKind | undefined {
    if (how.kind === 'argument') return this.byPlace.get(`${how.callee}(${how.position})`);
    if (how.kind !== 'field' || how.type === undefined) return undefined;
    return this.byPlace.get(`${how.type}.${how.field}`) ?? this.byPlace.get(`${how.type}.*`);
  }
}

function placesOf(row: EntryRow): readonly string[] {
  if ('call' in row) return [`${row.call}(${row.argument})`];
  return (row.fields ?? ['*']).map((field) => `${row.type}.${field}`);
}

const name = z.string().regex(/^[A-Za-z_]\w*$/);
const kind = z.enum(entryKinds);
const row = z.union([
  z.strictObject({ kind, type: name, fields: z.array(name).min(1).optional() }),
  z.strictObject({ kind, call: name, argument: z.number().int().min(1).max(32) }),
]);

/**
 * The table that klpcheck ships with, `kernel/entry-points.yaml`, and then the rows of files of the user's own, which win over it.
 *
 * @throws InputError saying what is wrong with a file
 */
export async function loadEntryTable(files: readonly string[] = []): Promise<EntryTable> {
  const shipped = path.join(
    path.dirname(createRequire(import.meta.url).resolve('klpcheck/package.json')),
    'kernel/entry-points.yaml',
  );
  const rows = await Promise.all([shipped, ...files].map(loadRows));
  return new EntryTable(rows.flat());
}

async function loadRows(file: string): Promise<readonly EntryRow[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError([{ file, code: 'unreadable-file', message: `cannot be read: ${error.message}` }]);
  });
  return parseEntryRows(text, file);
}

/** Reads rows of a table of entries. @throws InputError saying what is wrong, and in which line */
export function parseEntryRows(text: string, file: string): readonly EntryRow[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const syntax = document.errors.map(({ message, linePos }): Diagnostic => {
    const [first] = linePos ?? [];
    const [summary = message] = message.split('\n');
    return {
      file,
      code: 'yaml-syntax',
      message: summary,
      ...(first && { line: first.line, column: first.col }),
    };
  });
  if (syntax.length > 0) throw new InputError(syntax);
  const content: unknown = document.toJS({ maxAliasCount: 100 }) ?? [];
  if (!Array.isArray(content))
    throw new InputError([
      { file, code: 'wrong-type', message: 'expected a list of rows', line: 1, column: 1 },
    ]);
  const diagnostics: Diagnostic[] = [];
  const rows = content.flatMap((each: unknown, index): readonly EntryRow[] => {
    const parsed = row.safeParse(each);
    if (parsed.success) return [parsed.data];
    const node: unknown = document.getIn([index], true);
    diagnostics.push({ file, ...explainRow(each), ...positionOf(node, lineCounter) });
    return [];
  });
  if (diagnostics.length > 0) throw new InputError(diagnostics);
  return rows;
}

function explainRow(each: unknown): Pick<Diagnostic, 'code' | 'message' | 'hint'> {
  const given = (each as { kind?: unknown } | null)?.kind;
  if (typeof given === 'string' && !entryKinds.some((known) => known === given)) {
    const hint = didYouMean(given, entryKinds) ?? `kinds: ${entryKinds.join(', ')}`;
    return { code: 'unknown-name', message: `unknown kind of entry '${given}'`, hint };
  }
  return {
    code: 'wrong-value',
    message:
      'expected { kind, type, fields } or { kind, call, argument }, where names are those of C and arguments count from 1',
  };
}

function positionOf(node: unknown, lineCounter: LineCounter): Pick<Diagnostic, 'line' | 'column'> {
  const [begin] = (node as { range?: readonly [number] } | undefined)?.range ?? [0];
  const { line, col } = lineCounter.linePos(begin);
  return { line, column: col };
}
