import { conditional, identity, not } from '../system/index.js';
import type { Effect } from './model.js';
import type { Site, StatementRules } from './site.js';
import { action } from './task-graph.js';
import { acquires, labels, stepTags, taggedAt, thisTask } from './vocabulary.js';

/* What tasks do that load modules, and unload them: the mechanism hears of it under the mutex under which the patcher works. */

/** What is done under the mutex, if the mechanism does anything. Gives where it begins. */
function underMutex(
  { graph, frame, here }: Site,
  name: string,
  hook: Effect | undefined,
  next: string,
): string {
  const { scenario, variables } = graph.around;
  const { mutex } = scenario.patch;
  if (!hook || mutex === undefined) return next;
  const owner = variables.locks.ownerOfShared(mutex);
  const waiting = graph.addLocation(`${here}, ${name}: at the mutex`, [
    ...frame.labels,
    ...[labels.usesLock, labels.waitsForLock, labels.mayWait, acquires(mutex)],
  ]);
  const holding = graph.addLocation(`${here}, ${name}`, frame.labels);
  const done = graph.addLocation(`${here}, ${name}: done`, frame.labels);
  graph.addEdge(
    waiting,
    holding,
    action(`${name} takes lock ${mutex}`, [stepTags.acquires, taggedAt(stepTags.acquires, waiting)]),
    { guard: owner.is('nobody'), set: [owner.becomes(identity(thisTask))] },
  );
  graph.addEdge(holding, done, action(name), { effects: [hook] });
  graph.addEdge(done, next, action(`${name} releases lock ${mutex}`), {
    set: [owner.becomes(conditional<string>(owner.is(identity(thisTask)), 'nobody', owner.value))],
  });
  return waiting;
}

export const modules: Pick<StatementRules, 'load' | 'unload'> = {
  load({ module }, site) {
    const { addLocation, graph, step, next } = site;
    addLocation();
    const { rules, variables } = graph.around;
    const isThere = variables.modules.isThere(module);
    const told = underMutex(site, `klp_module_coming(${module})`, rules.onModuleComing?.(module), next);
    step(told, `loads module ${module}`, { guard: not(isThere.value), set: [isThere.becomes(true)] });
    step(next, `finds module ${module} loaded`, { guard: isThere.value });
  },
  unload({ module }, site) {
    const { addLocation, graph, frame, here, step, next } = site;
    addLocation();
    const { rules, variables } = graph.around;
    const isThere = variables.modules.isThere(module);
    const freeing = graph.addLocation(`${here}, freeing`, frame.labels);
    graph.addEdge(freeing, next, action(`frees the code of module ${module}`), {
      set: [isThere.becomes(false)],
    });
    const told = underMutex(site, `klp_module_going(${module})`, rules.onModuleGoing?.(module), freeing);
    step(told, `unloads module ${module}`, { guard: isThere.value });
    step(next, `finds no module ${module}`, { guard: not(isThere.value) });
  },
};
