import {
  type ProcessReference,
  processesWithRole,
  processIndex,
  type System,
  type VariableNode,
  variableKey,
} from '../../system/index.js';
import type { Cell, Layout } from '../packing/index.js';

/** What the code for an expression depends on. */
export interface GenerationContext {
  readonly system: System;
  readonly layout: Layout;
  /** The index of the process that takes the step, and the location it takes it from. */
  readonly self?: { readonly process: number; readonly location: string };
  /** Binder to process index. */
  readonly bound: ReadonlyMap<string, number>;
  readonly tables: Tables;
}

/** Arrays of bytes that generated code reads. */
export class Tables {
  /** By its bytes: the number of a table. */
  private readonly numbers = new Map<string, number>();
  private readonly names = new WeakMap<readonly number[], string>();

  /** The name of the table of `length` bytes that are 1 at some numbers, else 0. */
  nameOf(ones: readonly number[], length: number): string {
    const known = this.names.get(ones);
    if (known !== undefined) return known;
    const bytes = new Uint8Array(length);
    for (const each of ones) bytes[each] = 1;
    const key = bytes.join(', ');
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    this.names.set(ones, `table${number}`);
    return `table${number}`;
  }

  declarations(): readonly string[] {
    return [...this.numbers].map(([bytes, number]) => `const table${number} = Uint8Array.of(${bytes});`);
  }
}

/** The same context, in which `binder` stands for that process. */
export function bindIn(context: GenerationContext, binder: string, processName: string): GenerationContext {
  const index = processIndex(context.system, processName);
  return { ...context, bound: new Map([...context.bound, [binder, index]]) };
}

/** The same context, once for each process that plays a role, for which `binder` stands; just the same where nothing is bound. */
export function bindEach(
  context: GenerationContext,
  binding: { readonly binder: string; readonly role: string } | undefined,
): readonly GenerationContext[] {
  if (!binding) return [context];
  return processesWithRole(context.system, binding.role).map((name) => bindIn(context, binding.binder, name));
}

/** The cell that a variable node means. */
export function cellOf({ name, of }: VariableNode, context: GenerationContext): Cell {
  return context.layout.cells.get(variableKey(name, of && nameOf(of, context))) as Cell;
}

export function indexOf(reference: ProcessReference, context: GenerationContext): number {
  const index =
    reference.kind === 'self'
      ? context.self?.process
      : reference.kind === 'bound'
        ? context.bound.get(reference.binder)
        : processIndex(context.system, reference.name);
  if (index === undefined || index < 0)
    throw new Error('an expression speaks of a process that is not bound');
  return index;
}

export function nameOf(reference: ProcessReference, context: GenerationContext): string {
  return context.system.processes[indexOf(reference, context)]?.name as string;
}
