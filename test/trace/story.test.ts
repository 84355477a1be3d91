import { expect, test } from 'vitest';
import { models } from '../../models/index.js';
import { properties } from '../../properties/index.js';
import { checkModel } from '../../src/check/index.js';
import { instantiate } from '../../src/livepatch/index.js';
import type { Counterexample } from '../../src/replay/index.js';
import { painter } from '../../src/text/index.js';
import { renderLanes, renderMermaid, renderSteps, tell, toItf, toJson } from '../../src/trace/index.js';
import { lockOrder } from '../support/scenarios.js';

async function deadlock(): Promise<Counterexample> {
  const kgraft = models.find(({ name }) => name === 'kgraft') ?? expect.fail();
  const { cells } = await checkModel(lockOrder, instantiate(kgraft), properties, undefined);
  const cell = cells.find(({ property }) => property.name === 'deadlock-freedom');
  return cell?.verdict.kind === 'violated' ? cell.verdict.counterexample : expect.fail('no deadlock');
}

test('the very run: an old task and a new one take the locks in opposite orders', async () => {
  const story = tell(await deadlock());
  expect(renderSteps(story, painter(false))).toEqual([
    '1  writer.1  enters the kernel: write()',
    '2  writer.1  calls update, enters its old body  [line 9]',
    '3  writer.1  takes lock A  [line 6; lock A = writer.1]',
    '4  patcher   sets every task in progress and installs the stubs  [in progress = true for writer.1, writer.2]',
    '5  writer.2  enters the kernel: write()  [in progress = false for writer.2]',
    '6  writer.2  calls update, enters its new body  [line 9]',
    '7  writer.2  takes lock B  [line 7; lock B = writer.2]',
  ]);
});

test('the notices say who entered what, where everybody stands, and who is stuck', async () => {
  expect(tell(await deadlock()).notices).toEqual([
    'writer.1 entered old update (step 2)',
    'writer.2 entered new update (step 6)',
    'writer.1 stands at write: 1 call update > update (old): 2 lock B',
    'writer.2 stands at write: 1 call update > update (new): 2 lock A',
    'stuck for ever: writer.1, writer.2',
  ]);
});

test('lanes have a column a task, and say which version each task is in', async () => {
  const lanes = renderLanes(tell(await deadlock()), painter(false), 120);
  const [head] = lanes.split('\n').slice(1);
  expect(head).toMatch(/patcher.*writer\.1.*writer\.2.*line/);
  expect(lanes).toContain('· old');
  expect(lanes).toContain('· new');
  expect(Math.max(...lanes.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('JSON has the steps and what they change', async () => {
  const { kind, steps, stuckTasks, notices } = toJson(await deadlock());
  expect(kind).toBe('stuck');
  expect(steps).toHaveLength(7);
  expect(steps[2]).toEqual({
    task: 'writer.1',
    action: 'takes lock A',
    location: 'write: 1 call update > update (old): 2 lock B',
    line: 6,
    column: 11,
    changes: [{ variable: 'lock A', before: 'nobody', after: 'writer.1' }],
  });
  expect(stuckTasks).toEqual(['writer.1', 'writer.2']);
  expect(notices[0]).toEqual({
    kind: 'entered',
    task: 'writer.1',
    step: 2,
    functionName: 'update',
    version: 'old',
  });
});

test('ITF has one more state than there are steps, with the same variables in each', async () => {
  const itf = toItf(await deadlock(), 'a test') as { vars: string[]; states: Record<string, unknown>[] };
  expect(itf.states).toHaveLength(8);
  for (const state of itf.states) expect(Object.keys(state).sort()).toEqual(['#meta', ...itf.vars].sort());
  expect(itf.states[7]?.['lock B']).toBe('writer.2');
});

test('Mermaid has a participant a task and a note a step', async () => {
  const diagram = renderMermaid(tell(await deadlock()));
  expect(diagram.match(/participant/g)).toHaveLength(3);
  expect(diagram).toContain('Note over t1: 3. takes lock A<br/>lock A = writer.1');
});
