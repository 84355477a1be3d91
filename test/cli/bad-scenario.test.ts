import { describe, expect, test } from 'vitest';
import { expectWrongInput, temporaryFolder } from './run.js';

/*
 * What is wrong inside a scenario file: each is told with file, line and column, with what was expected, and with the
 * nearest name that there is.
 */

const folder = temporaryFolder();

/** A scenario with these lines at its end, from line 2 on, in the position of its own. */
function scenario(lines: string): string {
  const own = {
    functions: 'functions: { f: { old: [], new: [] } }',
    syscalls: 'syscalls: { s: [call f] }',
    tasks: 'tasks: { t: { kind: user, runs: [s] } }',
  };
  const rest = Object.entries(own).flatMap(([key, text]) =>
    lines.startsWith(`${key}:`) || lines.includes(`\n${key}:`) ? [] : [text],
  );
  return ['scenario: x', lines, ...rest, ''].join('\n');
}

/** A scenario whose function `g`, on line 5, consists of one statement. */
function withStatement(statement: string): string {
  return scenario(
    `locks: [alpha, beta]\nevents: [ready]\nfunctions:\n  g: [${statement}]\n  f: { old: [call g], new: [] }\ndata: { format: [v1, v2], users: 0..3 }`,
  );
}

/** A scenario whose function `g`, on line 5, does something with locks of several kinds. */
function withLocks(statement: string): string {
  return scenario(
    `locks: { alpha: mutex, sem: rw-semaphore, slots: { kind: semaphore, count: 2 } }\nevents: [ready]\nfunctions:\n  g: [${statement}]\n  f: { old: [call g], new: [] }\ncompletions: [done]`,
  );
}

/** A scenario whose function `g`, on line 5, takes and returns something, and has these statements. */
function withSignature(body: string): string {
  return scenario(
    `locks: [alpha]\nfunctions:\n  f: { old: [call g(v1) -> format], new: [] }\n  g: { signature: { parameters: { kind: [v1, v2] }, returns: [v1, v2] }, body: [${body}] }\ndata: { format: [v1, v2], users: 0..3 }`,
  );
}

type Case = readonly [what: string, text: string, position: string, ...parts: readonly string[]];

function fileOf(what: string): string {
  return `${what.replaceAll(/\W+/g, '-')}.yaml`;
}

/** Each in a process of its own: a parser may hang or crash over it. */
function refusesAlone(cases: readonly Case[]): void {
  test.for(cases)('%s', { concurrent: true }, async ([what, text, position, ...parts]) => {
    const file = folder.write(fileOf(what), text);
    expectWrongInput(await folder.run('check', file), `${file}:${position}`, ...parts);
  });
}

/** All by one process, which tells everything that is wrong with any of them. */
function refuses(cases: readonly Case[]): void {
  const running = folder.run('check', ...cases.map(([what, text]) => folder.write(fileOf(what), text)));
  test('as wrong input', async () => expectWrongInput(await running));
  test.for(cases)('%s', async ([what, , position, ...parts]) => {
    const own = messagesAbout(fileOf(what), (await running).stderr);
    expect(own).toContain(`${fileOf(what)}:${position}: ${parts[0]}`);
    for (const part of parts) expect(own).toContain(part);
  });
}

function messagesAbout(file: string, stderr: string): string {
  return stderr
    .split(/^(?=\S)/m)
    .filter((message) => message.startsWith(`${file}:`))
    .join('');
}

describe('YAML that a parser could hang or crash over', () => {
  refusesAlone([
    ['is not YAML', 'scenario: x\nlocks: [A\ntasks: {}\n', '3:1', 'not YAML: '],
    ['an empty file', '', '1:1', 'the file is empty, expected a scenario'],
    ['an alias in itself', scenario('locks: &all [A, *all]'), '2:17', "'*all' would contain itself"],
    [
      'aliases that explode',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}]`).join('\n')}\n`,
      '6:7: ',
      'with its aliases expanded, it has more than 100000 parts',
    ],
    [
      'too deep nesting',
      `scenario: ${'['.repeat(200)}${']'.repeat(200)}\n`,
      '1:110',
      'nested more than 100 levels deep',
    ],
    ['nesting too deep for the parser', `scenario: ${'['.repeat(100_000)}\n`, '1:', 'nested too deeply'],
  ]);
});

describe('other YAML', () => {
  refuses([
    ['tabs', 'scenario: x\n\tlocks: [A]\n', '2:1', 'not YAML: Tabs are not allowed as indentation'],
    ['comments only', '# nothing yet\n', '1:1', 'the file is empty, expected a scenario'],
    ['a list', '- a\n', '1:1', 'expected a mapping, found a list'],
    ['a text', 'hello\n', '1:1', "expected a mapping, found 'hello'"],
    [
      'two documents',
      'scenario: x\n---\nscenario: y\n',
      '2:1',
      'a second document begins, expected one scenario a file',
    ],
    ['a tag', scenario('locks: !set [A]'), '2:8', 'expected no tag, found !set'],
    ['a key twice', scenario('locks: [A]\nlocks: [B]'), '3:1', "the key 'locks' is there twice"],
    ['a list as a key', scenario('? [a]\n: 3'), '2:3', 'expected a name as the key'],
    [
      'null as a key',
      scenario('expect:\n  null: { others: holds }'),
      '3:3',
      'expected a name as the key',
      "hint: as text: 'null'",
    ],
    [
      'the prototype as a key',
      scenario('data: { __proto__: [a] }'),
      '2:9',
      "no key can be called '__proto__'",
    ],
    ['an unknown alias', scenario('locks: *all'), '2:8', "nothing before it is anchored as '&all'"],
    [
      'control characters',
      'scenario: "\\e[31mred"\n',
      '1:11',
      'expected one line of text, without control characters',
    ],
  ]);
});

describe('texts with a colon, and names with other signs', () => {
  const colon = 'to YAML, a colon before a space ends a key: expected a text that has one in quotes';
  refuses([
    ['a colon in a text', scenario('summary: a: b'), '2:10', colon, "hint: in quotes: 'a: b'"],
    ['a colon and a comment', scenario("source: see: it's # here"), '2:9', colon, "in quotes: 'see: it''s'"],
    ['a colon on a second line', scenario('summary: it has\n  a line: with one'), '2:10', colon],
    [
      'a colon within braces',
      scenario('patch: { removed: no: yes }'),
      '2:19',
      colon,
      "hint: in quotes: 'no: yes'",
    ],
    [
      'a colon in a statement',
      withStatement('call f: g'),
      '5:7',
      'expected a statement, found a mapping: to YAML, a colon before a space ends a key',
      "hint: in quotes: 'call f: g'",
    ],
    [
      'a colon in the name of a lock',
      scenario('locks: [A: B]'),
      '2:9',
      'expected text, found a mapping',
      "hint: in quotes: 'A: B'",
    ],
    [
      'a colon in a value',
      scenario('data: { d: [a: b] }'),
      '2:13',
      'expected text or a number or a truth value, found a mapping',
      "hint: in quotes: 'a: b'",
    ],
    [
      'a task that is called as the kernel calls it',
      scenario('tasks: { kworker/0:1: { kind: cpu-hog } }'),
      '2:10',
      'expected a name: a letter',
      'hint: for example: kworker-0-1',
    ],
    [
      'a function with parentheses',
      scenario('functions: { f(): { old: [], new: [] } }'),
      '2:14',
      'expected a name: a letter',
      'hint: for example: f\n',
    ],
    [
      'a lock that begins with a digit',
      scenario('locks: [2nd]'),
      '2:9',
      'expected a name: a letter',
      'hint: for example: _2nd',
    ],
    ['no letters at all', scenario('locks: ["!?"]'), '2:9', 'expected a name: a letter'],
  ]);
});

describe('keys and values', () => {
  refuses([
    [
      'an unknown key',
      scenario('lock: [A]'),
      '2:1',
      "unknown key 'lock', expected one of: scenario, summary",
      '  2 | lock: [A]\n    | ^\n',
      "hint: did you mean 'locks'?",
    ],
    ['a missing key', 'scenario: x\nfunctions: {}\n', '1:1', "the key 'tasks' is missing"],
    ['a text for a list', scenario('events: A'), '2:9', "expected a list, found 'A'", 'hint: in a list: [A]'],
    [
      'a text for a list or a mapping',
      scenario('locks: A'),
      '2:8',
      "expected a list or a mapping, found 'A'",
      'hint: in a list: [A]',
    ],
    [
      'a lock of a kind that there is not',
      scenario('locks: { A: spinlok }'),
      '2:13',
      "expected one of: mutex, spinlock, semaphore, rw-semaphore, rwlock; found 'spinlok'",
      "hint: did you mean 'spinlock'?",
    ],
    [
      'a lock with a kind, and an event',
      scenario('locks: { A: mutex, B: spinlock }\nevents: [B]'),
      '3:10',
      "the name 'B' is used twice",
      'hint: first at line 2',
    ],
    [
      'a number for a text',
      scenario('summary: 5'),
      '2:10',
      'expected text, found the number 5',
      'hint: as text: "5"',
    ],
    ['nothing for a mapping', scenario('tasks:\nlocks: [A]'), '2:7', 'expected a mapping, found nothing'],
    [
      'a name with a space',
      scenario('locks: ["a b"]'),
      '2:9',
      'expected a name: a letter from A to Z or a to z, then such letters, digits',
    ],
    [
      'a name with letters that names do not have',
      scenario('locks: [größe]'),
      '2:9',
      'expected a name: a letter from A to Z or a to z, then such letters, digits',
      'hint: for example: grosse',
    ],
    [
      'a lock twice',
      scenario('locks: [A, B, A]'),
      '2:15',
      "the name 'A' is used twice",
      'hint: first at line 2',
    ],
    ['a lock and an event', scenario('locks: [A]\nevents: [A]'), '3:10', "the name 'A' is used twice"],
    ['a value twice', scenario('data: { d: [a, b, a] }'), '2:19', "the value 'a' is there twice"],
    ['a value with a space', scenario('data: { d: [a b] }'), '2:13', 'expected a name without spaces'],
    ['no values', scenario('data: { d: [] }'), '2:12', 'expected at least one, found an empty list'],
    ['an empty range', scenario('data: { d: 3..1 }'), '2:12', 'the range 3..1 is empty'],
    [
      'a large range',
      scenario('data: { d: 0..5000 }'),
      '2:12',
      'the range 0..5000 has more than 1024 values',
    ],
    [
      'inexact numbers',
      scenario('data: { d: 9007199254740993..9007199254740994 }'),
      '2:12',
      'the range 9007199254740993..9007199254740994 has numbers that are too large',
    ],
    [
      'no range',
      scenario('data: { d: { values: many } }'),
      '2:22',
      'expected a range of integers such as 0..3',
    ],
    [
      'an initial value out of range',
      scenario('data: { d: { values: 0..3, initial: 4 } }'),
      '2:37',
      "'4' is not a value of 'd', which is 0..3",
    ],
    [
      'a number for data',
      scenario('data: { d: 3 }'),
      '2:12',
      'expected a list or text or a mapping, found the number 3',
    ],
  ]);
});

describe('functions', () => {
  refuses([
    [
      'nothing patched',
      scenario('functions: { f: [] }'),
      '2:1',
      'nothing is patched: expected a function with an old and a new body',
    ],
    ['no new body', scenario('functions: { f: { old: [] } }'), '2:17', "the key 'new' is missing"],
    [
      'an unknown key of a function',
      scenario('functions: { f: { old: [], nwe: [] } }'),
      '2:28',
      "unknown key 'nwe', expected one of: old, new, signature",
      "hint: did you mean 'new'?",
    ],
    [
      'a number for a function',
      scenario('functions: { f: 3 }'),
      '2:17',
      'expected a mapping or a list, found the number 3',
    ],
    [
      'recursion',
      scenario('functions:\n  f: { old: [call g], new: [] }\n  g: [call h]\n  h: [call f]'),
      '3:3',
      'recursion: f -> g -> h -> f',
      'hint: unroll it to the depth that matters',
    ],
    [
      'calls nested too deep',
      scenario(
        `functions:\n  f: { old: [call g0], new: [] }\n${Array.from({ length: 150 }, (_, index) => `  g${index}: [${index < 149 ? `call g${index + 1}` : ''}]`).join('\n')}`,
      ),
      '3:3',
      "from 'f' on, calls nest more than 100 deep",
    ],
    [
      'a callback that there is not',
      scenario('patch: { callbacks: { post-pach: [] } }'),
      '2:23',
      "unknown key 'post-pach'",
      'post-patch',
    ],
    [
      'a failure in a callback that cannot fail',
      scenario('patch: { callbacks: { post-patch: [fail] } }'),
      '2:36',
      "only the callback 'pre-patch' can fail",
    ],
    ['a failure in a function', withStatement('fail'), '5:7', "only the callback 'pre-patch' can fail"],
    [
      'a callback that forks',
      scenario('patch: { callbacks: { pre-patch: [fork t] } }'),
      '2:35',
      "a callback comes to 'fork'",
    ],
    [
      'a callback with a safe point',
      scenario('patch: { callbacks: { pre-patch: [safe-point] } }'),
      '2:23',
      'a safe point in a callback',
    ],
    [
      'a callback that calls what there is not',
      scenario('patch: { callbacks: { post-unpatch: [call ff] } }'),
      '2:38',
      "unknown function 'ff'",
      "did you mean 'f'?",
    ],
    [
      'a mutex that is none',
      scenario('locks: { klp_mutex: mutex, rq_lock: spinlock }\npatch: { mutex: rq_lock }'),
      '3:17',
      "'rq_lock' is declared as a spinlock, expected: a mutex that is not handed over",
    ],
    [
      'a safe point in a system call',
      scenario('functions:\n  f: { old: [], new: [] }\n  g: [safe-point]\nsyscalls: { s: [call g] }'),
      '4:3',
      "a safe point in a function that the system call 's' reaches",
    ],
    [
      'an unknown function in the order',
      scenario('patch: { order: [ff] }'),
      '2:18',
      "unknown patched function 'ff'",
      "hint: did you mean 'f'?",
    ],
  ]);
});

describe('statements', () => {
  refuses([
    [
      'an unknown statement',
      withStatement('lokc alpha'),
      '5:7',
      "unknown statement 'lokc'",
      "hint: did you mean 'lock'?",
    ],
    [
      'an unknown function',
      withStatement('call gg'),
      '5:7',
      "unknown function 'gg'",
      "hint: did you mean 'g'?",
    ],
    [
      'an unknown lock',
      withStatement('lock alhpa'),
      '5:7',
      "unknown lock 'alhpa'",
      "hint: did you mean 'alpha'?",
    ],
    [
      'a lock that is like none',
      withStatement('lock Q'),
      '5:7',
      "unknown lock 'Q'",
      'hint: declared: alpha, beta',
    ],
    [
      'unlock of an undeclared lock',
      withStatement('unlock bta'),
      '5:7',
      "unknown lock 'bta'",
      "hint: did you mean 'beta'?",
    ],
    [
      'unlock without a name',
      withStatement('unlock'),
      '5:7',
      "expected 'unlock' and the name of one lock, found 'unlock'",
    ],
    [
      'an unknown event',
      withStatement('wait raedy'),
      '5:7',
      "unknown event 'raedy'",
      "hint: did you mean 'ready'?",
    ],
    ['an event to wake', withStatement('wake up'), '5:7', "unknown event 'up'", 'hint: declared: ready'],
    [
      'unknown data',
      withStatement('set fromat v1'),
      '5:7',
      "unknown data 'fromat'",
      "hint: did you mean 'format'?",
    ],
    [
      'an unknown value',
      withStatement('set format v3'),
      '5:7',
      "'v3' is not a value of 'format', which is [v1, v2]",
      "hint: did you mean 'v1'?",
    ],
    [
      'a value out of its range',
      withStatement('assert users = 4'),
      '5:7',
      "'4' is not a value of 'users', which is 0..3",
    ],
    ['counting what is no counter', withStatement('increment format'), '5:7', "'format' is no counter"],
    [
      'no condition',
      withStatement('assert format'),
      '5:7',
      "expected a condition such as 'D = V' or 'D != V', found 'format'",
    ],
    [
      'a connective that is none',
      withStatement('assert users > 1 adn format = v1'),
      '5:24',
      "expected 'and', 'or' or the end of the condition, found 'adn'",
      "hint: did you mean 'and'?",
    ],
    [
      "another language's connective",
      withStatement('assert users > 1 && format = v1'),
      '5:24',
      "expected 'and', 'or' or the end of the condition, found '&&'",
      "hint: did you mean 'and'?",
    ],
    [
      'an operator that is none',
      withStatement('assert format == v1'),
      '5:21',
      "expected =, !=, <, <=, >, >= after 'format', found '=='",
      "hint: did you mean '='?",
    ],
    [
      'an order of what has none',
      withStatement('assert users > 1 and format < v2'),
      '5:28',
      "'format' is no counter",
    ],
    [
      'unknown data in a condition',
      withStatement('{ if: users > 1 or uesrs < 1, then: [] }'),
      '5:26',
      "unknown data 'uesrs'",
      "hint: did you mean 'users'?",
    ],
    ['data called as a property of objects', withStatement('assert constructor > 1'), '5:14', 'unknown data'],
    [
      'a number out of the range that it is compared with',
      withStatement('{ wait: until users > 1 and users < 4 }'),
      '5:43',
      "'4' is not a value of 'users', which is 0..3",
    ],
    [
      'a parenthesis that is not closed',
      withStatement('assert (users > 1'),
      '5:24',
      "expected 'and', 'or' or ')', found the end",
    ],
    [
      'a condition that ends',
      withStatement('assert not'),
      '5:17',
      "expected a comparison such as 'D = V', 'not' or '('",
    ],
    [
      'a condition that nests too deeply',
      withStatement(`assert ${'('.repeat(200)}users > 1`),
      '5:64',
      'a condition nests more than 50 deep',
    ],
    [
      'a manner of waiting that is none',
      withStatement('wait until users > 1 interruptible'),
      '5:28',
      "expected 'and', 'or' or the end of the condition, found 'interruptible'",
    ],
    [
      'a wait for no condition',
      withStatement('wait until users'),
      '5:7',
      "expected a condition such as 'D = V'",
    ],
    ['a sum of an unknown counter', withStatement('set users usres + 1'), '5:7', "unknown counter 'usres'"],
    ['a sum of what is no counter', withStatement('set format users + 1'), '5:7', "'format' is no counter"],
    [
      'half a sum',
      withStatement('set users users +'),
      '5:7',
      "expected 'set', the name of data and a value, found 'set users users +'",
    ],
    [
      'a sum of numbers that are too large',
      withStatement('set users users + 1073741824'),
      '5:7',
      'expected numbers from -1073741823 to 1073741823 in a sum, found 1073741824',
    ],
    [
      'a statement with too many words',
      withStatement('return 5'),
      '5:7',
      "expected 'return' alone, found 'return 5'",
    ],
    [
      'preemption off for a time',
      withStatement('preempt-disable 5'),
      '5:7',
      "expected 'preempt-disable' alone, found 'preempt-disable 5'",
    ],
    [
      'a mistyped grace period',
      withStatement('synchronise-rcu'),
      '5:7',
      "unknown statement 'synchronise-rcu'",
      "hint: did you mean 'synchronize-rcu'?",
    ],
    [
      'a sleep for a time',
      withStatement('sleep 5'),
      '5:7',
      "expected 'sleep', 'sleep uninterruptible' or 'sleep freezable', found 'sleep 5'",
    ],
    [
      'an if as text',
      withStatement('if format = v1'),
      '5:7',
      "'if' has parts of its own",
      'hint: { if: format = v1, then:',
    ],
    [
      'a simple statement as a mapping',
      withStatement('{ unlock: alpha }'),
      '5:7',
      "'unlock' has no parts, so it is written as text",
      'hint: unlock alpha',
    ],
    [
      'an unknown statement as a mapping',
      withStatement('{ lop: [] }'),
      '5:7',
      "unknown statement 'lop'",
      "hint: did you mean 'loop'?",
    ],
    ['an empty mapping', withStatement('{}'), '5:7', 'expected a statement, found an empty mapping'],
    ['a number as a statement', withStatement('5'), '5:7', 'expected text or a mapping, found the number 5'],
    ['an if without then', withStatement('{ if: format = v1 }'), '5:7', "the key 'then' is missing"],
    [
      'an unknown key of an if',
      withStatement('{ if: format = v1, then: [], els: [] }'),
      '5:36',
      "unknown key 'els', expected one of: if, then, else",
      "hint: did you mean 'else'?",
    ],
    ['a loop of no list', withStatement('{ loop: 3 }'), '5:15', 'expected a list, found the number 3'],
    [
      'an unknown lock in a branch',
      withStatement('{ either: [[lock alpha], [lock gamma]] }'),
      '5:33',
      "unknown lock 'gamma'",
    ],
  ]);
});

describe('tasks', () => {
  const task = (text: string): string => scenario(`tasks: { t: { ${text} } }`);
  refuses([
    ['no tasks', scenario('tasks: {}'), '2:8', 'nobody runs: expected at least one task'],
    [
      'no kind',
      task('runs: [s]'),
      '2:13',
      "the key 'kind' is missing",
      'expected one of: user, kthread, cpu-hog, signaller',
    ],
    [
      'an unknown kind',
      task('kind: usr'),
      '2:21',
      "expected one of: user, kthread, cpu-hog, signaller, idle, worker, interrupt, timer; found 'usr'",
      "hint: did you mean 'user'?",
    ],
    [
      'an unknown system call',
      task('kind: user, runs: [z]'),
      '2:34',
      "unknown system call 'z'",
      'hint: declared: s',
    ],
    ['count 0', task('kind: user, runs: [s], count: 0'), '2:45', 'expected at least 1'],
    ['count 10^9', task('kind: user, runs: [s], count: 1000000000'), '2:45', 'expected at most 64'],
    ['count 1.5', task('kind: user, runs: [s], count: 1.5'), '2:45', 'expected a whole number'],
    ['count two', task('kind: user, runs: [s], count: two'), '2:45', "expected a number, found 'two'"],
    [
      'a key of another kind',
      task('kind: cpu-hog, runs: [s]'),
      '2:30',
      "unknown key 'runs', expected one of: kind, timer, count",
    ],
    [
      'the name of the patcher',
      scenario('tasks: { patcher: { kind: cpu-hog } }'),
      '2:10',
      "no task can be called 'patcher'",
    ],
    [
      'the name of a numbered task',
      scenario('tasks: { t: { kind: cpu-hog, count: 2 }, t.2: { kind: cpu-hog } }'),
      '2:42',
      "no task can be called 't.2': that is one of the 2 tasks 't'",
    ],
    [
      'an unknown task to signal',
      scenario('tasks: { writer: { kind: user, runs: [s] }, s: { kind: signaller, signals: [wrietr] } }'),
      '2:77',
      "unknown user task 'wrietr'",
      "hint: did you mean 'writer'?",
    ],
  ]);
});

describe('verdicts in expect', () => {
  refuses([
    [
      'an unknown model of which nothing is expected',
      scenario('expect:\n  kgarft: {}'),
      '3:3',
      "nothing is expected of 'kgarft'",
    ],
    [
      'an unknown verdict',
      scenario('expect:\n  kgraft: { others: violatd }'),
      '3:21',
      "expected holds, violated, vacuous, not-violated, before-the-patch, after-the-patch, a number, unbounded, or a range such as 2..9; found 'violatd'",
      "hint: did you mean 'violated'?",
    ],
  ]);
});

describe('names in expect', () => {
  refuses([
    [
      'an unknown model',
      scenario('expect:\n  kgarft: { others: holds }'),
      '3:13',
      "expect: unknown model 'kgarft'",
      "hint: did you mean 'kgraft'?",
    ],
    [
      'an unknown property',
      scenario('expect:\n  kgraft: { deadlok-freedom: holds }'),
      '3:13',
      "expect: unknown property 'deadlok-freedom'",
      "hint: did you mean 'deadlock-freedom'?",
    ],
    [
      'an unknown waker',
      scenario('expect:\n  kgraft:wake=kernle: { others: holds }'),
      '3:25',
      "expect: unknown waker 'kernle'",
      "hint: did you mean 'kernel'?",
    ],
    [
      'an unknown parameter',
      scenario('expect:\n  kgraft:wkae=kernel: { others: holds }'),
      '3:25',
      "expect: unknown parameter of kgraft 'wkae'",
      "hint: did you mean 'wake'?",
    ],
    [
      'a contradiction',
      scenario(
        'expect:\n  kgraft: { atomic-switch: violated }\n  kgraft:wake=nobody: { atomic-switch: holds }\n  kgraft:wake=kernel: { atomic-switch: holds }',
      ),
      '5:25',
      "expect: 'kgraft:wake=kernel' and 'kgraft' are the same model, and atomic-switch is to be holds for one and violated for the other",
      'hint: first at line 3',
    ],
  ]);
});

describe('formulas and fairness', () => {
  const atoms = [...'abcdefghijkl'].map((value) => `<> is(d, ${value})`).join(' && ');
  refuses([
    [
      'an atom that there is not',
      scenario("properties:\n  answered: '[] (running(t) -> <> slepeing(t))'"),
      '3:35',
      "unknown atom 'slepeing'",
      "hint: did you mean 'sleeping'?",
    ],
    [
      'a call with too few arguments',
      scenario(
        'functions:\n  f: { old: [call g], new: [] }\n  g: { signature: { parameters: { a: [x], b: [y] } }, body: [] }',
      ),
      '3:14',
      "'g' takes g.a, g.b: expected 2, found 0 [invalid-signature]",
    ],
    [
      'a call with an argument that nobody takes',
      withStatement('call f(v1)'),
      '5:7',
      "'f' takes no arguments: expected 0, found 1",
    ],
    [
      'several arguments in a list without quotes',
      withStatement('call f(v1, v2)'),
      '5:7',
      "expected 'call F, or call F(V, V) -> D', found 'call f(v1'",
      'hint: several arguments in a list are written in quotes',
    ],
    [
      'an argument of another kind',
      withSignature('return v1, return v3'),
      '5:92',
      "'v3' is not a value of 'g()', which is [v1, v2]",
      "hint: did you mean 'v1'?",
    ],
    ['a result where nothing is returned', withStatement('call f -> format'), '5:7', "'f' returns nothing"],
    [
      'a result that does not fit',
      scenario(
        'data: { users: 0..1 }\nfunctions:\n  f: { old: [call g -> users], new: [] }\n  g: { signature: { returns: 0..2 }, body: [return 2] }',
      ),
      '4:14',
      "'users', which is 0..1, cannot take all that 'g' returns: 0..2",
    ],
    [
      'a function that comes to its end without its value',
      withSignature('{ if: kind = v1, then: [return v1] }'),
      '5:80',
      "'g' returns [v1, v2], and comes to its end without: expected 'return' and a value there",
    ],
    [
      'a return without its value',
      withSignature('return'),
      '5:81',
      "expected 'return' and a value: 'g' returns [v1, v2]",
    ],
    ['a return of what is not returned', withStatement('return v1'), '5:7', "expected 'return' alone"],
    [
      'a parameter that is called as a lock is',
      scenario(
        'locks: [alpha]\nfunctions:\n  f: { old: [], new: [], signature: { parameters: { alpha: [x] } } }',
      ),
      '4:26',
      "the name 'alpha' is used twice: for a parameter of 'f', and besides",
    ],
    [
      'a parameter that comes to have other values',
      scenario(
        'functions:\n  f: { old: [], new: [], signature: { old: { parameters: { a: [x] } }, new: { parameters: { a: [x, y] } } } }\nsyscalls: { s: [call f(x)] }',
      ),
      '3:93',
      "before the patch, 'f.a' is [x]: expected another name for what has other values",
    ],
    [
      'a label above what goes to it',
      withStatement('label out, goto out'),
      '5:18',
      "unknown label below it 'out'",
    ],
    [
      'a label that is there twice',
      withStatement('goto out, label out, label out'),
      '5:28',
      "the label 'out' is there twice",
      'hint: first at line 5',
    ],
    [
      'a case of a value that there is not',
      withStatement('{ switch: format, cases: { v1: [], v4: [] } }'),
      '5:32',
      "'v4' is not a value of 'format', which is [v1, v2]",
    ],
    [
      'a completion that there is not',
      withLocks('complete doen'),
      '5:7',
      "unknown completion 'doen'",
      "did you mean 'done'?",
    ],
    [
      'an event in the place of a completion',
      withLocks('wait-for-completion ready'),
      '5:7',
      "unknown completion 'ready'",
    ],
    [
      'a completion that is missing',
      withLocks('reinit-completion'),
      '5:7',
      "expected 'reinit-completion' and the name of one completion",
    ],
    [
      'a reader of what has none',
      withLocks('read-lock alpha'),
      '5:7',
      "'alpha' is declared as a mutex, expected: rw-semaphore or rwlock",
    ],
    ['a reader of no lock', withLocks('read-unlock sme'), '5:7', "unknown lock 'sme'", "did you mean 'sem'?"],
    [
      'a mutex that is counted',
      withLocks('down alpha'),
      '5:7',
      "'alpha' is declared as a mutex, expected: semaphore",
    ],
    [
      'a semaphore that is locked',
      withLocks('lock slots'),
      '5:7',
      "'slots' is declared as a semaphore, expected: mutex",
    ],
    [
      'modules beside several patches',
      scenario(
        'modules: { m: { functions: [f] } }\nfunctions: { f: { versions: { original: [], first: [] } } }\npatches: { first: {} }',
      ),
      '2:1',
      "modules do not go with several patches: expected either 'modules' or 'patches'",
    ],
    [
      'a syntax error in a formula',
      scenario("properties:\n  answered: '[] (running(t) -> <> )'"),
      '3:35',
      "column 22 of the formula: unexpected ')', expected an operand",
    ],
    [
      'a task of a formula that there is not',
      scenario("properties:\n  answered: '[] running(u)'"),
      '3:17',
      "unknown task 'u'",
    ],
    [
      'fairness of steps that there are not',
      scenario('fairness: { weak: [wakeup(t)] }'),
      '2:20',
      "'t', a user task, has no steps 'wakeup'",
      "hint: did you mean 'wakes-up'?",
    ],
    [
      'fairness of steps that are never taken',
      scenario('fairness: { strong: [acquires(t)] }'),
      '2:22',
      "'t' never takes steps 'acquires'",
    ],
    [
      'fairness of a process that there is not',
      scenario('fairness: { strong: [completes(pacher)] }'),
      '2:32',
      "unknown process 'pacher'",
      "hint: did you mean 'patcher'?",
    ],
  ]);
  refusesAlone([
    [
      'a formula whose automaton is too large',
      scenario(`data: { d: [a, b, c, d, e, f, g, h, i, j, k, l] }\nproperties:\n  large: '!(${atoms})'`),
      '4:3',
      "the formula 'large' is too large: the automaton of the formula has more than 1000 states",
    ],
    [
      'a formula by the name of a property',
      scenario("properties:\n  convergence: '[] running(t)'"),
      '3:3',
      "there is a property called 'convergence' already",
    ],
  ]);
});

describe('objects', () => {
  const objects = (lines: string): string => scenario(`objects: { ${lines} }`);
  /** A scenario whose function `g`, on line 5, consists of one statement. */
  const withObjects = (statement: string): string =>
    scenario(
      `objects: { socket: { count: 2, fields: { state: [fresh, open], peer: { refers-to: socket } }, locks: [guard], shadow: { mark: [low], seen: 0..1 } } }\ndata: { sk: { refers-to: socket }, format: [v1, v2] }\nfunctions:\n  g: [${statement}]\n  f: { old: [call g], new: [] }`,
    );
  refuses([
    [
      'a reference to an unknown kind',
      scenario('objects: { socket: {} }\ndata: { sk: { refers-to: sockt } }'),
      '3:26',
      "unknown kind of objects 'sockt'",
      "did you mean 'socket'?",
    ],
    [
      'a reference with a value',
      scenario('objects: { socket: {} }\ndata: { sk: { refers-to: socket, initial: none } }'),
      '3:34',
      "unknown key 'initial'",
    ],
    ['no objects', objects('socket: { count: 0 }'), '2:29', 'expected at least 1'],
    ['too many objects', objects('socket: { count: 99 }'), '2:29', 'expected at most 16'],
    [
      'more from the beginning',
      objects('socket: { initially: 2 }'),
      '2:33',
      'expected at most 1, which is how many',
    ],
    [
      'an unknown key of objects',
      objects('socket: { feilds: {} }'),
      '2:22',
      "unknown key 'feilds'",
      "did you mean 'fields'?",
    ],
    [
      'two parts of one name',
      objects('socket: { fields: { a: [x] }, locks: [a] }'),
      '2:50',
      "'socket' has two parts that are called 'a'",
    ],
    [
      'a field called as the count',
      objects('socket: { fields: { refcount: [x] }, refcount: 1 }'),
      '2:32',
      "'socket' has two parts that are called 'refcount'",
    ],
    [
      'a shadow variable that may be none',
      objects('socket: { shadow: { a: [none] } }'),
      '2:35',
      "no value of a shadow variable can be called 'none'",
    ],
    [
      'a per-object lock of another kind',
      objects('socket: { locks: { a: mutx } }'),
      '2:34',
      'expected one of: mutex, spinlock',
      "did you mean 'mutex'?",
    ],
    [
      'to make what is no reference',
      withObjects('new format'),
      '5:7',
      "unknown reference 'format'",
      'declared: sk, sk->peer',
    ],
    [
      'to free nothing',
      withObjects('free'),
      '5:7',
      "expected 'free' and the name of one reference, found 'free'",
    ],
    ['a misspelt reference', withObjects('pick ks'), '5:7', "unknown reference 'ks'", "did you mean 'sk'?"],
    [
      'an unknown field',
      withObjects('set sk->stat open'),
      '5:7',
      "unknown data 'sk->stat'",
      "did you mean 'sk->state'?",
    ],
    [
      'an unknown field in a condition',
      withObjects('assert format = v1 and sk->stat = open'),
      '5:30',
      "unknown data 'sk->stat'",
      "did you mean 'sk->state'?",
    ],
    [
      'three arrows',
      withObjects('set sk->peer->peer->state open'),
      '5:7',
      "unknown data 'sk->peer->peer->state'",
    ],
    [
      'an unknown value of a field',
      withObjects('set sk->state opne'),
      '5:7',
      "'opne' is not a value of 'sk->state', which is [fresh, open]",
      "did you mean 'open'?",
    ],
    [
      'an object by its name',
      withObjects('set sk socket.1'),
      '5:7',
      "'socket.1' is not a value of 'sk', which is a reference to socket",
    ],
    [
      'a misspelt none',
      withObjects('set sk nnoe'),
      '5:7',
      "'nnoe' is not a value of 'sk'",
      "did you mean 'none'?",
    ],
    ['an order of references', withObjects('assert sk < none'), '5:14', "'sk' is no counter"],
    [
      'an order of what is not attached',
      withObjects('assert sk->seen < none'),
      '5:25',
      "'none' is no number",
    ],
    [
      'a shadow variable set to none',
      withObjects('set sk->mark none'),
      '5:7',
      "'none' is not a value of 'sk->mark'",
      'to take it away: shadow-free sk->mark',
    ],
    [
      'a field as a shadow variable',
      withObjects('shadow-alloc sk->state'),
      '5:7',
      "unknown shadow variable 'sk->state'",
      'sk->mark',
    ],
    [
      'an unknown id',
      withObjects('shadow-free-all makr'),
      '5:7',
      "unknown shadow variable 'makr'",
      "did you mean 'mark'?",
    ],
    [
      'to count references that are not counted',
      withObjects('get sk'),
      '5:7',
      "'sk' refers to objects whose references are not counted",
      'give them a refcount',
    ],
    [
      'an unknown lock of an object',
      withObjects('lock sk->gaurd'),
      '5:7',
      "unknown lock 'sk->gaurd'",
      "did you mean 'sk->guard'?",
    ],
    [
      'a misspelt statement',
      withObjects('shadow-aloc sk->mark'),
      '5:7',
      "unknown statement 'shadow-aloc'",
      "did you mean 'shadow-alloc'?",
    ],
  ]);

  test('may be called as members of all objects', async () => {
    const text = `scenario: x
objects: { constructor: { fields: { valueOf: [a, b], toString: { refers-to: constructor } }, locks: [hasOwnProperty], shadow: { isPrototypeOf: [c] } } }
data: { constructor: { refers-to: constructor, per: task } }
functions:
  f:
    old: [new constructor, set constructor->valueOf b, set constructor->toString constructor]
    new: [new constructor, shadow-alloc constructor->isPrototypeOf, lock constructor->hasOwnProperty, unlock constructor->hasOwnProperty, shadow-free-all isPrototypeOf, free constructor]
syscalls: { s: [call f] }
tasks: { t: { kind: user, runs: [s], repeat: once } }
`;
    const { code, stdout } = await folder.run(
      'check',
      folder.write('members.yaml', text),
      '--property',
      'object-safety',
    );
    expect([code, stdout.includes('object-safety')]).toEqual([0, true]);
  });
});
