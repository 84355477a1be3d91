import type { NameTable } from './name-table.js';
import { trait, type Words, word } from './words.js';

const allTraits = (1 << 16) - 1;

/** What a declaration, or a statement, has said so far: of which type it is, and which function it may be the head of. */
export class Declaration {
  /** The name before the first parenthesis that is none of an annotation: a function, or a macro. */
  candidate = 0;
  /** From 1, where the candidate stands. */
  line = 0;
  traits = 0;
  isAssigned = false;
  /** What comes after `struct`, `union` or `enum`. */
  tag = 0;
  private typeName = 0;
  /** How many names have come at the outermost level that are no traits. */
  private words = 0;
  private candidateWords = 0;
  private isLed = false;
  private firstArgument = 0;
  private saved: readonly [tag: number, typeName: number] = [0, 0];

  constructor(
    private readonly names: NameTable,
    private readonly known: Words,
  ) {}

  /** The type of what is declared, by its tag or by its name; 0 where none was seen. */
  get type(): number {
    return this.tag === 0 ? this.typeName : this.tag;
  }

  start(): void {
    this.candidate = 0;
    this.traits = 0;
    this.isAssigned = false;
    this.tag = 0;
    this.typeName = 0;
    this.words = 0;
    this.isLed = false;
    this.firstArgument = 0;
  }

  startStatement(): void {
    this.tag = 0;
    this.typeName = 0;
  }

  /** A macro begins, in which statements are others; until {@link leave}. */
  enter(): void {
    this.saved = [this.tag, this.typeName];
    this.startStatement();
  }

  leave(): void {
    [this.tag, this.typeName] = this.saved;
  }

  /** A name has come. @param before the name right before it, or 0 */
  word(name: number, before: number, isOutermost: boolean): void {
    if (before !== 0) {
      const about = this.known.about(before);
      if ((about & word.aggregate) !== 0) this.tag = name;
      else if ((about & (word.control | word.annotation)) === 0 && (about & allTraits) === 0)
        this.typeName = before;
    }
    if (!isOutermost) return;
    const traits = this.known.about(name) & allTraits;
    if (traits === 0) this.words++;
    else this.traits |= traits;
  }

  /** A parenthesis follows a name, at the outermost level. */
  called(name: number, line: number): void {
    if ((this.known.about(name) & (word.control | word.annotation | word.type | allTraits)) !== 0) return;
    const isLed = this.words - (this.candidate === 0 ? 0 : this.candidateWords) > 1;
    if (this.candidate !== 0 && (this.isLed || !isLed)) return;
    this.candidate = name;
    this.line = line;
    this.candidateWords = this.words;
    this.isLed = isLed;
    this.firstArgument = 0;
  }

  /** A name stands in a parenthesis of the outermost level. */
  argument(name: number): void {
    if (this.candidate !== 0 && this.firstArgument === 0) this.firstArgument = name;
  }

  /** A function was declared whose body has just come, or data of which more may come. */
  endBody(): void {
    this.candidate = 0;
  }

  /** The name of the function that begins: where it is defined by a macro, as it is called then. */
  definedName(): number {
    if (this.isLed || this.firstArgument === 0) return this.candidate;
    const macro = this.names.textOf(this.candidate);
    if (/[a-z]/.test(macro)) return this.candidate;
    this.traits |= trait.byMacro;
    const prefix = systemCallPrefix(macro);
    if (prefix === undefined) return this.firstArgument;
    this.traits |= trait.systemCall;
    return this.names.internText(prefix + this.names.textOf(this.firstArgument));
  }
}

const systemCallMacros = [
  [/^SYSCALL\d*_DEFINE\d?$/, '__do_sys_'],
  [/^COMPAT_SYSCALL\d*_DEFINE\d?$/, '__do_compat_sys_'],
] as const;

/**
 * What stands before the name of a system call in the name of its body, as include/linux/syscalls.h has it; nothing where the macro defines
 * none. (`__sys_` would not do: there are functions such as `__sys_sendmsg`.)
 */
export function systemCallPrefix(macro: string): string | undefined {
  return systemCallMacros.find(([pattern]) => pattern.test(macro))?.[1];
}
