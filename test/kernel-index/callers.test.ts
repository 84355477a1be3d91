import { describe, expect, test } from 'vitest';
import { callersUp, EntryTable, loadEntryTable, parseEntryRows } from '../../src/kernel-index/index.js';
import { InputError } from '../../src/scenario/index.js';
import { indexOf } from './index-texts.js';

const table = await loadEntryTable();

function callersOf(text: string, name: string, options = {}) {
  const index = indexOf({ 'a.c': text });
  const [target] = index.definitionsOf(name);
  if (!target) throw new Error(`there is no ${name}`);
  const { callers, entries, lost, isCut } = callersUp(index, target, { table, ...options });
  return {
    callers: callers.map(({ function: each, calls }) => [each.name, calls?.step.kind ?? 'itself'].join(' ')),
    entries: entries.map(({ kind, path }) => `${kind}: ${path.map((each) => each.name).join(' > ')}`),
    lost: lost.map(({ function: each, reference, implementers }) => [
      each.name,
      reference.how.kind,
      ...(implementers === undefined ? [] : [implementers]),
    ]),
    isCut,
  };
}

describe('who comes to a function', () => {
  test.each([
    ['SYSCALL_DEFINE0(s) { g(); } void g(void) { f(); }', ['system-call: __do_sys_s > g > f']],
    ['struct file_operations o = { .read = f };', ['system-call: f']],
    ['struct proto_ops o = { .sendmsg = g }; int g(void) { f(); }', ['system-call: g > f']],
    ['void g(void) { f(); } void h(void) { INIT_WORK(&w, g); }', ['work-item: g > f']],
    ['void h(void) { timer_setup(&t, f, 0); }', ['timer: f']],
    ['void h(void) { t.function = f; } struct hrtimer t = { .function = f };', ['timer: f']],
    ['void h(void) { kthread_run(f, NULL, "x"); }', ['kernel-thread: f']],
    ['void h(void) { request_irq(1, f, 0, "x", d); }', ['interrupt: f']],
    [
      'void h(void) { request_threaded_irq(1, f, g, 0); } int g(void) { f(); }',
      ['interrupt: f', 'kernel-thread: g > f'],
    ],
    ['struct notifier_block b = { .notifier_call = f };', ['notifier: f']],
    ['module_init(g); int __init g(void) { f(); }', ['init: g > f']],
    ['void h(void) { call_rcu(&a->rcu, f); }', ['rcu-callback: f']],
    ['asmlinkage void g(void) { f(); }', ['assembly: g > f']],
    ['#define run(x) f(x)\nSYSCALL_DEFINE0(s) { run(1); }', ['system-call: __do_sys_s > run > f']],
    ['void g(void) { h(); f(); } void h(void) { g(); }', []],
  ])('%j', (text, entries) => {
    expect(callersOf(`int f(void) { }\n${text}`, 'f').entries).toEqual(entries);
  });

  test('through a field of a table that means nothing to klpcheck', () => {
    const text = [
      'int f(void) { } struct my_ops o = { .run = f };',
      'int g(void) { p->run(); } SYSCALL_DEFINE0(s) { g(); }',
    ].join('\n');
    expect(callersOf(text, 'f')).toEqual({
      callers: ['f itself', 'g field', '__do_sys_s call'],
      entries: ['system-call: __do_sys_s > g > f'],
      lost: [],
      isCut: false,
    });
  });

  test('of an address that goes where nobody is known to call it, that is said', () => {
    const many = Array.from(
      { length: 11 },
      (_, each) => `int f${each}(void) { } struct s o${each} = { .run = f${each} };`,
    );
    const text = [
      ...many,
      'int g(void) { p->run(); } int h(void) { } void i(void) { add(h); p->alone = i; }',
    ].join('\n');
    expect(callersOf(text, 'f3').lost).toEqual([['f3', 'field', 11]]);
    expect(callersOf(text, 'f3', { maximumImplementers: 11 }).callers).toEqual(['f3 itself', 'g field']);
    expect(callersOf(text, 'h').lost).toEqual([['h', 'argument']]);
    expect(callersOf(text, 'i').lost).toEqual([['i', 'assignment']]);
  });

  test('who exports it is no caller', () => {
    expect(callersOf('int f(void) { } EXPORT_SYMBOL_GPL(f);', 'f').lost).toEqual([]);
  });

  test('only as many as are asked for', () => {
    const text = 'int f(void) { } int g(void) { f(); } int h(void) { g(); }';
    expect(callersOf(text, 'f', { maximumFunctions: 2 })).toMatchObject({
      callers: ['f itself', 'g call'],
      isCut: true,
    });
    expect(callersOf(text, 'f', { maximumFunctions: 3 }).isCut).toBe(false);
  });
});

describe('the table of entries', () => {
  test('has some forty rows of each way to stand somewhere, each once', () => {
    const places = table.rows.flatMap((row) =>
      'call' in row
        ? [`${row.call}(${row.argument})`]
        : (row.fields ?? ['*']).map((each) => `${row.type}.${each}`),
    );
    expect(table.rows.filter((row) => 'type' in row).length).toBeGreaterThan(40);
    expect(table.rows.filter((row) => 'call' in row).length).toBeGreaterThan(40);
    expect(new Set(places).size).toBe(places.length);
  });

  test('later rows win', () => {
    const rows = parseEntryRows(
      '- { kind: timer, type: s }\n- { kind: interrupt, type: s, fields: [run] }',
      'x.yaml',
    );
    const reference = (field: string) =>
      ({ target: 'f', file: 'a.c', line: 1, how: { kind: 'field', field, type: 's' } }) as const;
    expect(new EntryTable(rows).kindOf(reference('run'))).toBe('interrupt');
    expect(new EntryTable(rows).kindOf(reference('stop'))).toBe('timer');
  });

  test.each([
    [
      '- { kind: timr, type: s }',
      "x.yaml:1:3: unknown kind of entry 'timr' [unknown-name]\n  hint: did you mean 'timer'?",
    ],
    [
      '- { kind: timer, type: s }\n- { kind: timer, call: f }',
      'x.yaml:2:3: expected { kind, type, fields } or',
    ],
    ['- { kind: timer, type: a->b }', 'x.yaml:1:3: expected { kind, type, fields } or'],
    ['kind: timer', 'x.yaml:1:1: expected a list of rows'],
    ['- { kind: timer', 'x.yaml:1:16: '],
  ])('%j is refused', (text, message) => {
    expect(() => parseEntryRows(text, 'x.yaml')).toThrow(InputError);
    expect(() => parseEntryRows(text, 'x.yaml')).toThrow(message);
  });

  test('an empty one is one', () => {
    expect(parseEntryRows('# nothing yet\n', 'x.yaml')).toEqual([]);
  });
});
