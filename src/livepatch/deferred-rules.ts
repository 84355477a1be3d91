import type { StatementOf } from '../scenario/index.js';
import { and, at, exists, not } from '../system/index.js';
import type { StatementRules } from './site.js';
import { declaredAs, labels, stepTags, taggedAt, taskRole } from './vocabulary.js';

/* What the statements do by which a task has something done later, and by which it ends. */

type Kinds = StatementOf<'arm' | 'cancel' | 'cancel-sync' | 'queue-work' | 'exit'>['kind'];

export const deferred: Pick<StatementRules, Kinds> = {
  arm({ timer }, { addLocation, graph, step, next }) {
    addLocation();
    step(next, `arms the timer ${timer}`, {
      set: [graph.around.variables.interrupts.armed(timer).becomes(true)],
    });
  },
  cancel({ timer }, { addLocation, graph, step, next }) {
    addLocation();
    step(next, `cancels the timer ${timer}`, {
      set: [graph.around.variables.interrupts.armed(timer).becomes(false)],
    });
  },
  'cancel-sync'({ timer }, { addLocation, graph, here, step, next }) {
    addLocation(labels.mayWait);
    const isRunning = exists(taskRole, (other) =>
      and(at(other, declaredAs(timer)), not(at(other, labels.noInterrupt))),
    );
    step(
      next,
      `cancels the timer ${timer}, which does not run`,
      { guard: not(isRunning), set: [graph.around.variables.interrupts.armed(timer).becomes(false)] },
      [stepTags.acquires, taggedAt(stepTags.acquires, here)],
    );
  },
  'queue-work'({ work }, { addLocation, graph, step, next }) {
    addLocation();
    step(next, `queues the work ${work}`, { set: [graph.around.variables.work.of(work).becomes(true)] });
  },
  exit(_, { addLocation, graph, step }) {
    addLocation(labels.mightSleep);
    step(graph.addExited(), 'do_exit(): dies', {}, [stepTags.exits]);
  },
};
