import { expect, test } from 'vitest';
import { parseSource } from '../../src/extract/c/index.js';
import { bodyLines } from '../../src/extract/draft/statement-lines.js';
import {
  kernelTable,
  lowerFunction,
  rewrite,
  simplified,
  structured,
} from '../../src/extract/lower/index.js';

/** The statements of a function of C, calls and what it touches left out. */
async function statementsOf(body: string): Promise<string> {
  const file = await parseSource(`static int f(struct box *b, int n)\n{\n\t${body}\n}\n`, 'f.c');
  const declared = file?.functions.get('f');
  if (!declared || declared.hasError) throw new Error('does not parse');
  const steps = rewrite(lowerFunction(declared, kernelTable()).steps, (step) => {
    if (step.kind === 'touch' || step.kind === 'call') return [];
    if (step.kind !== 'choice') return [step];
    const { condition: _, ...plain } = step;
    return [plain];
  });
  return bodyLines(simplified(structured(steps)), () => '')
    .map(({ text }) => text)
    .join('\n');
}

/** By what is written in C: the body that a scenario has instead. */
const forms: Readonly<Record<string, readonly [c: string, statements: string]>> = {
  'a lock, by struct and member': [
    'mutex_lock(&b->m); spin_lock(&b->q[n].l); spin_unlock(&b->q[n].l); mutex_unlock(&b->m);',
    '- lock box.m\n- lock q.l\n- unlock q.l\n- unlock box.m',
  ],
  'an error path, by goto': [
    'mutex_lock(&m); if (n) goto out; lock_sock(b); release_sock(b); out: mutex_unlock(&m); return n;',
    [
      '- lock m',
      '- either:',
      '    - []',
      '    - - lock sk_lock',
      '      - unlock sk_lock',
      '- unlock m',
    ].join('\n'),
  ],
  'a jump backwards is a loop': [
    'again: spin_lock(&l); if (n) { spin_unlock(&l); goto again; } spin_unlock(&l); return 0;',
    [
      '- forever:',
      '    - lock l',
      '    - either:',
      '        - - unlock l',
      '        - - unlock l',
      '          - return',
    ].join('\n'),
  ],
  'a lock that may not be taken': [
    'if (mutex_lock_interruptible(&m)) return -4; mutex_unlock(&m); return 0;',
    ['- either:', '    - - return', '    - - lock m', '- unlock m'].join('\n'),
  ],
  'its result in a variable': [
    'int err = mutex_lock_killable(&m); if (err < 0) return err; mutex_unlock(&m); return 0;',
    ['- either:', '    - - return', '    - - lock m', '- unlock m'].join('\n'),
  ],
  'an attempt to lock': [
    'if (!spin_trylock(&l)) return 1; spin_unlock(&l); return 0;',
    ['- trylock: l', '  then: []', '  else:', '    - return', '- unlock l'].join('\n'),
  ],
  'an attempt that is made only if something else has not decided': [
    'if (n || !mutex_trylock(&m)) return 1; mutex_unlock(&m); return 0;',
    [
      '- either:',
      '    - - return',
      '    - - trylock: m',
      '        then: []',
      '        else:',
      '          - return',
      '- unlock m',
    ].join('\n'),
  ],
  'cases that fall through': [
    'switch (n) { case 1: mutex_lock(&a); case 2: mutex_lock(&b2); break; default: return 0; } mutex_unlock(&b2);',
    [
      '- either:',
      '    - - either:',
      '          - - lock a',
      '          - []',
      '      - lock b2',
      '      - unlock b2',
      '    - []',
    ].join('\n'),
  ],
  'a loop that is left while a lock is held': [
    'while (n) { mutex_lock(&m); if (b->x) break; mutex_unlock(&m); } mutex_unlock(&m);',
    [
      '- loop:',
      '    - lock m',
      '    - either:',
      '        - - unlock m',
      '          - return',
      '        - - unlock m',
      '- unlock m',
    ].join('\n'),
  ],
  'what is done once at least': [
    'do { spin_lock(&l); spin_unlock(&l); } while (n);',
    [
      '- forever:',
      '    - lock l',
      '    - unlock l',
      '    - either:',
      '        - []',
      '        - - return',
    ].join('\n'),
  ],
  'two objects of one kind in one function': [
    'unix_state_lock(b); unix_state_lock(other); unix_state_unlock(other); unix_state_unlock(b);',
    ['lock unix_lock.of.b', 'lock unix_lock.of.other', 'unlock unix_lock.of.other', 'unlock unix_lock.of.b']
      .map((each) => `- ${each}`)
      .join('\n'),
  ],
  'allocations that may sleep, and others': [
    'b->x = kmalloc(8, GFP_KERNEL); b->y = kmalloc(8, GFP_ATOMIC);',
    '- sleep uninterruptible',
  ],
  'loops by macros, and types among arguments': [
    'struct box *e; list_for_each_entry(e, &b->list, list) { spin_lock(&e->l); spin_unlock(&e->l); } b->x = container_of(b, struct crate, box)->n;',
    '- loop:\n    - lock box.l\n    - unlock box.l',
  ],
};

test.each(Object.entries(forms))('%s', async (_, [c, statements]) => {
  expect(await statementsOf(c)).toBe(statements);
});
