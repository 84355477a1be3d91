import type { Body, Statement } from '../scenario/index.js';
import { and, type Expression, never, not } from '../system/index.js';
import type { Frame } from './frame.js';
import type { ActionDetails, AddStep, StepParts } from './graph-builder.js';
import { action, type TaskGraph } from './task-graph.js';
import { labels, stepTags, thisTask } from './vocabulary.js';
import type { Waking } from './waking.js';

/** Whether every round of a loop with that body comes by a safe point of its own: one that stands in no branch of it, and that no `goto` leaps. */
export function passesSafePoint(body: Body): boolean {
  const last = body.findLastIndex(({ kind }) => kind === 'label');
  return body.slice(last + 1).some(({ kind }) => kind === 'safe-point');
}

/** The frame for the body of a loop that stands in another body. */
export function inLoop(frame: Frame, body: Body): Frame {
  return { ...frame, loopHasSafePoint: passesSafePoint(body) };
}

/** True where the kernel, if it is the one that wakes, may wake the task. */
export function fakeSignalOf({ around: { rules, instance } }: TaskGraph): Expression<boolean> {
  return instance.wake === 'kernel' && rules.signals ? rules.signals(thisTask) : never;
}

/** What the step by which a kernel thread passes a safe point consists of. */
export function passSafePoint(graph: TaskGraph): StepParts {
  return {
    guard: graph.notHeld(),
    effects: [graph.around.rules.onSafePoint],
    moment: 'traversal end',
  };
}

/** The steps by which a mechanism parks a kernel thread at a safe point. */
export function addHolds(graph: TaskGraph, safePoint: string, { source }: Statement): void {
  addHoldsAt(graph, safePoint, { source });
}

/** @param about where the safe point is written, if it is */
export function addHoldsAt(graph: TaskGraph, safePoint: string, about: ActionDetails = {}): void {
  for (const hold of graph.around.rules.atSafePoint ?? [])
    graph.addEdge(safePoint, safePoint, action(hold.action, [], about), {
      guard: and(graph.notHeld(), hold.when),
      set: hold.set,
    });
}

/**
 * A kernel thread that is woken and finds nothing of what it waits for goes round the loop that its `wait` stands for. Nothing of that loop is to be seen
 * but its safe point, which is passed where the thread waits: as `kgr_task_safe()` is inside of the condition that is waited for.
 */
export function addLookAgain(
  graph: TaskGraph,
  { source }: Statement,
  { isThere, otherwise }: Waking,
  here: string,
  frame: Frame,
  step: AddStep,
): void {
  addLookAgainAt(graph, here, frame.labels, otherwise, not(isThere), { source }, step);
}

/**
 * @param carried the labels of where it waits that it keeps when it is woken
 * @param isMissing true where it finds nothing of what it waits for
 */
export function addLookAgainAt(
  graph: TaskGraph,
  here: string,
  carried: readonly string[],
  otherwise: string,
  isMissing: Expression<boolean>,
  about: ActionDetails = {},
  step: AddStep = (to, name, parts, tags) => graph.addEdge(here, to, action(name, tags), parts),
): void {
  const fakeSignal = fakeSignalOf(graph);
  if (fakeSignal === never) return;
  const woken = graph.addLocation(`${here}, woken`, [...carried, labels.safePoint]);
  step(woken, `is woken by the patcher, and ${otherwise}`, { guard: and(fakeSignal, isMissing) }, [
    stepTags.isWoken,
  ]);
  // Whatever is written over the text meanwhile: the thread goes on in that from where it waits.
  graph.addEdge(
    woken,
    here,
    action('passes its safe point, and waits again', [], about),
    passSafePoint(graph),
  );
  addHoldsAt(graph, woken, about);
}
