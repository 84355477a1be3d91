import { blanked } from './blank.js';

/*
 * Directives of the preprocessor. Of each conditional one branch stays: parsers want whole statements, and a live patch is built for
 * one configuration.
 */

interface Conditional {
  /** Whether what stands around it is there. */
  readonly outer: boolean;
  /** Whether a branch was chosen already. */
  taken: boolean;
}

/** Options that distributions leave off. */
const usuallyOff = /DEBUG|PREEMPT_RT|KASAN|KMSAN|KCSAN|SELFTEST|PROVE_LOCKING/;

/** The same text, of the same length, without directives and without the branches that are not taken. */
export function withoutDirectives(text: string): string {
  const stack: Conditional[] = [];
  let isThere = true;
  let isContinued = false;
  const lines = text.split('\n').map((line) => {
    const wasContinued = isContinued;
    const directive = wasContinued ? null : /^\s*#\s*(\w*)\s*(.*)$/.exec(line);
    isContinued = (wasContinued || directive !== null) && /\\\s*$/.test(line);
    if (wasContinued) return blanked(line);
    if (!directive) return isThere ? line : blanked(line);
    const [, keyword = '', condition = ''] = directive;
    isThere = afterDirective(stack, isThere, keyword, condition);
    return blanked(line);
  });
  return lines.join('\n');
}

function afterDirective(stack: Conditional[], isThere: boolean, keyword: string, condition: string): boolean {
  if (/^if(?:n?def)?$/.test(keyword)) {
    const taken = isThere && isOn(keyword, condition);
    stack.push({ outer: isThere, taken });
    return taken;
  }
  const top = stack.at(-1);
  if (!top) return isThere;
  if (keyword === 'endif') return stack.pop()?.outer ?? true;
  if (keyword !== 'elif' && keyword !== 'else') return isThere;
  const taken = top.outer && !top.taken && (keyword === 'else' || isOn('if', condition));
  top.taken ||= taken;
  return taken;
}

/** Options are on, but for those that are usually off. */
function isOn(keyword: string, condition: string): boolean {
  const plain = condition.trim();
  if (keyword === 'ifdef') return !usuallyOff.test(plain) && plain !== '__cplusplus' && plain !== 'MODULE';
  // An include guard, or what stands in for an option that is off.
  if (keyword === 'ifndef') return !/^CONFIG_/.test(plain) || usuallyOff.test(plain);
  if (/^0\b/.test(plain)) return false;
  if (/^1\b/.test(plain)) return true;
  const isNegated = /^!\s*(?:defined|IS_)/.test(plain);
  return usuallyOff.test(plain) === isNegated;
}
