import {
  type Body,
  firstVersion,
  hasUserSpace,
  type Statement,
  type TaskDeclaration,
} from '../scenario/index.js';
import { always, type Edge, type ProcessTemplate } from '../system/index.js';
import { addBirth } from './birth.js';
import { BodyCompiler } from './body.js';
import { addKernelEntry, addKernelExit, addReturn, addUserSpace } from './boundary.js';
import { type Frame, locationName, ordinal, positionsOf } from './frame.js';
import type { Moment } from './graph-builder.js';
import { compileIdle } from './idle.js';
import { compileInterrupt } from './interrupt.js';
import { passesSafePoint } from './safe-point.js';
import { compileSignaller } from './signaller.js';
import { action, type ExecutedStatement, type Surroundings, TaskGraph } from './task-graph.js';
import { stepTags, taskRole, userTaskRole } from './vocabulary.js';
import { compileWorker } from './worker.js';

export interface CompiledTask {
  readonly template: ProcessTemplate;
  readonly executed: readonly ExecutedStatement[];
  readonly moments: ReadonlyMap<Edge, Moment>;
}

/**
 * Makes the program graph of a task. Calls are inlined at each call site, once for each version that the call may
 * enter, so that a location is a call string with versions: what is on the stack is known from where the task is.
 *
 * @throws TaskTooLargeError when that gives too large a graph
 */
export function compileTask(task: TaskDeclaration, surroundings: Surroundings): CompiledTask {
  const graph = new TaskGraph(task, surroundings);
  const first = compileKind(graph);
  const initial = surroundings.variables.isForked(task.name) ? addBirth(graph, first) : first;
  const built = graph.build(initial, first);
  return {
    template: {
      name: task.name,
      count: task.count,
      roles: hasUserSpace(task) ? [taskRole, userTaskRole] : [taskRole],
      graph: built.graph,
    },
    executed: built.executed,
    moments: built.moments,
  };
}

/** Compiles a task according to its kind, and gives where it starts. */
function compileKind(graph: TaskGraph): string {
  const { task } = graph;
  switch (task.kind) {
    case 'user':
      return compileUserTask(graph, task.runs, task.repeat === 'forever');
    case 'cpu-hog':
      return compileHog(graph, task.timer);
    case 'signaller':
      return compileSignaller(graph, task.signals);
    case 'kthread':
      return compileKthread(graph, task.body);
    case 'idle':
      return compileIdle(graph, task.body);
    case 'worker':
      return compileWorker(graph);
    case 'interrupt':
    case 'timer':
      return compileInterrupt(graph, task);
  }
}

function compileUserTask(graph: TaskGraph, runs: readonly string[], repeats: boolean): string {
  const locations = runs.map((syscall, index) =>
    addUserSpace(graph, `user space, before ${syscall}${ordinal(runs, index)}`),
  );
  const [first] = locations as [string];
  const last = repeats ? first : addUserSpace(graph, 'user space, at its end');
  runs.forEach((syscall, index) => {
    const body = graph.around.scenario.syscalls.find(({ name }) => name === syscall)?.body ?? [];
    const path = `${syscall}${ordinal(runs, index)}`;
    const leaving = addKernelExit(graph, path, locations[index + 1] ?? last);
    const frame: Frame = {
      path,
      labels: [],
      writtenFor: firstVersion(graph.around.scenario),
      bodyName: `system call ${syscall}`,
      positions: positionsOf(body),
      end: leaving,
      endWith: () => leaving,
      labelled: new Map(),
      loopHasSafePoint: false,
      unwind: () => leaving,
      textIsThis: always,
    };
    addKernelEntry(
      graph,
      locations[index] as string,
      new BodyCompiler(graph).compile(body, frame, leaving),
      syscall,
    );
  });
  if (!repeats) {
    graph.addEdge(last, graph.addExited(), action('exits', [stepTags.exits, stepTags.voluntary]), {
      guard: graph.notHeld(),
    });
  }
  return first;
}

/**
 * A user task that computes, and never asks anything of the kernel. The timer interrupts it now and then, if there is
 * one: it comes back to user space then as from any other interrupt.
 */
function compileHog(graph: TaskGraph, hasTimer: boolean): string {
  const location = addUserSpace(graph, 'user space');
  graph.addEdge(location, location, action('computes in user space', [stepTags.voluntary]), {
    guard: graph.notHeld(),
  });
  if (hasTimer)
    addReturn(
      graph,
      location,
      action('is interrupted by the timer and returns to user space', [stepTags.isInterrupted]),
      { guard: graph.notHeld() },
    );
  return location;
}

function compileKthread(graph: TaskGraph, body: Body): string {
  const positions = positionsOf(body);
  const path = 'main loop';
  const first = locationName(path, positions, body.find(({ kind }) => kind !== 'label') as Statement);
  const frame: Frame = {
    path,
    labels: [],
    writtenFor: firstVersion(graph.around.scenario),
    bodyName: `kthread ${graph.task.name}`,
    positions,
    end: first,
    endWith: () => first,
    labelled: new Map(),
    loopHasSafePoint: passesSafePoint(body),
    textIsThis: always,
  };
  return new BodyCompiler(graph).compile(body, frame, first);
}
