import { describe, expect, test } from 'vitest';
import { indexOf } from './index-texts.js';

/** What is defined in a text of C, each with its line and what it calls, and the addresses taken. */
function read(text: string) {
  const index = indexOf({ 'a.c': text });
  const functions = index.functionsIn('a.c');
  return {
    defined: functions.map(({ name, line }) => `${name}:${line}`),
    calls: Object.fromEntries(functions.map((each) => [each.name, index.calleesOf(each)])),
    traits: Object.fromEntries(functions.map(({ name, traits }) => [name, [...traits]])),
    taken: functions.flatMap((each) =>
      index.referencesTo(each).map(({ target, line, within, how }) => {
        const { kind, ...rest } = how;
        return [`${within?.name ?? 'file'} takes ${target}:${line}`, kind, ...Object.values(rest)].join(' ');
      }),
    ),
  };
}

describe('what is defined', () => {
  test.each([
    ['static int f(void)\n{\n\treturn 0;\n}', ['f:1']],
    ['static int\nf(struct a *b,\n  int c)\n{\n}', ['f:2']],
    ['int f(int a) { return a; } int g(void) { return 0; }', ['f:1', 'g:1']],
    ['struct s *f(void) { }\nunsigned long g(void) { }', ['f:1', 'g:2']],
    ['int f(void);\nextern int g(int);\nint h(void) { }', ['h:3']],
    ['__printf(1, 2) static void f(const char *a, ...) { }', ['f:1']],
    ['static void f(void) __acquires(a) __releases(b)\n{\n}', ['f:1']],
    ['__attribute__((noreturn)) void f(void) { }', ['f:1']],
    ['DEFINE_MUTEX(m);\nEXPORT_SYMBOL(m);\nint f(void) { }', ['f:3']],
    ['MODULE_ALIAS("x")\nint f(void) { }', ['f:2']],
    ['struct s { int (*f)(void); };\nint g(void) { }', ['g:2']],
    ['enum e { A = F(1), B };\nint (*p)(int) = 0;\nint f(void) { }', ['f:3']],
    ['static struct s t = { .f = g(1) };\nint f(void) { }', ['f:2']],
    ['SYSCALL_DEFINE2(open, int, a, int, b)\n{\n}', ['__do_sys_open:1']],
    ['COMPAT_SYSCALL_DEFINE1(open, int, a)\n{\n}', ['__do_compat_sys_open:1']],
    ['BPF_CALL_2(bpf_f, int, a, int, b)\n{\n}', ['bpf_f:1']],
    ['DEFINE_IDTENTRY(exc_f)\n{\n}', ['exc_f:1']],
    ['#if A\nint f(int a)\n#else\nint f(long a)\n#endif\n{\n}\nint g(void) { }', ['f:2', 'g:8']],
    [
      'int f(void)\n{\n#if A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t}\n}\nint g(void) { }',
      ['f:1', 'g:10'],
    ],
    [
      'int f(void)\n{\n#ifdef A\n\treturn 1;\n}\n#else\n\treturn 2;\n}\n#endif\nint g(void) { }',
      ['f:1', 'g:10'],
    ],
    ['int f(void)\n{\n\tif (a) {\n}\nint g(void) { }', ['f:1', 'g:5']],
    ['struct s {\n#if A\n\tstruct t {\n#endif\n\tint a;\n};\nint f(void) { }', ['f:7']],
    ['struct s t[] = {\n#if A\n\t{ 1,\n#endif\n\t{ 2 },\n};\nint f(void) { }', ['f:7']],
    ['extern "C" {\nint f(void) { }\n}', ['f:2']],
    ['/* int f(void) { */ // int g(void) {\nint h(void) { }', ['h:2']],
    ['char *s = "int f(void) { \\" {";\nchar c = \'{\';\nint h(void) { }', ['h:3']],
    ['int f(void)\r\n{\r\n}\r\nint g(void) \\\r\n{\r\n}\r\n', ['f:1', 'g:4']],
    ['\ufeffint f(void) { }', ['f:1']],
    ['#define A(x) g(x)\n#define B(x) (x)\n#define C 1\n#define D g\nint f(void) { }', ['A:1', 'D:4', 'f:5']],
    ['#define A(x) \\\n\tdo { g(x); \\\n} while (0)\nint f(void) { }', ['A:1', 'f:4']],
    ["#error don't\nint f(void) { }", ['f:2']],
    ['#define A(\nint f(void) { }', ['f:2']],
    ['#', []],
    ['int f(void) { "not closed\n}\nint g(void) { }', ['f:1', 'g:3']],
    ['int f(void) { /* not closed', ['f:1']],
    [')))}}}]]]\nint f(void) { }', ['f:2']],
  ])('%j', (text, defined) => {
    expect(read(text).defined).toEqual(defined);
  });

  test('what is said of a function beside its name', () => {
    const text = [
      'static inline void f(void) { }',
      'int __init g(void) { }',
      'static notrace void h(void) { }',
      'noinstr void i(void) { }',
      'asmlinkage __visible void j(void) { }',
      'void __sched k(void) { }',
      'SYSCALL_DEFINE0(l) { }',
      '#define m n',
    ].join('\n');
    expect(read(text).traits).toEqual({
      f: ['static', 'inline'],
      g: ['init'],
      h: ['static', 'notrace'],
      i: ['noinline', 'notrace', 'entry'],
      j: ['asmlinkage'],
      k: ['section'],
      __do_sys_l: ['byMacro', 'systemCall'],
      m: ['macro'],
    });
  });
});

describe('what is called', () => {
  test.each([
    ['int f(void) { g(); if (h(i())) return j (1); g(); }', ['g', 'h', 'i', 'j']],
    ['int f(void) { return sizeof(x) + typeof(g(1)); }', ['g']],
    ['int f(void) { a->b(c); d.e(); (*a->g)(1); }', []],
    ['int f(void) { ({ g(); }); list_for_each(a, b) h(); }', ['g', 'list_for_each', 'h']],
    ['int f(void) {\n#if A\n\tg();\n#elif B\n\th();\n#else\n\ti();\n#endif\n}', ['g', 'h', 'i']],
    ['int f(void) {\n#define A(x) h(x)\n\tg(); }', ['g']],
    ['int f(void) { asm volatile("call g" : : "r"(h())); }', ['h']],
  ])('%j', (text, calls) => {
    expect(read(text).calls.f).toEqual(calls);
  });

  test('a call through a field is one of the field', () => {
    const index = indexOf({ 'a.c': 'int f(void) { a->b(c); d.e(); (*a->g)(1); a->h(2)->i(); j(a->k); }' });
    for (const [field, callers] of Object.entries({ b: 1, e: 1, g: 1, h: 1, i: 1, k: 0, a: 0 }))
      expect([field, index.callersThrough(field).length]).toEqual([field, callers]);
  });
});

describe('addresses that are taken', () => {
  const f = 'static int f(void) { }\n';
  test.each([
    [
      'struct file_operations o = { .open = f, .read = &f };',
      ['file takes f:2 field open file_operations', 'file takes f:2 field read file_operations'],
    ],
    [
      'struct s o[] = { { .a = f }, [X] = { .b = f } };',
      ['file takes f:2 field a s', 'file takes f:2 field b s'],
    ],
    ['struct s o = { .ops = { .a = f } };', ['file takes f:2 field a']],
    ['handler_t o[] = { g, f };', ['file takes f:2 element 2 handler_t']],
    ['struct s o[] = { { "x", f } };', ['file takes f:2 element 2 s']],
    ['DEFINE_TIMER(t, f);', ['file takes f:2 argument DEFINE_TIMER 2']],
    ['module_init(f);', ['file takes f:2 argument module_init 1']],
    ['void g(void) { INIT_WORK(&a->w, f); }', ['g takes f:2 argument INIT_WORK 2']],
    ['void g(void) { timer_setup(&a->t, (void *)f, 0); }', ['g takes f:2 argument timer_setup 2']],
    ['void g(void) { a->b.c = f; x = f; }', ['g takes f:2 assignment c', 'g takes f:2 other']],
    ['void g(void) { x = y ? f : h; return f; }', ['g takes f:2 other', 'g takes f:2 other']],
    ['void g(void) { *x = (struct s) { .a = f }; }', ['g takes f:2 field a s']],
    ['void g(void) { struct s x = { .a = f }; }', ['g takes f:2 field a s']],
    ['void g(void) { f(); a->f(1); x = y.f; z->f = 1; }', []],
    ['struct s o = { .f = 1 }; struct s p = { .f = g };', []],
    ['void g(int f) { h(f); x = f; }', []],
    ['void g(void) { int e, f; struct s *f; h(f); }', []],
    ['#define A(f) h(f)', []],
    ['void g(void) { goto f; f: ; }', []],
  ])('%j', (text, taken) => {
    expect(read(f + text).taken).toEqual(taken);
  });

  test('an argument is counted where it stands, whatever the ones before it are', () => {
    const text = 'void g(void) { request_irq(h(1, 2), f, (struct s) { 1, 2 }, a[1, 2]); }';
    expect(read(f + text).taken).toEqual(['g takes f:2 argument request_irq 2']);
  });
});
