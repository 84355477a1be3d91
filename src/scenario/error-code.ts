/** What an error code stands for, as `docs/errors.md` tells it. */
interface ErrorDescription {
  readonly meaning: string;
  /** What is wrong in that way, in a few words or as it is written. */
  readonly example: string;
  readonly remedy: string;
}

/** By code: everything that can be wrong with what klpcheck is given. Codes are stable; messages may be reworded. */
export const errorDescriptions = {
  'yaml-syntax': {
    meaning:
      'The file is not YAML, or has parts of YAML that no scenario has: tags, aliases that go in circles.',
    example: 'summary: a: b',
    remedy:
      'Write texts with a colon and a space, `[]` or `!` in quotes, indent by spaces, and give no tags.',
  },
  'no-document': {
    meaning: 'A file does not have exactly one scenario in it.',
    example: 'an empty file, or one with "---" in it',
    remedy: 'Write one scenario a file.',
  },
  'duplicate-key': {
    meaning: 'A mapping has a key twice.',
    example: 'locks: [A] and, below it, locks: [B]',
    remedy: 'Make one of the two.',
  },
  'unknown-key': {
    meaning: 'The format has no such key here.',
    example: 'lock: [A]',
    remedy: 'Take one of the keys in [the table](scenario-file.md#all-keys).',
  },
  'missing-key': {
    meaning: 'A key that is required is not there.',
    example: 'functions: { f: { old: [] } }',
    remedy: 'Add it.',
  },
  'wrong-type': {
    meaning: 'A value is of another kind than the one that is expected: a text, a list, a mapping, a number.',
    example: 'locks: A',
    remedy: 'Write it as the message says; `[A]` is a list of one.',
  },
  'wrong-value': {
    meaning: 'A value is of the right kind, and is none that can stand here.',
    example: 'tasks: { t: { kind: usr } }',
    remedy: 'Take one of those that the message lists, or one within its bounds.',
  },
  'invalid-name': {
    meaning: 'Something is called in a way in which it cannot be written in statements and formulas.',
    example: 'tasks: { kworker/0:1: { kind: cpu-hog } }',
    remedy: 'Take letters, digits, `_`, `-` and `.`, and begin with a letter or `_`.',
  },
  'reserved-name': {
    meaning: 'A name means something else already.',
    example: 'tasks: { patcher: { kind: cpu-hog } }',
    remedy: 'Take another one.',
  },
  'duplicate-name': {
    meaning: 'Two things, or one thing twice in a list, have one name.',
    example: 'locks: [A, A]',
    remedy: 'Rename one of them, or leave one out.',
  },
  'unknown-name': {
    meaning: 'Nothing of that kind has that name: no function, lock, task, model, property, …',
    example: 'lock alhpa',
    remedy: 'The message tells the nearest name, or all that there are. Declare what is missing.',
  },
  'invalid-statement': {
    meaning: 'A statement is not written as that statement is.',
    example: 'sleep 5',
    remedy: 'Write it as in [the table of statements](scenario-file.md#statements).',
  },
  'unknown-value': {
    meaning:
      'Data is compared with, or set to, a value that it cannot have; or what is no counter is counted, ordered or added.',
    example: 'set format v3',
    remedy: 'Take one of its values, or add the value to its declaration.',
  },
  'invalid-signature': {
    meaning:
      'A call, or a return, is not as the signature of the function says: the number of arguments, what is returned, or whether anything is.',
    example: 'call f(x), where f takes no arguments',
    remedy: 'Write it as [the signature](scenario-words.md#signatures) says, or change that.',
  },
  'invalid-range': {
    meaning: 'A range is empty, too large, or not exact.',
    example: 'data: { users: 3..1 }',
    remedy: 'Write `low..high` with at most 1,024 values.',
  },
  'nothing-to-check': {
    meaning: 'Nobody runs, nothing is patched, nothing is expected, or no scenario is there.',
    example: 'tasks: {}',
    remedy: 'Add what is missing.',
  },
  recursion: {
    meaning: 'A function calls itself, perhaps through others.',
    example: 'functions: { f: [call g], g: [call f] }',
    remedy: 'Unroll it to the depth that matters.',
  },
  'too-large': {
    meaning:
      'Something is larger than can be searched: calls nest too deeply, a formula or a file is too long, too many scenarios are asked for.',
    example: "from 'f' on, calls nest more than 100 deep",
    remedy: 'Leave out what the question does not need.',
  },
  'misplaced-safe-point': {
    meaning: 'A system call comes to a safe point, which only kernel threads have.',
    example: 'syscalls: { read: [safe-point] }',
    remedy: 'Move it to the thread, or to a function that no system call comes to.',
  },
  'misplaced-statement': {
    meaning: 'A statement stands where it has no meaning.',
    example: 'syscalls: { read: [fail] }',
    remedy: 'Move it to where it has one: the message tells where that is.',
  },
  'bug-not-there': {
    meaning:
      'A bug is marked, and the old functions by themselves do not have it: no run of theirs fails the assert.',
    example: '{ assert: users > 0, bug: CVE-2016-0728 }, where users is never 0 before the patch',
    remedy: 'Write the workload that meets the bug, or the assert that fails then; or leave the mark out.',
  },
  'bug-not-repaired': {
    meaning:
      'A bug is marked, and the new functions by themselves have it too, or nobody who runs them comes to the assert.',
    example: '{ assert: users > 0, bug: CVE-2016-0728 }, where users comes to be 0 after the patch too',
    remedy:
      'Correct the new functions; or put the assert where a task comes to it that has called one of them.',
  },
  'incomplete-order': {
    meaning: 'The order of the patch leaves out a patched function.',
    example: 'patch: { order: [f] }, where g is patched too',
    remedy: 'List all of them, or leave `order` out.',
  },
  'removed-replacement': {
    meaning:
      'A patch that replaces an earlier one is taken out again: what would run then is neither the old body nor the new one.',
    example: 'patch: { earlier: replaced, removed: true }',
    remedy: 'Leave one of the two out; or write what would run then as the new bodies of another scenario.',
  },
  'contradictory-patches': {
    meaning: 'A file speaks both of one patch and of several, or of versions that no patch brings.',
    example: 'patch: { removed: true } beside patches: { first: {}, second: {} }',
    remedy:
      'Write `old`, `new` and `patch` for one patch; `versions`, `patches` and `lifecycle` for several.',
  },
  'invalid-lifecycle': {
    meaning: 'Something is done with a patch that cannot be done then, or that is not known.',
    example: 'lifecycle: [disable first, enable first]',
    remedy: 'Write `enable` or `disable` and a patch. Each patch is enabled once, before it is disabled.',
  },
  'invalid-formula': {
    meaning: 'A formula does not parse, or an atom is not written as that atom is.',
    example: "properties: { p: '[] (running(t) -> )' }",
    remedy: 'See [the grammar and the atoms](scenario-file.md#properties-of-your-own).',
  },
  'invalid-fairness': {
    meaning: 'Something is assumed of steps that are never taken, or assumed twice.',
    example: 'fairness: { strong: [acquires(t)] }, where t takes no lock',
    remedy: 'See [the steps of each kind of task](scenario-file.md#fairness).',
  },
  'invalid-expectation': {
    meaning: 'What is expected cannot come out, or contradicts itself.',
    example: 'expect: { kgraft: { interruption: holds } }',
    remedy: 'Expect a verdict of a property and a number of a quantity, once for each model.',
  },
  'unreadable-file': {
    meaning: 'A file or folder cannot be read, or is not what it should be.',
    example: 'klpcheck check nowhere.yaml',
    remedy: 'Look at its name, its kind, its permissions and its encoding (UTF-8).',
  },
  'unwritable-file': {
    meaning: 'A file cannot be written, or is there already and would be lost.',
    example: 'klpcheck init patch.yaml, where patch.yaml exists',
    remedy: 'Give another name, or remove the file.',
  },
  'invalid-model': {
    meaning:
      'A consistency model of your own does not load, or uses the language of transition systems wrongly.',
    example: 'a model file that does not type-check',
    remedy: 'See [writing a model](writing-a-model.md).',
  },
  'invalid-diff': {
    meaning:
      'A diff is none, is cut off, or does not fit to the kernel source, neither forwards nor backwards.',
    example: 'klpcheck extract notes.txt --source linux',
    remedy:
      'Give a unified diff (git format-patch, git diff, diff -u), and the source for which it was made.',
  },
  'invalid-option': {
    meaning: 'An option of the command line has no sense here, or not with the others.',
    example: 'klpcheck fuzz --model kgraft:wake=kernel --wake nobody',
    remedy: 'See `klpcheck help` and the name of the command.',
  },
  'invalid-index': {
    meaning: "An index of a kernel's source is damaged, of another version, or older than the source.",
    example: 'klpcheck index linux, where linux/.klpcheck.index was cut off',
    remedy: 'Write it again with `klpcheck index`.',
  },
  'cannot-export': {
    meaning: 'The system cannot be written in Promela.',
    example: 'a counter that does not fit into 32 bits',
    remedy: 'Leave out what the message names.',
  },
} as const satisfies Readonly<Record<string, ErrorDescription>>;

/** The name of a mistake in an input, which stays the same in all versions. */
export type ErrorCode = keyof typeof errorDescriptions;
