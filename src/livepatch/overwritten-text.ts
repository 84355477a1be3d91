import type { Body } from '../scenario/index.js';
import type { Expression, Value } from '../system/index.js';
import { endOf, locationsOf } from './frame.js';
import { action, type TaskGraph } from './task-graph.js';

/** The text of a body, where its locations are. */
interface Text {
  readonly path: string;
  readonly body: Body;
}

/**
 * A task that executes the text at a location goes on at the same location of the text that was written over it.
 *
 * @param returned the values that either may return: a task that has one in its register keeps it
 */
export function linkTexts(
  graph: TaskGraph,
  from: Text,
  to: Text,
  when: Expression<boolean>,
  returned: readonly Value[],
): void {
  const goOn = (here: string, there: string): void => {
    graph.addEdge(here, there, action('goes on in the text that was written over it'), { guard: when });
  };
  const [fromNames, toNames] = [locationsOf(from.path, from.body), locationsOf(to.path, to.body)];
  fromNames.forEach((name, position) => {
    if (!graph.has(name)) return;
    // What stands on an error path that nobody takes has no location; the end of a body always has one.
    const target = toNames.slice(Math.min(position, toNames.length - 1)).find((each) => graph.has(each));
    if (target === undefined) throw new Error(`the text at '${name}' has no counterpart`);
    goOn(name, target);
  });
  for (const value of returned) goOn(endOf(from.path, value), endOf(to.path, value));
}
