import { replaceKeeping } from './blank.js';
import { withoutComments } from './comments.js';
import { withoutDirectives } from './directives.js';

/*
 * C of the kernel, rewritten so that a parser of plain C reads it. Every line and every column stays what it was: what is no C is
 * blanked, and what becomes something else does not become longer.
 */

/** Words in front of and behind declarations that say nothing about what runs. */
const attributes = new RegExp(
  `\\b(?:${[
    '__user|__iomem|__rcu|__percpu|__kernel|__force|__bitwise|__nocast|__private',
    '__init|__exit|__initdata|__exitdata|__initconst|__devinit|__meminit|__net_init|__net_exit|__net_initdata|__head|__ref|__refdata',
    '__sched|__read_mostly|__ro_after_init|__cacheline_aligned(?:_in_smp)?|____cacheline_aligned(?:_in_smp)?|__page_aligned_\\w+',
    '__always_inline|noinline(?:_for_\\w+)?|__always_unused|__maybe_unused|__unused|__used|__weak|__must_check|__pure|__cold|__hot',
    '__attribute_const__|__noreturn|__packed|__visible|asmlinkage|notrace|__kprobes|nokprobe_inline|__latent_entropy|__refcounted',
    '__no_sanitize_\\w+|__no_kcsan|__no_kmsan_checks|__cpuidle|noinstr|__noendbr|__lockfunc|__deprecated|__flatten|fastcall|__irq_entry',
    '__softirq_entry|__bpf_kfunc|__net_initconst|__percpu_rwsem|debug_noinline|__fix_address|const_debug|__no_profile|__naked|__designated_init|__randomize_layout|randomized_struct_fields_\\w+',
  ].join('|')})\\b`,
  'g',
);
const attributesWithArguments =
  /\b(?:__attribute__|__acquires|__releases|__must_hold|__aligned|__section|__printf|__scanf|__alias|__counted_by|__malloc|__alloc_size|__cond_lock|__nonnull|__diag_\w+|__guarded_by)\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g;

/** At the beginning of a line of a file: macros that stand for declarations, with or without a semicolon. */
const fileLevelMacros =
  /^[ \t]*(?:static[ \t]+)?(?:EXPORT_\w+|MODULE_\w+|module_\w+|(?:early|core|postcore|arch|subsys|fs|device|late|pure|console|rootfs)_initcall\w*|DECLARE_(?!SOCKADDR)\w+|DEFINE_(?!SPINLOCK|MUTEX|RWLOCK|RAW_SPINLOCK)\w+|STATIC_ASSERT|static_assert|NOKPROBE_SYMBOL|ALLOW_ERROR_INJECTION|late_initcall|BTF_\w+|BTF_ID\w*|TRACE_EVENT\w*|LIST_HEAD|ATOMIC_NOTIFIER_HEAD|BLOCKING_NOTIFIER_HEAD|RAW_NOTIFIER_HEAD|INDIRECT_CALLABLE_DECLARE|ASSERT_STRUCT_\w+|__setup|early_param|EARLYCON_DECLARE|MODULE_ALIAS\w*|BUILD_BUG_ON)\s*\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)[ \t]*;?/gm;

/** A type where an expression is expected: an argument of a macro such as `container_of`. Runs of blanks may be as long as a file. */
const typeArgument =
  /((?:\b\w{1,99})?\s{0,99})([(,]\s{0,99})(?:const\s{1,99})?(?:(?:struct|union|enum)\s{1,99}(\w+)|((?:(?:unsigned|signed|int|long|char|short|bool|void|s?size_t)\b\s{0,99})+))(\s{0,99}\**\s{0,99})(?=([,)]))/g;

const loopMacro =
  /\b((?!while\b|for\b|if\b|switch\b)(?:\w*(?:for_each|foreach)\w*|skb_queue(?:_reverse)?_walk\w*|skb_walk_frags\w*|change_nexthops|for_nexthops|for_primary_ifa|endfor_ifa))(\s*\()/g;
const systemCall = /^(?:COMPAT_)?SYSCALL_DEFINE\d\s*\([ \t]*(\w+)[ \t]*,?/gm;

/** Without comments, directives, and branches of conditionals that are not taken; every position stays. */
export function stripped(text: string): string {
  return withoutDirectives(withoutComments(text));
}

/**
 * Rewrites a file so that it can be parsed as C.
 *
 * @param text what {@link stripped} has left of it
 * @returns a text of the same length, with line ends at the same places
 */
export function normalise(text: string): string {
  let normal = text;
  normal = replaceKeeping(normal, systemCall, (_, name = '') => `long ${name}(`);
  normal = replaceKeeping(normal, attributesWithArguments, () => '');
  normal = replaceKeeping(normal, attributes, () => '');
  normal = replaceKeeping(normal, fileLevelMacros, () => '');
  normal = replaceKeeping(normal, /\bINDIRECT_CALLABLE_SCOPE\b/g, () => 'static');
  normal = withoutTypeArguments(normal);
  normal = replaceKeeping(
    normal,
    /\b(?:typeof|__typeof__|typeof_unqual)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)/g,
    () => 'int',
  );
  // The grammar has rules of its own for these.
  normal = replaceKeeping(normal, /\b(?:offsetof|va_arg)\b/g, (name = '') =>
    name === 'va_arg' ? 'va_ar_' : 'offset__',
  );
  normal = replaceKeeping(normal, /\b__alignof__\b|\b_Alignof\b/g, () => 'sizeof');
  normal = withLoops(normal);
  // A range of cases, or of indices.
  normal = replaceKeeping(normal, /\.\.\.\s*[\w']+(?:\s*[-+]\s*\w+)?(?=\s*[:\]])/g, () => '');
  return normal;
}

function withoutTypeArguments(text: string): string {
  return text.replace(typeArgument, (whole: string, ...groups: (string | undefined)[]) => {
    const [word = '', open = '', name, primitive = '', stars = '', after] = groups;
    // A cast, `sizeof`, or `f(void)`.
    const isAlone = open.startsWith('(') && after === ')';
    if (isAlone && (/^(?:sizeof|typeof|return|case|if|while|)\s*$/.test(word) || primitive.trim() === 'void'))
      return whole;
    const put = `${word}${open}${name ?? 't__'}`;
    return put.length <= whole.length && !stars.includes('\n')
      ? put + ' '.repeat(whole.length - put.length)
      : whole;
  });
}

/** A macro that begins a loop becomes `while`, unless it is defined there or ends as a call does. */
function withLoops(text: string): string {
  return text.replace(loopMacro, (whole, name: string, open: string, offset: number) => {
    if (name.length < 'while'.length) return whole;
    const end = closing(text, offset + whole.length - 1);
    const next = /\S/.exec(text.slice(end + 1, end + 200))?.[0];
    if (end < 0 || next === undefined || /[;,)=?:.&|+*/<>-]/.test(next)) return whole;
    const line = text.lastIndexOf('\n', offset) + 1;
    // At the beginning of a line stands a definition.
    if (!/^[\s]/.test(text.slice(line, line + 1))) return whole;
    return `while${' '.repeat(name.length - 'while'.length)}${open}`;
  });
}

/** Longer than what any macro is given. */
const longestArguments = 20_000;

/** Where the parenthesis is closed that is opened at `open`; -1 where it never is. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < Math.min(text.length, open + longestArguments); index++) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')' && --depth === 0) return index;
  }
  return -1;
}
