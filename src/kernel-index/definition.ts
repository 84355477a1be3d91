import type { Trait } from './words.js';

/** A function of the source, or a macro that calls something. */
export interface FunctionDefinition {
  /** Its number in the index. */
  readonly id: number;
  /** The body of a system call is called `__do_sys_NAME`, as the kernel itself names it; one for 32 bits `__do_compat_sys_NAME`. */
  readonly name: string;
  /** From the root of the source tree. */
  readonly file: string;
  /** From 1: where its name stands. */
  readonly line: number;
  readonly traits: ReadonlySet<Trait>;
}

/** A place where the address of a function is taken. */
export interface Reference {
  /** The name of the function. */
  readonly target: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The function in which it stands, if it stands in one. */
  readonly within?: FunctionDefinition;
  readonly how: ReferenceUse;
}

export type ReferenceUse =
  /** The value of a field, in an initialiser. The type is missing where the initialiser does not tell it. */
  | { readonly kind: 'field'; readonly field: string; readonly type?: string }
  /** Assigned to a field, of a type that is not known. */
  | { readonly kind: 'assignment'; readonly field: string }
  /** An element of an initialiser that names no field, counted from 1. */
  | { readonly kind: 'element'; readonly position: number; readonly type?: string }
  /** An argument of a call, or of a macro, counted from 1. */
  | { readonly kind: 'argument'; readonly callee: string; readonly position: number }
  | { readonly kind: 'other' };
