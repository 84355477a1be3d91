import { type Columns, pathsOf, traitBits } from './columns.js';
import type { FunctionDefinition, Reference, ReferenceUse } from './definition.js';
import { use } from './facts.js';
import { Lookups } from './lookups.js';
import { Realms } from './realms.js';
import { type Trait, trait } from './words.js';

export interface KernelIndexOptions {
  /** Code of other architectures is left out, unless it is asked about itself. @default 'x86' */
  readonly architecture?: string;
}

/**
 * Which functions there are in the source of a kernel, which of them call which, and where their addresses are taken: as far as tokens
 * tell it. Names are bound as the linker does: a static function in its own file first.
 */
export class KernelIndex {
  readonly files: readonly string[];
  private readonly realms: Realms;
  private readonly look: Lookups;

  constructor(
    private readonly columns: Columns,
    { architecture = 'x86' }: KernelIndexOptions = {},
  ) {
    this.files = pathsOf(columns);
    this.realms = new Realms(this.files, architecture);
    this.look = new Lookups(columns, this.files);
  }

  get functionCount(): number {
    return this.columns.functionNames.length;
  }

  /** The number of calls, each callee of a function counted once. */
  get callCount(): number {
    return this.columns.calls.length;
  }

  get referenceCount(): number {
    return this.columns.referenceTargets.length;
  }

  /**
   * The definitions of a name. Seen from a file: what it defines itself; where it does not, what others define for all, or for those that
   * include them.
   */
  definitionsOf(name: string, from?: string): readonly FunctionDefinition[] {
    const all = [...this.look.functionsByName.of(this.look.numberOf(name))];
    if (from === undefined) return all.map((id) => this.functionAt(id));
    const file = this.look.fileNumbers.get(from) ?? -1;
    const own = all.filter((id) => this.look.fileOfFunction[id] === file);
    const bound = own.length > 0 ? own : all.filter((id) => this.isVisible(id, file));
    return bound.map((id) => this.functionAt(id));
  }

  /** What a file defines, in the order of its lines. */
  functionsIn(file: string): readonly FunctionDefinition[] {
    const number = this.look.fileNumbers.get(file);
    if (number === undefined) return [];
    const [begin, end] = [this.columns.functionBegins[number], this.columns.functionBegins[number + 1]];
    return Array.from({ length: (end as number) - (begin as number) }, (_, each) =>
      this.functionAt((begin as number) + each),
    );
  }

  /** The names that a function calls, in the order in which it first does. */
  calleesOf({ id }: FunctionDefinition): readonly string[] {
    const { calls, callBegins } = this.columns;
    return Array.from(calls.subarray(callBegins[id], callBegins[id + 1]), (name) => this.look.textOf(name));
  }

  /** Who calls a function by its name. */
  callersOf({ id }: FunctionDefinition): readonly FunctionDefinition[] {
    return [...this.look.callers.of(this.columns.functionNames[id] as number)]
      .filter((caller) => caller !== id && this.isBound(id, this.look.fileOfFunction[caller] as number))
      .map((caller) => this.functionAt(caller));
  }

  /** Who calls through a field of that name, whatever the type is. */
  callersThrough(field: string): readonly FunctionDefinition[] {
    return [...this.look.fieldCallers.of(this.look.numberOf(field))].map((caller) => this.functionAt(caller));
  }

  /** Where the address of a function is taken. */
  referencesTo({ id }: FunctionDefinition): readonly Reference[] {
    return [...this.look.references.of(this.columns.functionNames[id] as number)]
      .filter((each) => this.isBound(id, this.look.fileOfReference(each)))
      .map((each) => this.referenceAt(each));
  }

  /**
   * What is put into a field of that name. @param type of the struct; what is put into a field of a struct whose type is not told counts
   * too
   */
  implementersOf(field: string, type?: string): readonly Reference[] {
    const number = this.look.numberOf(field);
    const wanted = type === undefined ? 0 : this.look.numberOf(type);
    return [...this.look.contexts.of(number)].flatMap((each) => {
      const found = this.columns.referenceTypes[each] as number;
      const isOne = isOfField(this.columns.referenceUses[each] as number);
      return isOne && (type === undefined || found === 0 || found === wanted) ? [this.referenceAt(each)] : [];
    });
  }

  /**
   * How many functions {@link implementersOf} gives, each counted once, and how many types have fields of that name in which some stand.
   */
  countImplementers(field: string, type?: string): { readonly implementers: number; readonly types: number } {
    const { referenceTypes, referenceUses, referenceTargets } = this.columns;
    const wanted = type === undefined ? 0 : this.look.numberOf(type);
    const targets = new Set<number>();
    const types = new Set<number>();
    for (const each of this.look.contexts.of(this.look.numberOf(field))) {
      if (!isOfField(referenceUses[each] as number)) continue;
      const found = referenceTypes[each] as number;
      if (found !== 0) types.add(found);
      if (type === undefined || found === 0 || found === wanted)
        targets.add(referenceTargets[each] as number);
    }
    return { implementers: targets.size, types: types.size };
  }

  /** What a file was like when it was indexed; nothing where it was not. */
  stampOf(file: string): { readonly size: number; readonly modifiedMs: number } | undefined {
    const number = this.look.fileNumbers.get(file);
    if (number === undefined) return undefined;
    const { fileSizes, fileTimes } = this.columns;
    return { size: fileSizes[number] as number, modifiedMs: fileTimes[number] as number };
  }

  functionAt(id: number): FunctionDefinition {
    const place = this.columns.functionPlaces[id] as number;
    return {
      id,
      name: this.look.textOf(this.columns.functionNames[id] as number),
      file: this.files[this.look.fileOfFunction[id] as number] ?? '',
      line: place >>> traitBits,
      traits: traitsOf(place & ((1 << traitBits) - 1)),
    };
  }

  private referenceAt(each: number): Reference {
    const { referenceScopes, referenceTargets, referenceLines } = this.columns;
    const scope = referenceScopes[each] as number;
    return {
      target: this.look.textOf(referenceTargets[each] as number),
      file: this.files[this.look.fileOfReference(each)] ?? '',
      line: referenceLines[each] as number,
      ...(scope >= 0 && { within: this.functionAt(scope) }),
      how: this.useOf(each),
    };
  }

  private useOf(each: number): ReferenceUse {
    const { referenceUses, referenceContexts, referenceTypes } = this.columns;
    const coded = referenceUses[each] as number;
    const position = (coded >>> 3) + 1;
    const context = this.look.textOf(referenceContexts[each] as number);
    const type = referenceTypes[each] as number;
    const typed = type === 0 ? {} : { type: this.look.textOf(type) };
    switch (coded & 7) {
      case use.argument:
        return { kind: 'argument', callee: context, position };
      case use.field:
        return { kind: 'field', field: context, ...typed };
      case use.element:
        return { kind: 'element', position, ...typed };
      case use.assignment:
        return { kind: 'assignment', field: context };
      default:
        return { kind: 'other' };
    }
  }

  /** Whether a name in a file means that function: it may be hidden by another one in that file. */
  private isBound(id: number, file: number): boolean {
    if (this.look.fileOfFunction[id] === file) return true;
    if (!this.isVisible(id, file)) return false;
    const others = this.look.functionsByName.of(this.columns.functionNames[id] as number);
    return !others.some((other) => this.look.fileOfFunction[other] === file);
  }

  /** Whether a function that another file defines can be meant in this one. */
  private isVisible(id: number, file: number): boolean {
    const home = this.look.fileOfFunction[id] as number;
    if (!this.realms.areLinked(home, file)) return false;
    const isPrivate = ((this.columns.functionPlaces[id] as number) & (trait.static | trait.macro)) !== 0;
    return !isPrivate || (this.files[home] ?? '').endsWith('.h');
  }
}

function isOfField(coded: number): boolean {
  const kind = coded & 7;
  return kind === use.field || kind === use.assignment;
}

const traitNames = Object.keys(trait) as readonly Trait[];

function traitsOf(bits: number): ReadonlySet<Trait> {
  return new Set(traitNames.filter((name) => (bits & trait[name]) !== 0));
}
