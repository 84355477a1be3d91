import { opposite, printCondition, type WaitedFor } from '../scenario/index.js';
import type { Assignment, Expression } from '../system/index.js';
import type { WorkloadVariables } from './variables.js';
import { stepTags, type TaskLabel, taggedAt, thisTask, waitsFor, waitsUntil } from './vocabulary.js';

/** What ends a wait, and what is to be seen of that. */
export interface Waking {
  /** Of the location where the task waits. */
  readonly label: TaskLabel;
  readonly isThere: Expression<boolean>;
  /** What the task takes. */
  readonly takes: readonly Assignment[];
  /** The step by which the task goes on. */
  readonly action: string;
  /** What it finds that is woken for nothing. */
  readonly otherwise: string;
  tagsAt(location: string): readonly string[];
}

/**
 * An event is handed to one of those that wait for it: again and again is enough. A condition may become false again before the
 * task has looked (`wait_event()` sleeps on then), so it has to stay true.
 */
export function wakingOf(
  until: WaitedFor | { readonly kind: 'completion'; readonly completion: string },
  variables: WorkloadVariables,
): Waking {
  if (until.kind === 'completion') {
    const { completion } = until;
    return {
      label: waitsFor(completion),
      isThere: variables.completions.isDone(completion),
      takes: variables.completions.take(completion),
      action: `finds ${completion} completed, and goes on`,
      otherwise: `finds ${completion} not completed`,
      tagsAt: (location) => [stepTags.acquires, taggedAt(stepTags.acquires, location)],
    };
  }
  if (until.kind === 'condition') {
    const { condition } = until;
    return {
      label: waitsUntil(condition),
      isThere: variables.conditionOf(condition, thisTask),
      takes: [],
      action: `finds ${printCondition(condition)}, and goes on`,
      otherwise: `finds ${printCondition(opposite(condition))}`,
      tagsAt: (location) => [stepTags.acquires, taggedAt(stepTags.acquires, location), stepTags.takesNothing],
    };
  }
  const event = variables.event(until.event);
  return {
    label: waitsFor(until.event),
    isThere: event.value,
    takes: [event.becomes(false)],
    action: `sees the event ${until.event} and goes on`,
    otherwise: `finds no event ${until.event}`,
    tagsAt: (location) => [stepTags.acquires, taggedAt(stepTags.acquires, location)],
  };
}
