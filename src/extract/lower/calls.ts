import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { InputError } from '../../scenario/index.js';

const argument = z.number().int().min(1).max(12);
const cName = z.string().regex(/^[A-Za-z_]\w*$/, 'expected a name of C');

/** What one call does, as a row of `kernel/calls.yaml` says it. */
export const callSchema = z.strictObject({
  does: z.enum([
    'lock',
    'unlock',
    'trylock',
    'wait',
    'wake',
    'sleep',
    'allocate',
    'read-lock',
    'read-unlock',
    'synchronize',
    'preempt-off',
    'preempt-on',
    'get',
    'put',
    'nothing',
  ]),
  on: argument.optional(),
  object: cName.optional(),
  member: cName.optional(),
  kind: z.enum(['mutex', 'spinlock']).optional(),
  when: z.enum(['failed', 'nonzero', 'zero']).optional(),
  flags: argument.optional(),
});

export type KernelCall = z.infer<typeof callSchema>;

const tableSchema = z.strictObject({
  calls: z.record(cName, callSchema),
  entries: z.record(z.string(), z.strictObject({ task: z.enum(['user', 'kthread']) })),
});

/** What calls of the kernel do, and into which tasks functions in tables lead. */
export interface KernelTable {
  readonly calls: ReadonlyMap<string, KernelCall>;
  readonly entries: ReadonlyMap<string, 'user' | 'kthread'>;
}

let shipped: KernelTable | undefined;

/** The table that klpcheck comes with, `kernel/calls.yaml`. @throws InputError where somebody has changed it and it is wrong */
export function kernelTable(): KernelTable {
  if (shipped) return shipped;
  const root = path.dirname(createRequire(import.meta.url).resolve('klpcheck/package.json'));
  const file = path.join(root, 'kernel', 'calls.yaml');
  const { calls, entries } = readYaml(readFileSync(file, 'utf8'), file, tableSchema);
  shipped = {
    calls: new Map(Object.entries(calls)),
    entries: new Map(Object.entries(entries).map(([name, { task }]) => [name, task])),
  };
  return shipped;
}

/**
 * Reads a small file of YAML by a schema.
 *
 * @throws InputError with the line and column of what is wrong
 */
export function readYaml<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, excerpt: text.split('\n')[line - 1] ?? '' };
  };
  if (document.errors.length > 0)
    throw new InputError(
      document.errors.map(({ message, pos }) => ({
        file,
        code: 'yaml-syntax',
        message: message.split('\n')[0] ?? message,
        ...place(pos[0]),
      })),
    );
  const plain: unknown = document.toJS();
  const result = schema.safeParse(plain ?? {});
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues.map((issue) => {
      const node = document.getIn(issue.path as (string | number)[], true) as
        | { range?: [number] }
        | undefined;
      return {
        file,
        code: issue.code === 'unrecognized_keys' ? 'unknown-key' : 'wrong-value',
        message: `${issue.path.join('.')}: ${issue.message}`,
        ...place(node?.range?.[0] ?? 0),
      };
    }),
  );
}
