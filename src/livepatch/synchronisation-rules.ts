import { not } from '../system/index.js';
import type { SectionBoundary } from './atomic-sections.js';
import type { Site, StatementRules } from './site.js';
import { action } from './task-graph.js';
import { labels, type TaskLabel, thisTask } from './vocabulary.js';

/* What the statements do by which tasks keep out of one another's way, besides locks and events. */

/** A section in which a task must not sleep begins or ends. */
function boundary(label: TaskLabel, action: string) {
  return ({ kind }: { readonly kind: SectionBoundary }, { addLocation, graph, next, step }: Site): void => {
    addLocation(labels.usesLock, label);
    const { rules, variables } = graph.around;
    step(next, action, {
      set: [...variables.sections.cross(kind, thisTask), ...variables.gracePeriods.note(kind, thisTask)],
      ...((kind === 'preempt-enable' || kind === 'local-irq-restore') && {
        effects: [rules.onPreemptionOn?.(not(variables.preemption.staysOff(thisTask, kind)))],
      }),
    });
  };
}

export const synchronisation: Pick<StatementRules, SectionBoundary | 'synchronize-rcu'> = {
  'preempt-disable': boundary(labels.disablesPreemption, 'disables preemption'),
  'preempt-enable': boundary(labels.enablesPreemption, 'enables preemption'),
  'local-irq-save': boundary(labels.disablesInterrupts, 'disables interrupts: local_irq_save()'),
  'local-irq-restore': boundary(labels.enablesInterrupts, 'restores interrupts: local_irq_restore()'),
  'rcu-read-lock': boundary(labels.beginsReading, 'begins to read: rcu_read_lock()'),
  'rcu-read-unlock': boundary(labels.endsReading, 'ends to read: rcu_read_unlock()'),
  'synchronize-rcu'({ source }, { addLocation, graph, frame, here, next, step }) {
    addLocation(labels.mightSleep);
    const { gracePeriods } = graph.around.variables;
    const asleep = [labels.asleep, labels.mayWait, labels.awaitsReaders];
    const waiting = graph.addLocation(`${here}, waiting`, [...frame.labels, ...asleep]);
    step(waiting, 'synchronize_rcu(): waits for the read sections that have begun', {
      set: gracePeriods.begin(thisTask),
    });
    graph.addEdge(waiting, next, action('synchronize_rcu(): they have ended', [], { source }), {
      guard: gracePeriods.isOver(thisTask),
      set: gracePeriods.end(thisTask),
    });
  },
};
