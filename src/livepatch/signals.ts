import type { Body } from '../scenario/index.js';
import { never } from '../system/index.js';
import { fakeSignalOf } from './safe-point.js';
import type { Site } from './site.js';
import { aboutSignal } from './task-graph.js';
import { stepTags, thisTask } from './vocabulary.js';

/**
 * What ends an interruptible sleep before its time. A task with a user space then leaves by its error path.
 *
 * @param name of the step; in it, `%` stands for what comes
 */
export function addSignals(
  onSignal: Body,
  { graph, frame, next, step, compile }: Pick<Site, 'graph' | 'frame' | 'next' | 'step' | 'compile'>,
  name = 'is woken by %',
): void {
  const { variables } = graph.around;
  const fakeSignal = fakeSignalOf(graph);
  const signal = frame.unwind && variables.hasSignals ? variables.signalPending(thisTask).value : never;
  if (fakeSignal === never && signal === never) return;
  const leave = frame.unwind?.();
  // To return from an error path is to go on along it.
  const target = leave === undefined ? next : compile(onSignal, leave, { ...frame, end: leave });
  if (fakeSignal !== never)
    step(
      target,
      name,
      { guard: fakeSignal },
      [stepTags.isWoken],
      aboutSignal(frame.unwind ? 'a fake signal' : 'the patcher'),
    );
  if (signal !== never) step(target, name, { guard: signal }, [stepTags.isWoken], aboutSignal('a signal'));
}
