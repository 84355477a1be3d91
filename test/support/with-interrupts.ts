import fc from 'fast-check';

/*
 * What comes on top of tasks, and what they have done later, for random scenarios: an interrupt and a timer, a worker, an idle task, and
 * the statements that have to do with them. Not in all of them: what may come between any two steps makes many states.
 */

type Body = readonly unknown[];

interface Document {
  readonly functions: object;
  readonly syscalls: { readonly first: Body };
  readonly tasks: object;
}

/** What an interrupt may come to, and an idle task. */
const inInterrupts = fc.constantFrom<unknown>(
  'set flag off',
  'assert flag = on',
  'lock S',
  'unlock S',
  'wake ready',
  'sleep',
  'arm tick',
  'queue-work job',
  'local-irq-save',
  'return',
  'call handler',
  { if: 'flag = on', then: ['call handler'] },
);
const inHandler = fc.array(
  inInterrupts.filter((each) => typeof each === 'string' && !each.startsWith('call')),
  { maxLength: 1 },
);
const inTasks = fc.constantFrom(
  'arm tick',
  'cancel tick',
  'cancel-sync tick',
  'queue-work job',
  'local-irq-save',
  'local-irq-restore',
  'exit',
  'call handler',
);

function interruption(kind: 'interrupt' | 'timer') {
  return fc.record({
    kind: fc.constant(kind),
    runs: fc.array(inInterrupts, { minLength: 1, maxLength: 2 }),
    on: fc.constant(['user']),
    times: fc.constant(1),
  });
}

const additions = fc.record({
  handler: fc.record({ old: inHandler, new: inHandler }),
  before: fc.array(inTasks, { minLength: 1, maxLength: 3 }),
  job: fc.array(inInterrupts, { maxLength: 1 }),
  tick: interruption('timer'),
  irq: fc.option(interruption('interrupt'), { nil: undefined }),
  third: fc.option(
    fc.oneof(
      fc.constant({ kind: 'worker' }),
      fc.array(inInterrupts, { maxLength: 1 }).map((runs) => ({ kind: 'idle', runs })),
    ),
    { nil: undefined },
  ),
});

/** One in ten of the documents, with such additions. */
export function sometimesInterrupted<D extends Document>(documents: fc.Arbitrary<D>): fc.Arbitrary<D> {
  return fc.oneof(
    { weight: 9, arbitrary: documents },
    {
      weight: 1,
      arbitrary: fc
        .tuple(documents, additions)
        .map(([document, { handler, before, job, tick, irq, third }]) => ({
          ...document,
          functions: { ...document.functions, handler },
          work: { job },
          syscalls: { ...document.syscalls, first: [...before, ...document.syscalls.first] },
          tasks: {
            ...document.tasks,
            tick,
            ...(irq && { irq }),
            ...(third && { third }),
          },
        })),
    },
  );
}
