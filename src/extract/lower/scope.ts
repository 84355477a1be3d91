import { bare, type CFunction, type CNode, descendants } from '../c/index.js';
import type { KernelCall, KernelTable } from './calls.js';

/** What is known while the body of a function is read. */
export class Scope {
  /** Names that are declared in the function, each with the struct that it is, or points to. */
  readonly #locals = new Map<string, string>();
  readonly #calls: KernelTable['calls'];
  /** The tables of calls that were asked, for overrides that nothing fits any more. */
  readonly seenCalls = new Set<string>();
  #labels = 0;

  constructor(declared: CFunction, { calls }: KernelTable) {
    this.#calls = calls;
    for (const { name, type } of declared.signature.parameters) this.#locals.set(name, structIn(type));
    for (const node of descendants(declared.body))
      if (node.type === 'declaration') {
        const struct = structIn(node.fields.get('type')?.text ?? '');
        for (const declarator of node.children) {
          const name = nameDeclared(declarator);
          if (name !== undefined) this.#locals.set(name, struct);
        }
      }
  }

  callOf(name: string): KernelCall | undefined {
    this.seenCalls.add(name);
    return this.#calls.get(name);
  }

  /** The struct that a variable is or points to; or the member that it is itself. */
  #whatHas(owner: CNode): string {
    return owner.type === 'identifier' ? (this.#locals.get(owner.text) ?? '') : memberOf(owner);
  }

  isLocal(name: string): boolean {
    return this.#locals.has(name);
  }

  /** A label that no C has. */
  freshLabel(what: string): string {
    this.#labels += 1;
    return `${what} ${this.#labels}`;
  }

  /**
   * The name of a lock or a queue, by the struct and the member; and what has that member, in C.
   * All objects of one struct are taken for one, but where a function names two of them.
   */
  objectOf(call: KernelCall, given: readonly CNode[]): { readonly name: string; readonly owner: string } {
    if (call.object !== undefined) return { name: call.object, owner: '' };
    const argument = given[(call.on ?? 1) - 1];
    if (!argument) return { name: call.member ?? 'unknown', owner: '' };
    const pointed = pointee(argument);
    if (call.member !== undefined) return { name: call.member, owner: pointed.text };
    if (pointed.type === 'field_expression') {
      const owner = bare(pointed.fields.get('argument') ?? pointed);
      const field = pointed.fields.get('field')?.text ?? '';
      const struct = this.#whatHas(owner);
      return { name: struct === '' ? field : `${struct}.${field}`, owner: owner.text };
    }
    if (pointed.type === 'subscript_expression') return { name: wordsOf(pointed.text), owner: '' };
    return { name: wordsOf(pointed.text), owner: '' };
  }
}

function memberOf(node: CNode): string {
  if (node.type === 'field_expression') return node.fields.get('field')?.text ?? '';
  return node.type === 'subscript_expression' ? memberOf(bare(node.fields.get('argument') ?? node)) : '';
}

function pointee(node: CNode): CNode {
  const plain = bare(node);
  if (plain.type === 'pointer_expression') return pointee(plain.fields.get('argument') ?? plain);
  return plain;
}

function structIn(type: string): string {
  return /(?:struct|union) ?(\w+)/.exec(type)?.[1] ?? '';
}

function nameDeclared(declarator: CNode): string | undefined {
  if (declarator.type === 'identifier') return declarator.text;
  const inner =
    declarator.fields.get('declarator') ??
    (declarator.type === 'parenthesized_declarator' ? declarator.children[0] : undefined);
  return inner && nameDeclared(inner);
}

/** The words of an expression, joined to something that a scenario can name. */
export function wordsOf(text: string): string {
  const words = text.match(/[A-Za-z_]\w*/g) ?? ['unknown'];
  return words.slice(0, 4).join('.').slice(0, 60);
}
