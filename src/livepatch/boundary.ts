import { type Action, type Assignment, always, and, at, processNamed } from '../system/index.js';
import type { StepParts } from './graph-builder.js';
import { addSections } from './preemption-off.js';
import { aboutSignal, action, type TaskGraph } from './task-graph.js';
import { labels, stepTags, thisTask } from './vocabulary.js';

/** A location at the boundary, with all that may happen to a task there besides its entering the kernel. */
export function addUserSpace(graph: TaskGraph, name: string): string {
  const { rules, instance, variables } = graph.around;
  const location = graph.addLocation(name, [labels.userSpace]);
  if (instance.wake === 'kernel' && rules.signals)
    addInterrupt(graph, location, 'a fake signal', { guard: rules.signals(thisTask) });
  if (variables.hasSignals)
    addInterrupt(graph, location, 'a signal', {
      guard: variables.signalPending(thisTask).value,
      set: [variables.signalPending(thisTask).becomes(false)],
    });
  for (const name of variables.interrupts.of(graph.task.name)) addReturnFrom(graph, location, name);
  return location;
}

/** An interrupt that came in user space is over when the task has crossed the boundary again. */
function addReturnFrom(graph: TaskGraph, location: string, interrupt: string): void {
  const { rules, variables } = graph.around;
  const { interrupts } = variables;
  addReturn(
    graph,
    location,
    action(`returns to user space from the interrupt ${interrupt}`, [stepTags.returnsFromInterrupt]),
    {
      guard: and(interrupts.isOn(interrupt, thisTask), at(processNamed(interrupt), labels.endsInterrupt)),
      set: [interrupts.ends(interrupt), ...(rules.onInterruptEnd?.(thisTask, always) ?? [])],
      whileInterrupted: true,
    },
  );
}

/** A user task is interrupted by a signal, and comes back to user space as from any other interrupt. */
function addInterrupt(
  graph: TaskGraph,
  location: string,
  signal: string,
  { guard = always, ...parts }: StepParts,
): void {
  addReturn(
    graph,
    location,
    action('is interrupted by % and returns to user space', [stepTags.isWoken], aboutSignal(signal)),
    { ...parts, guard: and(graph.notHeld(), guard) },
  );
}

/**
 * The step by which an interrupt begins and ends; or several, if leaving the kernel takes several. It comes from user space
 * and goes back to there.
 */
export function addReturn(graph: TaskGraph, location: string, interrupt: Action, parts: StepParts): void {
  if (graph.around.rules.beforeKernelExit.length === 0) {
    graph.addEdge(location, location, interrupt, { ...parts, ...crossing(graph) });
    return;
  }
  const path = `${location}, interrupted`;
  if (!graph.has(path)) addCrossing(graph, graph.addLocation(path, [labels.leavingKernel]), location);
  graph.addEdge(location, path, interrupt, { ...parts, moment: 'traversal end' });
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

/** The location from which a task leaves the kernel for `to`, and the steps by which it does. */
export function addKernelExit(graph: TaskGraph, path: string, to: string): string {
  const { variables } = graph.around;
  const leaving = graph.addLocation(`${path}: end`, [labels.leavingKernel]);
  addCrossing(
    graph,
    leaving,
    to,
    variables.hasSignals ? [variables.signalPending(thisTask).becomes(false)] : [],
  );
  return leaving;
}

/** The step across the boundary, and what is done before it as long as there is something to do. */
export function addCrossing(
  graph: TaskGraph,
  leaving: string,
  to: string,
  set: readonly Assignment[] = [],
): void {
  const { beforeKernelExit } = graph.around.rules;
  const guard = addSections(graph, leaving, leaving, [labels.leavingKernel], beforeKernelExit);
  graph.addEdge(leaving, to, action('leaves the kernel'), { ...crossing(graph), guard, set });
}

function crossing(graph: TaskGraph): StepParts {
  return { effects: [graph.around.rules.onKernelExit], moment: 'traversal end' };
}
