import { not } from '../system/index.js';
import type { SectionBoundary } from './atomic-sections.js';
import type { Site, StatementRules } from './site.js';
import { labels, type TaskLabel, thisTask } from './vocabulary.js';

/* What the statements do by which tasks keep out of one another's way, besides locks and events. */

/** A section in which a task must not sleep begins or ends. */
function boundary(label: TaskLabel, action: string) {
  return ({ kind }: { readonly kind: SectionBoundary }, { addLocation, graph, next, step }: Site): void => {
    addLocation(labels.usesLock, label);
    const { rules, variables } = graph.around;
    step(next, action, {
      set: variables.sections.cross(kind, thisTask),
      ...(kind === 'preempt-enable' && {
        effects: [rules.onPreemptionOn?.(not(variables.keepsPreemptionOff(thisTask, kind)))],
      }),
    });
  };
}

export const synchronisation: Pick<StatementRules, SectionBoundary> = {
  'preempt-disable': boundary(labels.disablesPreemption, 'disables preemption'),
  'preempt-enable': boundary(labels.enablesPreemption, 'enables preemption'),
};
