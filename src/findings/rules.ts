/** What a static look can find, as its page tells it. */
interface RuleDescription {
  /** `blocks`: it cannot be patched as it is. `hazard`: it may go wrong. `note`: it is to be known. */
  readonly severity: Severity;
  readonly meaning: string;
  /** Why that is so. */
  readonly why: string;
  readonly remedy: string;
}

export type Severity = 'blocks' | 'hazard' | 'note';

/**
 * By name. Names are stable; texts may be reworded. After the guide for authors of kpatch (doc/patch-author-guide.md of dynup/kpatch),
 * and kernel/livepatch.
 */
export const ruleDescriptions = {
  'caller-outside': {
    severity: 'blocks',
    meaning:
      'A function takes or returns something else now, and is called by one that the patch leaves as it is.',
    why: 'The caller was compiled for the old one. Every call that it makes goes to the new one, and passes what it does not expect.',
    remedy: 'Patch the caller too, or give the new function another name and leave the old one.',
  },
  'called-through-table': {
    severity: 'hazard',
    meaning:
      'A function that takes or returns something else now stands in a table, or its address is taken.',
    why: 'Whoever calls it through the pointer may have been compiled for the old one; which function that is, no name tells.',
    remedy:
      'Patch all that call through that field, or give the new function another name, which only new code calls.',
  },
  'exported-signature': {
    severity: 'hazard',
    meaning: 'A function that takes or returns something else now is exported.',
    why: 'Modules that are not in the tree may call it, and are not patched. With CONFIG_MODVERSIONS its checksum changes as well.',
    remedy: 'Leave it as it is, and add a function with another name that patched callers call.',
  },
  'callers-unknown': {
    severity: 'note',
    meaning:
      'A function takes or returns something else now, and who calls it outside of the files of the patch is not known.',
    why: 'Without an index, only the files that the patch changes are read.',
    remedy: 'Run `klpcheck index` on the source, and look again.',
  },
  'init-code': {
    severity: 'blocks',
    meaning: 'Code is changed that runs while the kernel or a module starts, or only then.',
    why: 'It has run already, and its memory may have been given back. What it has set up stays as it is.',
    remedy: 'Do in a pre-patch callback what the new code would have done, to what exists by then.',
  },
  'type-layout': {
    severity: 'blocks',
    meaning: 'A struct, a union or an enum is another one in the new source.',
    why: 'Objects exist that were made by old code, and old code goes on to use them: a field that is new is not in them.',
    remedy:
      'Put what is new into a shadow variable (klp_shadow_alloc), and let new code do without it where an object has none.',
  },
  'static-initialiser': {
    severity: 'blocks',
    meaning: 'The initialiser of a variable is another one.',
    why: 'The variable exists, and has its value. A patch replaces functions, and no data.',
    remedy:
      'Change the code that uses it, as by testing for the new case before the table is looked into; or set it in a pre-patch callback, and back in a post-unpatch one.',
  },
  'not-traceable': {
    severity: 'blocks',
    meaning: 'A changed function is left alone by the function tracer: `notrace`, `noinstr`, entry code.',
    why: 'Calls are redirected by ftrace, at the first instruction of the function. There is nothing to hook into here.',
    remedy: 'Patch its callers instead, with a copy of it under another name.',
  },
  'always-on-stack': {
    severity: 'hazard',
    meaning:
      'A changed function is always on the stack of some task: `schedule` and what it returns to, the main loop of a kernel thread.',
    why: 'A task is switched when no function that is replaced is on its stack, or when it leaves the kernel. Such a task does neither: the transition does not end.',
    remedy:
      'Patch what it calls. A loop can be left alone where the new code can stand in a function that it calls.',
  },
  'jump-label': {
    severity: 'hazard',
    meaning: 'A changed function tests a static key or makes a static call.',
    why: 'Where the key is in a module that is not loaded yet, its relocations in the patch cannot be resolved in time; kpatch-build refuses them.',
    remedy:
      'Ask `static_key_enabled(&key)` in the new code instead. A key of vmlinux is fine with newer kernels.',
  },
  'static-local': {
    severity: 'hazard',
    meaning: 'A function has a static variable of its own, and it is used otherwise now.',
    why: 'The new function must use the variable of the old one. One that is no longer referred to cannot be matched; one that is new begins anew.',
    remedy: 'Keep a reference to what is there; make what is new a variable of the patch.',
  },
  'once-macro': {
    severity: 'note',
    meaning: 'A call of a `…_once` macro is new.',
    why: 'It has a static variable in a section that kpatch-build allows no change in.',
    remedy: 'Write the test by hand, with a static variable of your own.',
  },
  inlined: {
    severity: 'note',
    meaning: 'A changed function is inline: its body is in those that call it.',
    why: 'To replace it, each function is replaced that has it in itself. In the kernel, `inline` implies `notrace` too: a copy that is not inlined cannot be redirected.',
    remedy:
      'Look at what kpatch-build or klp-build list as changed, and give that list to `klpcheck extract --functions`.',
  },
  'removed-function': {
    severity: 'note',
    meaning: 'A function is removed.',
    why: 'It stays in memory, and whoever has its address or was compiled to call it goes on to do so.',
    remedy: 'Make sure that what it did, done once more, does no harm while old code runs.',
  },
  'sibling-call': {
    severity: 'note',
    meaning: 'A changed function ends with a call, on an architecture where such a call may be a jump.',
    why: 'On powerpc, a jump out of a module does not restore the table of contents of whoever called.',
    remedy: 'Add `__attribute__((optimize("-fno-optimize-sibling-calls")))` to the function.',
  },
} as const satisfies Readonly<Record<string, RuleDescription>>;

export type FindingRule = keyof typeof ruleDescriptions;

/** Where a rule is explained: a page of klpcheck's documentation, and the place in it. */
export function explanationOf(rule: FindingRule): string {
  return `docs/static-findings.md#${rule}`;
}
