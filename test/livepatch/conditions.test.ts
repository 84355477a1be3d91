import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kgraft } from '../../models/index.js';
import { dataCompatibility } from '../../properties/data-compatibility.js';
import { compose, instantiate, labels } from '../../src/livepatch/index.js';
import { WorkloadVariables } from '../../src/livepatch/variables.js';
import { at, enabledSteps, evaluate, initialStates, processNamed, takeStep } from '../../src/system/index.js';
import { runOf, verdictOf } from '../support/check.js';
import { scenarioOf } from '../support/scenarios.js';
import { randomSeed, scaled } from '../support/seed.js';

/* What conditions and sums mean, held against what JavaScript says, and what it is to wait for a condition. */

const scenario = (body: string, rest: { data?: string; tasks?: string; more?: string } = {}): string => `
scenario: test
locks: [A]
data: { ${rest.data ?? 'flag: [off, on], n: 0..3'} }
functions: { f: { old: [], new: [] } }
syscalls: { s: [call f, ${body}] }
tasks:
  t: { kind: user, runs: [s] }
${rest.tasks ?? ''}
${rest.more ?? ''}
`;

/** What is claimed by the one statement that claims something, when the counters hold these. */
function isClaimTrue(statement: string, { n, m }: Counters): boolean {
  const data = `n: { values: -2..3, initial: ${n} }, m: { values: 0..5, initial: ${m}, per: task }`;
  const { system, claims } = compose(scenarioOf(scenario(statement, { data })), instantiate(kgraft), [
    dataCompatibility,
  ]);
  const [claim, ...others] = claims;
  const [state] = initialStates(system);
  if (!claim || others.length > 0 || !state) return expect.fail('expected one claim and a state');
  return evaluate(claim.condition(processNamed('t')), system, state);
}

/** Whether the task is blocked when it has come to its wait, alone. */
function isBlockedAtItsWait(condition: string): boolean {
  const waiting = scenarioOf(scenario(`wait until ${condition} uninterruptible`));
  const { system } = compose(waiting, instantiate(kgraft), []);
  const isAsleep = at(processNamed('t'), labels.asleep);
  let [state] = initialStates(system);
  while (state && !evaluate(isAsleep, system, state)) {
    const step = enabledSteps(system, state).find(({ process }) => process.name === 't');
    if (!step) return expect.fail('it does not come to its wait');
    state = takeStep(system, state, step);
  }
  const blocked = new WorkloadVariables(waiting, false).isBlocked(processNamed('t'));
  return state ? evaluate(blocked, system, state) : expect.fail('there is no state');
}

interface Counters {
  readonly n: number;
  readonly m: number;
}

/** A condition as it is written, and what it is to mean. */
interface Meant {
  readonly text: string;
  holds(counters: Counters): boolean;
}

const comparison: fc.Arbitrary<Meant> = fc
  .tuple(
    fc.constantFrom('n', 'm'),
    fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    fc.constantFrom<number | 'n' | 'm'>(0, 1, 2, 3, 'n', 'm'),
  )
  .map(([data, operator, operand]) => ({
    text: `${data} ${operator} ${operand}`,
    holds(counters) {
      const [left, right] = [counters[data], typeof operand === 'number' ? operand : counters[operand]];
      switch (operator) {
        case '=':
          return left === right;
        case '!=':
          return left !== right;
        case '<':
          return left < right;
        case '<=':
          return left <= right;
        case '>':
          return left > right;
        default:
          return left >= right;
      }
    },
  }));

/** By the precedence that is documented: `not`, then `and`, then `or`. */
const { disjunction } = fc.letrec<{ disjunction: Meant; conjunction: Meant; operand: Meant }>((tie) => ({
  disjunction: fc.array(tie('conjunction'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' or '),
    holds: (counters) => parts.some((each) => each.holds(counters)),
  })),
  conjunction: fc.array(tie('operand'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' and '),
    holds: (counters) => parts.every((each) => each.holds(counters)),
  })),
  operand: fc.oneof(
    { depthSize: 'small' },
    comparison,
    tie('operand').map(({ text, holds }): Meant => ({ text: `not ${text}`, holds: (each) => !holds(each) })),
    tie('disjunction').map(({ text, holds }) => ({ text: `(${text})`, holds })),
  ),
}));

const counters = fc.record({ n: fc.integer({ min: -2, max: 3 }), m: fc.integer({ min: 0, max: 5 }) });

test('a condition means what its words say', () => {
  fc.assert(
    fc.property(disjunction, counters, ({ text, holds }, each) => {
      expect(isClaimTrue(`assert ${text}`, each)).toBe(holds(each));
    }),
    { numRuns: scaled(200), seed: randomSeed('conditions') },
  );
});

test('a sum may be assigned if it is in the range of the counter', () => {
  const right = fc.constantFrom<number | 'n' | 'm'>(0, 1, 4, 9, 'n', 'm');
  fc.assert(
    fc.property(
      fc.constantFrom('n', 'm'),
      fc.constantFrom('+', '-'),
      right,
      counters,
      (left, operator, operand, each) => {
        const summand = typeof operand === 'number' ? operand : each[operand];
        const sum = operator === '+' ? each[left] + summand : each[left] - summand;
        expect(isClaimTrue(`set n ${left} ${operator} ${operand}`, each)).toBe(sum >= -2 && sum <= 3);
      },
    ),
    { numRuns: scaled(100), seed: randomSeed('sums') },
  );
});

test('a counter is set to a sum that is in its range, and stays as it is at one that is not', async () => {
  const sums = scenario('set n n + 2, set n n + 2, assert n = 2');
  expect(await runOf(sums, 'kgraft', 'data-compatibility')).toEqual([
    't: enters the kernel: s()',
    't: calls f, enters its old body',
    't: returns from f',
    't: sets n n + 2',
  ]);
  const staying = scenario('set n 2, set n n + 2', {
    more: "properties: { stays: '[] (is(n, 2) -> [] is(n, 2))' }",
  });
  expect(await verdictOf(staying, 'kgraft', 'stays')).toBe('holds');
});

describe('a wait for a condition', () => {
  const setter = '  other: { kind: kthread, runs: [set flag on, sleep] }';
  const toggler = '  other: { kind: kthread, runs: [set flag on, set flag off] }';
  const goesOn = "properties: { goes-on: '[] (sleeping(t) -> <> !sleeping(t))' }";
  const waiting = 'wait until flag = on uninterruptible';

  test('lasts for ever where nobody makes it true', async () => {
    expect(await verdictOf(scenario(waiting), 'kgraft', 'deadlock-freedom')).toBe('violated');
    expect(await verdictOf(scenario(waiting, { tasks: setter }), 'kgraft', 'deadlock-freedom')).toBe('holds');
  });

  test('takes nothing: two tasks go on by one condition, though only one takes an event', async () => {
    const two = (text: string) =>
      text.replace('runs: [s]', 'runs: [s], repeat: once, count: 2').replace('locks: [A]', 'events: [E]');
    const once = '  other: { kind: user, runs: [give], repeat: once }';
    const condition = two(scenario(waiting, { tasks: once })).replace(
      'syscalls: {',
      'syscalls: { give: [set flag on],',
    );
    const event = two(scenario('wait E uninterruptible', { tasks: once })).replace(
      'syscalls: {',
      'syscalls: { give: [wake E],',
    );
    expect(await verdictOf(condition, 'kgraft:wake=nobody', 'deadlock-freedom')).toBe('holds');
    expect(await verdictOf(event, 'kgraft:wake=nobody', 'deadlock-freedom')).toBe('violated');
  });

  test('is ended by a signal, unless it is uninterruptible', async () => {
    const rest = { tasks: '  script: { kind: signaller, signals: [t] }' };
    const interruptible = scenario('wait until flag = on', rest);
    expect(await verdictOf(interruptible, 'kgraft', 'deadlock-freedom')).toBe('holds');
    expect(await verdictOf(scenario(waiting, rest), 'kgraft', 'deadlock-freedom')).toBe('violated');
  });

  test('leaves by the error path, with what it undoes', async () => {
    const rest = { tasks: '  script: { kind: signaller, signals: [t] }' };
    const leaked = 'lock A, wait until n > 0 and flag = on, unlock A';
    const undone = 'lock A, { wait: until n > 0 and flag = on, on-signal: [unlock A] }, unlock A';
    expect(await verdictOf(scenario(leaked, rest), 'kgraft', 'lock-discipline')).toBe('violated');
    expect(await verdictOf(scenario(undone, rest), 'kgraft', 'lock-discipline')).toBe('holds');
  });

  test('ends where the condition stays true; where it comes and goes, only if that is assumed', async () => {
    expect(await verdictOf(scenario(waiting, { tasks: setter, more: goesOn }), 'kgraft', 'goes-on')).toBe(
      'holds',
    );
    expect(await verdictOf(scenario(waiting, { tasks: toggler, more: goesOn }), 'kgraft', 'goes-on')).toBe(
      'violated',
    );
    const assumed = `${goesOn}\nfairness: { strong: [acquires(t)] }`;
    // Of each place by itself: what the lock is given again and again says nothing of the condition.
    const locking = scenario(`lock A, unlock A, ${waiting}`, { tasks: toggler, more: assumed });
    expect(await verdictOf(locking, 'kgraft', 'goes-on')).toBe('holds');
    expect(await verdictOf(scenario(waiting, { tasks: toggler, more: assumed }), 'kgraft', 'goes-on')).toBe(
      'holds',
    );
  });

  test('is a sleep to the scheduler, and so to klp, only while the condition is false', async () => {
    expect(isBlockedAtItsWait('flag = on')).toBe(true);
    expect(isBlockedAtItsWait('flag = off')).toBe(false);
    expect(isBlockedAtItsWait('flag = on or n >= 1')).toBe(true);
    expect(isBlockedAtItsWait('flag = on or n < 1')).toBe(false);
    const text = scenario('wait until flag = on uninterruptible');
    expect(await verdictOf(text, 'klp', 'convergence')).toBe('holds');
  });

  test('is a loop with a safe point in it, as a wait for an event is, in a kernel thread that has one', async () => {
    const thread = (wait: string) =>
      scenario('set flag off', { tasks: `  other: { kind: kthread, runs: [call f, ${wait}, safe-point] }` });
    expect(await verdictOf(thread('wait until flag = on'), 'kgraft', 'convergence')).toBe('holds');
    expect(await verdictOf(thread('wait until flag = on without-safe-point'), 'kgraft', 'convergence')).toBe(
      'violated',
    );
  });
});
