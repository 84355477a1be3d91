import { type Action, and } from '../system/index.js';
import type { StepParts } from './graph-builder.js';
import { aboutSignal, action, type TaskGraph } from './task-graph.js';
import { labels, stepTags, thisTask } from './vocabulary.js';

/** A location at the boundary, with all that may happen to a task there besides its entering the kernel. */
export function addUserSpace(graph: TaskGraph, name: string): string {
  const { rules, instance, variables } = graph.around;
  const place = graph.addLocation(name, [labels.userSpace]);
  const cross: StepParts = { effects: [rules.onKernelExit], moment: 'traversal end' };
  if (instance.wake === 'kernel' && rules.signals)
    graph.addEdge(place, place, interruptedBy('a fake signal'), {
      ...cross,
      guard: and(graph.notHeld(), rules.signals(thisTask)),
    });
  if (variables.hasSignals)
    graph.addEdge(place, place, interruptedBy('a signal'), {
      ...cross,
      guard: and(graph.notHeld(), variables.signalPending(thisTask).value),
      set: [variables.signalPending(thisTask).becomes(false)],
    });
  return place;
}

function interruptedBy(signal: string): Action {
  return action('is interrupted by % and returns to user space', [stepTags.isWoken], aboutSignal(signal));
}

/** The steps by which a task comes from user space into the kernel, or is held before it does. */
export function addKernelEntry(graph: TaskGraph, from: string, to: string, syscall: string): void {
  const { rules } = graph.around;
  // A signaller is there to make its call; any other task may stay in user space for as long as it likes.
  const tags = [stepTags.entersKernel, ...(graph.task.kind === 'signaller' ? [] : [stepTags.voluntary])];
  graph.addEdge(from, to, action(`enters the kernel: ${syscall}()`, [...tags, stepTags.makesSystemCall]), {
    guard: graph.notHeld(),
    effects: [rules.onKernelEntry],
    moment: 'traversal end',
  });
  for (const step of rules.atKernelEntry ?? [])
    graph.addEdge(from, from, action(step.action, tags), {
      guard: and(graph.notHeld(), step.when),
      set: step.set,
    });
}

/** The place from which a task leaves the kernel for `to`, and the step by which it does. */
export function addKernelExit(graph: TaskGraph, path: string, to: string): string {
  const { rules, variables } = graph.around;
  const leaving = graph.addLocation(`${path}: end`, [labels.leavingKernel]);
  const delivered = variables.hasSignals ? [variables.signalPending(thisTask).becomes(false)] : [];
  graph.addEdge(leaving, to, action('leaves the kernel'), {
    effects: [rules.onKernelExit],
    moment: 'traversal end',
    set: delivered,
  });
  return leaving;
}
