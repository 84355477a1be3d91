/*
 * What statements there are, once names are looked up and as they are written. How each is written is in
 * `statement-syntax.ts`, what it does in `src/livepatch/statement-rules.ts`.
 */

/** A position in a scenario file; lines and columns count from 1. */
export interface Source {
  readonly line: number;
  readonly column: number;
}

export type Body = readonly Statement[];

export type Statement = { readonly source: Source } & (
  | {
      readonly kind: 'call';
      readonly function: string;
      readonly arguments: readonly DataOperand[];
      /** The data that takes what the function returns. */
      readonly result: string | undefined;
      readonly onSignal: Body;
    }
  | { readonly kind: LockStatement; readonly lock: string }
  | { readonly kind: 'trylock'; readonly lock: string; readonly taken: Body; readonly busy: Body }
  | {
      readonly kind: 'sleep';
      readonly interruptible: boolean;
      /** The kernel may freeze a task that sleeps so (TASK_FREEZABLE). */
      readonly freezable: boolean;
      readonly onSignal: Body;
    }
  | {
      readonly kind: 'wait';
      readonly until: WaitedFor;
      readonly interruptible: boolean;
      /** Whether the loop of a kernel thread that it stands for passes no safe point, though the loop around it has one. */
      readonly withoutSafePoint: boolean;
      readonly freezable: boolean;
      readonly onSignal: Body;
    }
  | { readonly kind: 'wake'; readonly event: string }
  | {
      readonly kind: 'wait-for-completion';
      readonly completion: string;
      readonly interruptible: boolean;
      readonly onSignal: Body;
    }
  | { readonly kind: CompletionStatement; readonly completion: string }
  | { readonly kind: 'set'; readonly data: string; readonly value: DataOperand | Arithmetic }
  | { readonly kind: 'increment' | 'decrement'; readonly data: string }
  /** `bug` says which one breaks it before the patch, if the patch is there to repair that. */
  | { readonly kind: 'assert'; readonly condition: Condition; readonly bug?: string }
  | { readonly kind: 'if'; readonly condition: Condition; readonly whenTrue: Body; readonly whenFalse: Body }
  | {
      readonly kind: 'switch';
      readonly data: string;
      /** Each of another value. */
      readonly cases: readonly { readonly value: string | number; readonly body: Body }[];
      readonly otherwise: Body;
    }
  | { readonly kind: 'either'; readonly branches: readonly Body[] }
  | { readonly kind: 'loop' | 'forever'; readonly body: Body }
  /** `task` is a declaration: one of those that are not born yet. */
  | { readonly kind: 'fork'; readonly task: string }
  /** Sections in which a task must not sleep: they may stand in one another. */
  | { readonly kind: 'preempt-disable' | 'preempt-enable' | 'rcu-read-lock' | 'rcu-read-unlock' }
  | { readonly kind: 'local-irq-save' | 'local-irq-restore' }
  | { readonly kind: 'arm' | 'cancel' | 'cancel-sync'; readonly timer: string }
  | { readonly kind: 'queue-work'; readonly work: string }
  | { readonly kind: 'synchronize-rcu' }
  /** `reference` is data that refers to an object. */
  | { readonly kind: 'new' | 'pick' | 'free' | 'get' | 'put'; readonly reference: string }
  /** `shadow` is the data that the shadow variable of an object is: `sk->id`. */
  | { readonly kind: 'shadow-alloc' | 'shadow-get-or-alloc' | 'shadow-free'; readonly shadow: string }
  | { readonly kind: 'shadow-free-all'; readonly id: string }
  | { readonly kind: 'safe-point' | 'cond-resched' | 'signal-pending' | 'release-task' | 'exit' }
  | { readonly kind: 'return'; readonly value: DataOperand | undefined }
  /** A label stands later than the statements that go to it, in the same list of statements or in one around it. */
  | { readonly kind: 'label' | 'goto'; readonly label: string }
  | { readonly kind: 'load' | 'unload'; readonly module: string }
  /** Of the callback before patching alone: it returns an error. */
  | { readonly kind: 'fail' }
);

/** To take a lock, and to release it: for oneself alone, to read, or a semaphore. */
export type LockStatement = 'lock' | 'unlock' | 'read-lock' | 'read-unlock' | 'down' | 'up';
export type CompletionStatement = 'complete' | 'complete-all' | 'reinit-completion';

/** What ends a wait: an event, which is taken then, or a condition that is true, of which nothing is taken. */
export type WaitedFor =
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'condition'; readonly condition: Condition };

/** What can be asked of data. An `and` has no `and` among its operands, nor an `or` an `or`. */
export type Condition =
  | Comparison
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] };

/** Only counters are ordered. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly data: string;
  readonly operator: ComparisonOperator;
  readonly operand: DataOperand;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What a counter holds, and so much more or less. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly counter: string;
  readonly operator: '+' | '-';
  /** A number from 0, or another counter. */
  readonly operand: DataOperand;
}

/** A value, or what other data holds: data that has no other values, or, where counters are compared or added, another counter. */
export type DataOperand =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'data'; readonly data: string };

/** The statements of one kind. */
export type StatementOf<K extends Statement['kind']> = Statement & { readonly kind: K };

/** The statements that may be written as mappings, with their parts. */
export interface StatementMappings {
  call: { call: string; 'on-signal'?: StatementDocument[] | undefined };
  sleep: { sleep: 'interruptible' | 'uninterruptible'; 'on-signal'?: StatementDocument[] | undefined };
  wait: { wait: string; 'on-signal'?: StatementDocument[] | undefined };
  'wait-for-completion': {
    'wait-for-completion': string;
    'on-signal'?: StatementDocument[] | undefined;
  };
  if: { if: string; then: StatementDocument[]; else?: StatementDocument[] | undefined };
  switch: {
    switch: string;
    cases: Record<string, StatementDocument[]>;
    else?: StatementDocument[] | undefined;
  };
  trylock: { trylock: string; then: StatementDocument[]; else?: StatementDocument[] | undefined };
  assert: { assert: string; bug: string };
  either: { either: StatementDocument[][] };
  loop: { loop: StatementDocument[] };
  forever: { forever: StatementDocument[] };
}

/** A statement as it is written: `lock A`, or a mapping where it has parts. */
export type StatementDocument = string | StatementMappings[keyof StatementMappings];
