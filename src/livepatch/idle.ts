import { type Body, firstVersion } from '../scenario/index.js';
import { always, and } from '../system/index.js';
import { BodyCompiler } from './body.js';
import { positionsOf } from './frame.js';
import { addSections } from './preemption-off.js';
import { fakeSignalOf } from './safe-point.js';
import { aboutSignal, action, type TaskGraph } from './task-graph.js';
import { labels, stepTags } from './vocabulary.js';

/**
 * The idle task of a CPU, in `do_idle()`. Nothing obliges it to come round: its CPU may be idle for ever. Where a mechanism has it in
 * mind, it is kicked out of its sleep (`wake_up_if_idle()`) as any task is that a transition waits for.
 */
export function compileIdle(graph: TaskGraph, body: Body): string {
  const { idle } = graph.around.rules;
  const carried = idle ? [] : [labels.unlisted];
  const end = graph.addLocation('do_idle: end', carried);
  const first = new BodyCompiler(graph).compile(
    body,
    {
      path: 'do_idle',
      labels: carried,
      writtenFor: firstVersion(graph.around.scenario),
      bodyName: `idle task ${graph.task.name}`,
      positions: positionsOf(body),
      end,
      endWith: () => end,
      labelled: new Map(),
      loopHasSafePoint: false,
      textIsThis: always,
    },
    end,
  );
  const guard = addSections(graph, end, end, [], idle?.beforeKernelExit ?? []);
  const comesRound = {
    guard,
    effects: [idle?.onKernelExit],
    moment: 'traversal end' as const,
  };
  graph.addEdge(end, first, action('comes round in do_idle()', [stepTags.voluntary]), comesRound);
  if (idle)
    graph.addEdge(
      end,
      first,
      action(
        'is woken by %, and comes round in do_idle()',
        [stepTags.isWoken],
        aboutSignal('wake_up_if_idle()'),
      ),
      { ...comesRound, guard: and(guard, fakeSignalOf(graph)) },
    );
  return first;
}
