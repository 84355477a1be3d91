import { always, not } from '../system/index.js';
import { BodyCompiler } from './body.js';
import { type Frame, positionsOf } from './frame.js';
import { addHoldsAt, addLookAgainAt, passSafePoint } from './safe-point.js';
import { action, type TaskGraph } from './task-graph.js';
import { labels, stepTags, taggedAt } from './vocabulary.js';

/**
 * A kernel thread in `worker_thread()`: it takes any work item that is queued, does what that says, and sleeps where none is. It passes a
 * safe point between two of them, as kGraft's patch of it has it do.
 */
export function compileWorker(graph: TaskGraph): string {
  const { work } = graph.around.variables;
  const path = 'worker_thread';
  const between = graph.addLocation(`${path}: between two work items`, [labels.safePoint]);
  // Where nothing is queued it waits for nobody in particular: that is no deadlock.
  const idle = graph.addLocation(`${path}: idle`, [labels.asleep, labels.mayWait, labels.awaitsWork], true);
  graph.addEdge(between, idle, action('passes its safe point'), passSafePoint(graph));
  addHoldsAt(graph, between);
  const compiler = new BodyCompiler(graph);
  for (const { name, body } of work.declared) {
    const frame: Frame = {
      path: `${path} > work ${name}`,
      labels: [],
      writtenFor: 'old',
      bodyName: `work ${name}`,
      positions: positionsOf(body),
      end: between,
      endWith: () => between,
      labelled: new Map(),
      loopHasSafePoint: false,
      textIsThis: always,
    };
    const queued = work.of(name);
    graph.addEdge(
      idle,
      compiler.compile(body, frame, between),
      action(`takes the work ${name}`, [stepTags.acquires, taggedAt(stepTags.acquires, idle)]),
      { guard: queued.value, set: [queued.becomes(false)] },
    );
  }
  addLookAgainAt(graph, idle, [], 'finds no work queued', not(work.isQueued()));
  return idle;
}
