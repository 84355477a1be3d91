import { describe, expect, test } from 'vitest';
import { indexOf } from './index-texts.js';

const places = (found: readonly { readonly file: string; readonly name: string }[]): readonly string[] =>
  found.map(({ file, name }) => `${file} ${name}`).sort();

function callersOf(index: ReturnType<typeof indexOf>, name: string, file: string): readonly string[] {
  return index
    .definitionsOf(name)
    .filter((each) => each.file === file)
    .flatMap((each) => places(index.callersOf(each)));
}

describe('a name means', () => {
  const index = indexOf({
    'a.c': 'static int f(void) { } int g(void) { f(); }',
    'b.c': 'static int f(void) { } int h(void) { f(); }',
    'c.c': 'int f(void) { }',
    'd.c': 'int i(void) { f(); k(); }',
    'e.h': 'static inline int k(void) { }',
  });

  test('the static function of its own file first', () => {
    expect(places(index.definitionsOf('f', 'a.c'))).toEqual(['a.c f']);
    expect(places(index.definitionsOf('f', 'd.c'))).toEqual(['c.c f']);
    expect(places(index.definitionsOf('f'))).toEqual(['a.c f', 'b.c f', 'c.c f']);
    expect(places(index.definitionsOf('k', 'd.c'))).toEqual(['e.h k']);
    expect(index.definitionsOf('nowhere', 'd.c')).toEqual([]);
  });

  test('which is why each has callers of its own', () => {
    expect(callersOf(index, 'f', 'a.c')).toEqual(['a.c g']);
    expect(callersOf(index, 'f', 'b.c')).toEqual(['b.c h']);
    expect(callersOf(index, 'f', 'c.c')).toEqual(['d.c i']);
    expect(callersOf(index, 'k', 'e.h')).toEqual(['d.c i']);
  });
});

test('code of other architectures, and programs beside the kernel, call nothing of it', () => {
  const texts = {
    'kernel/a.c': 'int f(void) { }',
    'arch/x86/b.c': 'int g(void) { f(); }',
    'arch/arm64/c.c': 'int h(void) { f(); } int i(void) { h(); }',
    'tools/d.c': 'int j(void) { f(); }',
  };
  expect(callersOf(indexOf(texts), 'f', 'kernel/a.c')).toEqual(['arch/x86/b.c g']);
  const arm = indexOf(texts, { architecture: 'arm64' });
  expect(callersOf(arm, 'f', 'kernel/a.c')).toEqual(['arch/arm64/c.c h']);
  expect(callersOf(indexOf(texts), 'h', 'arch/arm64/c.c')).toEqual(['arch/arm64/c.c i']);
});

test('the body of a system call has a name of its own', () => {
  const index = indexOf({
    'keys.c': 'SYSCALL_DEFINE1(add_key, int, a) { g(a); }\nint g(int a) { }',
    'driver.c': 'static int add_key(void) { } int h(void) { add_key(); }',
    'socket.c': 'int __sys_send(int a) { } SYSCALL_DEFINE1(send, int, a) { __sys_send(a); }',
  });
  expect(callersOf(index, 'g', 'keys.c')).toEqual(['keys.c __do_sys_add_key']);
  expect(callersOf(index, '__do_sys_add_key', 'keys.c')).toEqual([]);
  expect(callersOf(index, 'add_key', 'driver.c')).toEqual(['driver.c h']);
  expect(callersOf(index, '__sys_send', 'socket.c')).toEqual(['socket.c __do_sys_send']);
});

test('a field is no reference to a function of its name, and the value of an initialiser is', () => {
  const index = indexOf({
    'a.c': 'int open(void) { } int my_open(void) { } struct file_operations o = { .open = my_open };',
  });
  const [open, mine] = index.functionsIn('a.c');
  if (!open || !mine) throw new Error('expected two functions');
  expect(index.referencesTo(open)).toEqual([]);
  expect(index.referencesTo(mine)).toMatchObject([
    {
      target: 'my_open',
      file: 'a.c',
      line: 1,
      how: { kind: 'field', field: 'open', type: 'file_operations' },
    },
  ]);
});

test('what is put into a field is found by its name, and by its type where that is told', () => {
  const index = indexOf({
    'a.c': 'int f(void) { } struct s o = { .run = f };',
    'b.c': 'int g(void) { } struct t o = { .run = g };',
    'c.c': 'int h(void) { } int i(void) { a->run = h; b->run(); run(); }',
  });
  const targets = (type?: string) => index.implementersOf('run', type).map(({ target }) => target);
  expect(targets()).toEqual(['f', 'g', 'h']);
  expect(targets('s')).toEqual(['f', 'h']);
  expect(targets('nowhere')).toEqual(['h']);
  expect(index.countImplementers('run')).toEqual({ implementers: 3, types: 2 });
  expect(index.countImplementers('run', 's')).toEqual({ implementers: 2, types: 2 });
  expect(index.countImplementers('nowhere')).toEqual({ implementers: 0, types: 0 });
  expect(places(index.callersThrough('run'))).toEqual(['c.c i']);
  expect(index.callersThrough('nowhere')).toEqual([]);
});

test('names that every object of JavaScript has are ordinary', () => {
  const index = indexOf({
    'a.c': 'int constructor(void) { __proto__(); } int __proto__(void) { toString(); }',
  });
  expect(callersOf(index, '__proto__', 'a.c')).toEqual(['a.c constructor']);
  expect(index.definitionsOf('toString')).toEqual([]);
  expect(index.definitionsOf('hasOwnProperty')).toEqual([]);
});
