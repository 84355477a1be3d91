import type { InterruptDeclaration } from '../scenario/index.js';
import { always, and, at, bindFresh, not, or } from '../system/index.js';
import { BodyCompiler } from './body.js';
import { positionsOf } from './frame.js';
import { action, type TaskGraph } from './task-graph.js';
import { labels, stepTags, taskRole } from './vocabulary.js';

/**
 * An interrupt comes on top of a task that is on its CPU, which goes on when it is over. It is a process of its own, so that its
 * stack, what it holds and what is remembered of it are not those of the task, to which it has nothing to do. No task list has it.
 */
export function compileInterrupt(graph: TaskGraph, { kind, body }: InterruptDeclaration): string {
  const { rules, variables } = graph.around;
  const { interrupts } = variables;
  const { name } = graph.task;
  const what = kind === 'timer' ? 'timer' : 'interrupt';
  const { interruptsSwitch } = rules;
  const carried = [labels.interrupt, ...(interruptsSwitch ? [] : [labels.unlisted])];
  const rest = graph.addLocation('not there', [...carried, labels.noInterrupt], true);
  const done = graph.addLocation(`${what} ${name}: end`, [
    ...carried,
    labels.endsInterrupt,
    labels.leavingKernel,
  ]);
  const first = new BodyCompiler(graph).compile(
    body,
    {
      path: `${what} ${name}`,
      labels: carried,
      writtenFor: 'old',
      bodyName: `${what} ${name}`,
      positions: positionsOf(body),
      end: done,
      endWith: () => done,
      labelled: new Map(),
      loopHasSafePoint: false,
      textIsThis: always,
    },
    done,
  );
  const [coming, comes] = bindFresh(taskRole, (task) => ({
    guard: interrupts.mayCome(name, task),
    set: interrupts.comes(name, task),
  }));
  graph.addEdge(
    rest,
    first,
    action('interrupts %', [stepTags.interrupts, ...(kind === 'timer' ? [] : [stepTags.voluntary])]),
    { ...comes, choice: { binder: coming, role: taskRole }, moment: 'traversal end' },
  );
  const [going, goes] = bindFresh(taskRole, (task) => ({
    // To user space, the task comes by a step of its own.
    guard: and(interrupts.isOn(name, task), not(at(task, labels.userSpace))),
    set: [
      interrupts.ends(name),
      ...(rules.onInterruptEnd?.(
        task,
        not(or(at(task, labels.preemptionOff), variables.preemption.isOff(task))),
      ) ?? []),
    ],
  }));
  graph.addEdge(done, rest, action('is over: % goes on'), {
    ...goes,
    choice: { binder: going, role: taskRole },
    moment: 'traversal end',
  });
  graph.addEdge(done, rest, action('is over'), { guard: interrupts.isOver(name), moment: 'traversal end' });
  if (interruptsSwitch)
    graph.addEdge(rest, rest, action(interruptsSwitch.action, [stepTags.goesOn]), {
      guard: interruptsSwitch.when,
      set: interruptsSwitch.set,
    });
  return rest;
}
