import { always, and } from '../system/index.js';
import { addSections } from './preemption-off.js';
import type { Site } from './site.js';
import { action } from './task-graph.js';

/**
 * The steps by which a task goes to sleep, with what a mechanism has it do on the way where the kernel may freeze it
 * (TASK_FREEZABLE). Where it does nothing there, to go to sleep is no step of its own.
 *
 * @param asleep the labels of the location where it sleeps
 * @returns the site at which it sleeps
 */
export function goToSleep(site: Site, isFreezable: boolean, ...asleep: readonly string[]): Site {
  const { graph, frame, here, step } = site;
  const { atFreezableSleep } = graph.around.rules;
  if (!isFreezable || atFreezableSleep.length === 0) {
    site.addLocation(...asleep);
    return site;
  }
  site.addLocation();
  const sleeping = graph.addLocation(`${here}, asleep`, [...frame.labels, ...asleep]);
  const guard = addSections(graph, here, sleeping, frame.labels, atFreezableSleep, step);
  step(sleeping, 'goes to sleep', { guard });
  return {
    ...site,
    here: sleeping,
    step: (to, name, parts = {}, tags = [], about = {}) => {
      graph.addEdge(sleeping, to, action(name, tags, about), {
        ...parts,
        guard: and(frame.textIsThis, parts.guard ?? always),
      });
    },
  };
}
