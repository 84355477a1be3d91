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
