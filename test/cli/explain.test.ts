import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Run, temporaryFolder } from './run.js';
import { lockOrder } from './scenarios.js';

/* The shortest run that violates a property, in four formats. */

const folder = temporaryFolder();
folder.write('lock-order.yaml', lockOrder);

function explain(model: string, ...args: readonly string[]): Promise<Run> {
  return folder.run('explain', 'lock-order.yaml', '-m', model, '-p', 'deadlock-freedom', ...args);
}

const trace = z.strictObject({
  kind: z.literal('stuck'),
  steps: z.array(
    z.strictObject({
      task: z.string(),
      action: z.string(),
      location: z.string(),
      line: z.number().int().optional(),
      column: z.number().int().optional(),
      changes: z.array(z.strictObject({ variable: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  stuckTasks: z.array(z.string()),
  notices: z.array(z.looseObject({ kind: z.string() })),
});

const itf = z.looseObject({
  '#meta': z.looseObject({ format: z.literal('ITF'), source: z.string() }),
  vars: z.array(z.string()),
  states: z.array(z.looseObject({ '#meta': z.looseObject({ index: z.number() }) })),
});

describe.concurrent('a violation', () => {
  test('is told in words', async () => {
    const { code, stdout, stderr } = await explain('kgraft');
    expect(stdout).toMatch(
      /^lock order {2}lock-order\.yaml\nThe patch takes two locks in the other order\.\n/,
    );
    expect(stdout).toContain('✗ deadlock-freedom is violated under kgraft.\n');
    expect(stdout).toMatch(/A shortest run, in \d+ steps\n/);
    expect(stdout).toMatch(/\d {2}writer\.\d {2}takes lock A {2}\[line 6; lock A = writer\.\d\]\n/);
    expect(stdout).toContain('- stuck for ever: writer.1, writer.2\n');
    expect(stdout).not.toContain('\x1b');
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  test('is told in json, mermaid and itf as the same run', async () => {
    const [asJson, asItf, asMermaid] = await Promise.all([
      explain('kgraft', '--format', 'json'),
      explain('kgraft', '--format', 'itf'),
      explain('kgraft', '--format', 'mermaid'),
    ]);
    const { steps, stuckTasks } = trace.parse(JSON.parse(asJson.stdout));
    expect(stuckTasks).toEqual(['writer.1', 'writer.2']);
    expect(new Set(steps.map(({ task }) => task))).toEqual(new Set(['patcher', 'writer.1', 'writer.2']));

    const { '#meta': meta, vars, states } = itf.parse(JSON.parse(asItf.stdout));
    expect(meta.source).toBe('deadlock-freedom of lock-order.yaml under kgraft');
    expect(states).toHaveLength(steps.length + 1);
    expect(states.map((state) => state['#meta'].index)).toEqual(states.map((_, index) => index));
    for (const state of states) expect(Object.keys(state).sort()).toEqual(['#meta', ...vars].sort());

    const [title, ...lines] = asMermaid.stdout.split('\n');
    expect(title).toBe('sequenceDiagram');
    expect(lines).toContain('  participant t0 as patcher');
    expect(lines.filter((line) => /: \d+\. /.test(line))).toHaveLength(steps.length);

    for (const run of [asJson, asItf, asMermaid]) expect(run).toMatchObject({ code: 1, stderr: '' });
  });
});

describe.concurrent('a property that holds', () => {
  const holds =
    /^deadlock-freedom of 'lock order' under simple holds\. All [\d,]+ reachable states were visited; there is no run to tell\.\n$/;

  test('has no run to tell', async () => {
    const { code, stdout, stderr } = await explain('simple');
    expect(stdout).toMatch(holds);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('leaves stdout empty where a program would read a run from it', async () => {
    const { code, stdout, stderr } = await explain('simple', '--format', 'itf');
    expect(stdout).toBe('');
    expect(stderr).toMatch(holds);
    expect(code).toBe(0);
  });

  test('vacuously is said to', async () => {
    const args = ['-m', 'simple', '-p', 'data-compatibility'];
    const { code, stdout } = await folder.run('explain', 'lock-order.yaml', ...args);
    expect(stdout).toContain("data-compatibility of 'lock order' under simple holds, but vacuously: ");
    expect(code).toBe(0);
  });
});

describe.concurrent('a run without end', () => {
  folder.write(
    'livelock.yaml',
    `scenario: livelock
functions: { f: { old: [return], new: [return] } }
syscalls: { s: [call f] }
tasks: { w: { kind: user, count: 2, runs: [s] } }
`,
  );
  const livelock = (...more: readonly string[]) =>
    folder.run('explain', 'livelock.yaml', '-m', 'kpatch', '-p', 'convergence', ...more);

  test('is told with its cycle, what never happens in it, and why it is fair', async () => {
    const { code, stdout } = await livelock();
    expect(stdout).toMatch(/^A shortest run without end: \d+ steps? and a cycle of \d+$/m);
    expect(stdout).toContain('↻  for ever:');
    expect(stdout).toMatch(/^- steps \d+ to \d+ are taken over and over, for ever$/m);
    expect(stdout).toContain('- never happens: patcher stops the machine, finds no task in the functions');
    expect(stdout).toMatch(
      /^Why this run is fair\n- w\.1 goes on, if it can all the time: it is in step \d+$/m,
    );
    expect(code).toBe(1);
  });

  test('comes back to the same state in every format', async () => {
    const [asJson, asItf, asMermaid] = await Promise.all([
      livelock('--format', 'json'),
      livelock('--format', 'itf'),
      livelock('--format', 'mermaid'),
    ]);
    const { steps, loopStart, cycle } = JSON.parse(asJson.stdout);
    expect(loopStart).toBeLessThan(steps.length);
    expect(cycle.awaited).toEqual([]);
    expect(cycle.neverTaken).toContainEqual(expect.objectContaining({ task: 'patcher', voluntary: false }));
    const { states, loop } = JSON.parse(asItf.stdout);
    expect(loop).toBe(loopStart);
    expect(states).toHaveLength(steps.length);
    const lines = asMermaid.stdout.split('\n');
    const [open, close] = [lines.indexOf('  loop for ever'), lines.indexOf('  end')];
    expect(close - open - 1).toBe(steps.length - loopStart);
  });

  test('that rests ends in a loop of nothing', async () => {
    const args = ['explain', 'lock-order.yaml', '-m', 'kgraft', '-p', 'convergence'];
    const [text, asItf] = await Promise.all([folder.run(...args), folder.run(...args, '--format', 'itf')]);
    expect(text.stdout).toContain('↻  for ever: nothing');
    expect(text.stdout).toMatch(/^A shortest run without end: \d+ steps, after which nothing need happen$/m);
    const { states, loop } = JSON.parse(asItf.stdout);
    expect(loop).toBe(states.length - 1);
  });
});

describe.concurrent('a quantity', () => {
  test('is told by a run of the worst case, and that is no violation', async () => {
    const args = ['explain', 'lock-order.yaml', '-m', 'simple', '-p', 'interruption'];
    const { code, stdout } = await folder.run(...args);
    expect(stdout).toMatch(/^interruption under simple: 0\.\.\d+ steps of other tasks, /m);
    expect(stdout).toContain('A run of the worst case');
    expect(stdout).toMatch(/^- steps \d+ to \d+: \d+ steps of other tasks$/m);
    expect(code).toBe(0);
  });

  test('that never counts anything has no run', async () => {
    const args = ['explain', 'lock-order.yaml', '-m', 'kgraft', '-p', 'interruption'];
    const { code, stdout } = await folder.run(...args);
    expect(stdout).toContain('0 steps of other tasks');
    expect(stdout).toContain('there is no run to tell');
    expect(code).toBe(0);
  });
});
