import { describe, expect, test } from 'vitest';
import {
  type ChangedFunction,
  type FindingsRequest,
  type PatchFacts,
  printFindings,
  ruleDescriptions,
  staticFindings,
} from '../../src/findings/index.js';
import { loadEntryTable } from '../../src/kernel-index/index.js';
import { indexOf } from '../kernel-index/index-texts.js';

const table = await loadEntryTable();

/** A function of a.c that is changed, and in which something else stands before and after. */
function changed(name: string, more: Partial<ChangedFunction> = {}): ChangedFunction {
  return { name, file: 'a.c', line: 1, change: 'changed', signature: [], old: '', new: '', ...more };
}

function find(
  texts: Readonly<Record<string, string>>,
  functions: readonly ChangedFunction[],
  more: Partial<FindingsRequest & PatchFacts> = {},
): readonly string[] {
  const { types = [], tables = [], ...options } = more;
  const facts = { functions, types, tables };
  return staticFindings({ facts, index: indexOf(texts), isWhole: true, table, ...options }).map(
    ({ rule, severity, message, places }) =>
      [severity, rule, message, ...places.map((each) => `${each.file}:${each.line} ${each.name}`)].join(
        ' | ',
      ),
  );
}

const signature = ['2 parameters, then 3'];

describe('a function that takes something else', () => {
  test('is called by one that stays as it is', () => {
    const texts = {
      'a.c': 'int f(void) { }\nint g(void) { f(); }\nint h(void) { f(); }',
      'b.c': 'int i(void) { f(); }',
    };
    expect(find(texts, [changed('f', { signature }), changed('g')])).toEqual([
      'blocks | caller-outside | f is called by h, i, which the patch leaves as they are: 2 parameters, then 3 | a.c:3 h | b.c:1 i',
    ]);
    const all = [changed('f', { signature }), changed('g'), changed('h'), changed('i', { file: 'b.c' })];
    expect(find(texts, all)).toEqual([]);
    expect(find(texts, [changed('f')])).toEqual([]);
  });

  test('by a macro is called by whoever uses the macro', () => {
    const texts = {
      'a.c': 'int f(void) { }',
      'b.h': '#define run(x) f(x)',
      'c.c': 'int g(void) { run(1); }',
    };
    expect(find(texts, [changed('f', { signature })])).toEqual([
      'blocks | caller-outside | f is called by g, which the patch leaves as it is: 2 parameters, then 3 | c.c:1 g',
    ]);
    expect(find(texts, [changed('f', { signature }), changed('g', { file: 'c.c' })])).toEqual([]);
  });

  test('stands in a table, or is exported', () => {
    const texts = { 'a.c': 'int f(void) { }\nstruct s o = { .run = f };\nEXPORT_SYMBOL(f);' };
    expect(find(texts, [changed('f', { signature })])).toEqual([
      'hazard | called-through-table | f is called through s.run: 2 parameters, then 3 | a.c:2 f',
      'hazard | exported-signature | f is exported: 2 parameters, then 3 | a.c:3 f',
    ]);
  });

  test('may have callers that nobody knows of, where only the files of the patch are read', () => {
    const texts = { 'a.c': 'int f(void) { }\nstatic int g(void) { }' };
    expect(
      find(texts, [changed('f', { signature }), changed('g', { signature })], { isWhole: false }),
    ).toEqual([
      'note | callers-unknown | who calls f outside of these files is not known: 2 parameters, then 3',
    ]);
  });

  test('is found under the name of the body of its system call', () => {
    const texts = { 'a.c': 'int f(void) { }\nSYSCALL_DEFINE0(s) { f(); }' };
    expect(find(texts, [changed('f', { signature }), changed('s')])).toEqual([]);
    expect(find(texts, [changed('f', { signature })])).toHaveLength(1);
  });
});

test.each([
  ['int __init f(void) { }', 'blocks | init-code | f is init code'],
  ['int f(void) { }\nint __init g(void) { f(); }', 'blocks | init-code | f is called by init code only'],
  ['int f(void) { }\nmodule_init(f);', 'blocks | init-code | f is called by init code only'],
  ['int f(void) { }\nmodule_init(f);\nstruct file_operations o = { .read = f };', undefined],
  ['int f(void) { }\nint __init g(void) { f(); add(f); }', undefined],
  ['int f(void) { }\nint __init g(void) { f(); }\nint h(void) { f(); }', undefined],
  ['notrace int f(void) { }', 'blocks | not-traceable | f is notrace'],
  ['noinstr int f(void) { }', 'blocks | not-traceable | f is entry code'],
  [
    'int f(void) { }\nint g(void) { kthread_run(f, 0, "x"); }',
    'hazard | always-on-stack | f is what a kernel thread runs from its first to its last instruction',
  ],
  [
    'static inline int f(void) { }\nint g(void) { f(); }',
    'note | inlined | f is inline: its body is in g | a.c:2 g',
  ],
  ['int f(void) { }', undefined],
])('%j', (text, finding) => {
  expect(find({ 'a.c': text }, [changed('f')])).toEqual(finding === undefined ? [] : [finding]);
});

test('a function that every task stands in', () => {
  expect(find({ 'a.c': 'void schedule(void) { }' }, [changed('schedule')])).toEqual([
    'hazard | always-on-stack | schedule is on the stack of every task that sleeps or waits',
  ]);
});

describe('what stands in a function', () => {
  test.each([
    [
      'int f(void) { }',
      'int f(void) { if (static_branch_unlikely(&key)) return static_call(run)(1); }',
      ['hazard | jump-label | f depends on the static keys key, run'],
    ],
    [
      'int f(void) { static int n; n++; }',
      'int f(void) { }',
      ['hazard | static-local | f does not refer to its static variable n any more'],
    ],
    [
      'int f(void) { }',
      'int f(void) { static DEFINE_MUTEX(m); static struct s t[2] = { }; }',
      ['hazard | static-local | f has a new static variable, t'],
    ],
    ['static int f(void) { static int n; }', 'static int f(void) { static int n; n++; }', []],
    [
      'int f(void) { pr_warn_once("x"); }',
      'int f(void) { pr_warn_once("x"); WARN_ON_ONCE(y); }',
      ['note | once-macro | f has a new call of WARN_ON_ONCE'],
    ],
    ['int f(void) { }', 'int f(void) { return g(1); }', []],
  ])('%j, then %j', (old, now, findings) => {
    expect(find({ 'a.c': old }, [changed('f', { old, new: now })])).toEqual(findings);
  });

  test('a call at its end may be a jump on powerpc', () => {
    const code = 'int f(void) { return g(1); }';
    expect(find({ 'a.c': code }, [changed('f', { new: code })], { architecture: 'powerpc' })).toEqual([
      'note | sibling-call | f ends with a call of g',
    ]);
  });
});

test('data that exists already, and functions that are gone; what keeps a patch from being applied comes first', () => {
  const texts = { 'a.c': 'int f(void) { }\nint g(void) { f(); }' };
  const data = (name: string) => [{ name, file: 'a.h', line: 7 }];
  const functions = [changed('f', { change: 'removed' }), changed('h', { change: 'added' })];
  expect(find(texts, functions, { types: data('struct s'), tables: data('ops') })).toEqual([
    'blocks | type-layout | struct s is another one now: objects of the old one exist',
    'blocks | static-initialiser | ops is initialised otherwise, and has its old value already',
    'note | removed-function | f is removed, and g still calls it | a.c:2 g',
  ]);
});

test('they are printed as compilers print, and each rule is explained once', () => {
  const facts = {
    functions: [],
    types: [],
    tables: ['a', 'b'].map((name) => ({ name, file: 'a.c', line: 3 })),
  };
  const text = printFindings(staticFindings({ facts, index: indexOf({}), isWhole: true, table }));
  const { remedy } = ruleDescriptions['static-initialiser'];
  expect(text).toBe(
    'a.c:3: blocks: a is initialised otherwise, and has its old value already [static-initialiser]\n' +
      `  what to do: ${remedy} (docs/static-findings.md#static-initialiser)\n` +
      'a.c:3: blocks: b is initialised otherwise, and has its old value already [static-initialiser]\n',
  );
});
