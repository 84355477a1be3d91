import type { NameTable } from './name-table.js';

/** What is said of a function where it is defined, as bits. */
export const trait = {
  static: 1,
  inline: 2,
  noinline: 4,
  /** The function tracer leaves it alone, so nothing redirects it. */
  notrace: 8,
  /** Its memory is given back after the kernel, or the module, has started: `__init`, `__exit` and their like. */
  init: 16,
  /** A macro with parameters, or one that stands for another name. */
  macro: 32,
  weak: 64,
  /** Defined by a macro such as `SYSCALL_DEFINE3`. */
  byMacro: 128,
  /** In a section of its own: `__sched`, `__cpuidle`, `__kprobes`, … */
  section: 256,
  /** Called by assembly: `asmlinkage`. */
  asmlinkage: 512,
  /** Its address may be taken, and it is not traced, since no instruction of it may be: `noinstr`, `__entry_text`. */
  entry: 1024,
  /** Defined by `SYSCALL_DEFINE` or `COMPAT_SYSCALL_DEFINE`. */
  systemCall: 2048,
} as const;

/** The name of a trait. */
export type Trait = keyof typeof trait;

const traitsByWord: Readonly<Record<string, number>> = {
  static: trait.static,
  inline: trait.inline,
  __inline: trait.inline,
  __inline__: trait.inline,
  __always_inline: trait.inline,
  __no_sanitize_or_inline: trait.inline,
  noinline: trait.noinline,
  noinline_for_stack: trait.noinline,
  noinline_for_tracing: trait.noinline,
  notrace: trait.notrace,
  noinstr: trait.notrace | trait.noinline | trait.entry,
  __entry_text: trait.notrace | trait.entry,
  __init: trait.init,
  __exit: trait.init,
  __net_init: trait.init,
  __net_exit: trait.init,
  __meminit: trait.init,
  __memexit: trait.init,
  __initdata_or_module: trait.init,
  __init_or_module: trait.init,
  __init_memblock: trait.init,
  __init_refok: trait.init,
  __devinit: trait.init,
  __cpuinit: trait.init,
  __head: trait.init,
  __ref: trait.section,
  __refdata: trait.section,
  __sched: trait.section,
  __lockfunc: trait.section,
  __cpuidle: trait.section,
  __kprobes: trait.section,
  nokprobe_inline: trait.inline,
  __weak: trait.weak,
  asmlinkage: trait.asmlinkage,
};

/** Words of C, and words that look like calls and are none. */
const control =
  'if while for switch return sizeof typeof __typeof__ typeof_unqual asm __asm__ __asm volatile __volatile__ ' +
  'do else goto case break continue default defined __extension__ _Generic _Static_assert static_assert ' +
  '__alignof__ _Alignof __builtin_offsetof offsetof alignof __attribute __attribute__';

/** Words that take arguments, and stand beside the head of a function. */
const annotations =
  '__attribute __attribute__ __acquires __releases __must_hold __cond_acquires __cond_releases __acquire __release ' +
  '__printf __scanf __section __aligned __alloc_size __assume_aligned __no_sanitize __malloc __nonnull __diagnose_as ' +
  '__counted_by __error __warning __alias __copy __cleanup __format __overloadable __diagnose_if __nocapture ' +
  '__guarded_by __target __realloc_size __context__ __asm__ asm __extension__ typeof __typeof__ __bpf_kfunc __pure';

const types =
  'void int char short long unsigned signed float double _Bool bool const volatile register extern auto inline ' +
  'u8 u16 u32 u64 s8 s16 s32 s64 size_t ssize_t loff_t';

const aggregates = 'struct union enum';

/** What else a word may be, as bits beside those of {@link trait}. */
export const word = {
  control: 1 << 16,
  annotation: 1 << 17,
  aggregate: 1 << 18,
  type: 1 << 19,
} as const;

/** The words that the recogniser knows, as numbers of a table of names: what is known of a word is one look-up. */
export class Words {
  readonly return: number;
  readonly define: number;
  readonly if: number;
  readonly ifdef: number;
  readonly ifndef: number;
  readonly else: number;
  readonly elif: number;
  readonly endif: number;
  private readonly bits: Int32Array;

  /** @param names a table without names yet */
  constructor(names: NameTable) {
    const bits = new Map<number, number>();
    const mark = (text: string, bit: number): void => {
      const name = names.internText(text);
      bits.set(name, (bits.get(name) ?? 0) | bit);
    };
    for (const [text, bit] of Object.entries(traitsByWord)) mark(text, bit);
    for (const text of control.split(' ')) mark(text, word.control);
    for (const text of annotations.split(' ')) mark(text, word.annotation);
    for (const text of types.split(' ')) mark(text, word.type);
    for (const text of aggregates.split(' ')) mark(text, word.aggregate);
    this.return = names.internText('return');
    this.define = names.internText('define');
    this.if = names.internText('if');
    this.ifdef = names.internText('ifdef');
    this.ifndef = names.internText('ifndef');
    this.else = names.internText('else');
    this.elif = names.internText('elif');
    this.endif = names.internText('endif');
    this.bits = new Int32Array(names.count);
    for (const [name, each] of bits) this.bits[name] = each;
  }

  /** What is known of a name: bits of {@link trait} and of {@link word}, or 0. */
  about(name: number): number {
    return name < this.bits.length ? (this.bits[name] as number) : 0;
  }
}
