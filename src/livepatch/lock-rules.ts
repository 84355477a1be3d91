import type { CompletionStatement, LockStatement, StatementOf } from '../scenario/index.js';
import {
  type Assignment,
  and,
  conditional,
  type Expression,
  identity,
  never,
  nobody,
  not,
  or,
} from '../system/index.js';
import { claimLabel } from './claims.js';
import type { Locks } from './locks.js';
import { addSignals } from './signals.js';
import type { Site, StatementRules } from './site.js';
import { action } from './task-graph.js';
import {
  acquires,
  acquiresToRead,
  labels,
  queuesFor,
  queuesToRead,
  releases,
  releasesRead,
  stepTags,
  type TaskLabel,
  taggedAt,
  thisTask,
} from './vocabulary.js';
import { wakingOf } from './waking.js';

/* What the statements do by which tasks take locks and release them, and wait for completions. */

type Kinds = LockStatement | CompletionStatement | 'trylock' | 'wait-for-completion';

export const locking: Pick<StatementRules, Kinds> = {
  lock: acquire,
  unlock: release,
  down: acquire,
  up: release,
  'read-lock'({ lock }, site) {
    const locks = site.graph.around.variables.locks.queued;
    site.addLocation(...whereLockIsUsed(lock, site), acquiresToRead(lock));
    const set = locks.readersOf(lock).begin(thisTask);
    const canRead = locks.canRead(lock, thisTask, false);
    addTaking(site, `takes lock ${lock} to read`, canRead, set);
    addQueue(site, lock, queuesToRead(lock), not(canRead), {
      name: `gets lock ${lock} to read`,
      guard: locks.canRead(lock, thisTask, true),
      set,
    });
  },
  'read-unlock'({ lock }, { addLocation, graph, step, next }) {
    addLocation(labels.usesLock, releasesRead(lock));
    const { variables } = graph.around;
    step(next, `releases lock ${lock}, which it has read`, {
      effects: atEndOfSpinning(lock, graph.around),
      set: variables.locks.queued.readersOf(lock).end(thisTask),
    });
  },
  trylock({ lock, taken, busy }, { addLocation, graph, step, compile }) {
    addLocation(labels.usesLock);
    const { locks } = graph.around.variables;
    const ways = waysToTake(lock, locks);
    const [whenTaken, whenBusy] = [compile(taken), compile(busy)];
    for (const { isFree, set } of ways)
      step(whenTaken, `takes lock ${lock}, which is free`, { guard: isFree, set });
    step(whenBusy, `does not get lock ${lock}`, { guard: not(or(...ways.map(({ isFree }) => isFree))) });
  },
  complete(statement, { addLocation, graph, step, next }) {
    const { completion } = statement;
    addLocation(labels.claims, claimLabel(statement));
    step(next, `completes ${completion}`, { set: graph.around.variables.completions.complete(completion) });
  },
  'complete-all'({ completion }, { addLocation, graph, step, next }) {
    addLocation();
    const { completions } = graph.around.variables;
    step(next, `completes ${completion} for all`, { set: completions.completeAll(completion) });
  },
  'reinit-completion'({ completion }, { addLocation, graph, step, next }) {
    addLocation();
    step(next, `sets ${completion} back`, { set: graph.around.variables.completions.reinit(completion) });
  },
  'wait-for-completion'({ completion, interruptible, onSignal }, site) {
    const { addLocation, graph, here, next, step } = site;
    const waking = wakingOf({ kind: 'completion', completion }, graph.around.variables);
    addLocation(labels.asleep, labels.mayWait, waking.label);
    step(next, waking.action, { guard: waking.isThere, set: waking.takes }, waking.tagsAt(here));
    if (interruptible) addSignals(onSignal, site);
  },
};

/** Takes a lock for itself alone, or a semaphore. */
function acquire({ lock }: StatementOf<'lock' | 'down'>, site: Site): void {
  const { locks } = site.graph.around.variables;
  const { queued } = locks;
  const isQueued = queued.has(lock);
  site.addLocation(
    ...whereLockIsUsed(lock, site),
    acquires(lock),
    ...(isQueued ? [] : [labels.waitsForLock]),
  );
  for (const { isFree, set } of waysToTake(lock, locks)) addTaking(site, `takes lock ${lock}`, isFree, set);
  if (isQueued)
    addQueue(site, lock, queuesFor(lock), not(queued.isFreeAtOnce(lock)), {
      name: `gets lock ${lock}`,
      guard: queued.isFreeInQueue(lock, thisTask),
      set: queued.takeInQueue(lock, thisTask),
    });
  else {
    const isMissing = not(locks.isThere(lock, thisTask));
    if (isMissing !== never) site.step(site.next, 'takes no lock: it is not there', { guard: isMissing });
  }
}

/** How a task takes the lock that has not waited for it: of locks of objects, the one that is meant. */
function waysToTake(
  lock: string,
  locks: Locks,
): readonly { readonly isFree: Expression<boolean>; readonly set: readonly Assignment[] }[] {
  const { queued } = locks;
  if (queued.has(lock)) return [{ isFree: queued.isFreeAtOnce(lock), set: queued.take(lock, thisTask) }];
  return locks.meantBy(lock, thisTask).map(({ owner, isMeant }) => ({
    isFree: and(isMeant, owner.is(nobody)),
    set: [owner.becomes(identity(thisTask))],
  }));
}

function release({ lock }: StatementOf<'unlock' | 'up'>, { addLocation, graph, step, next }: Site): void {
  addLocation(labels.usesLock, releases(lock));
  step(next, `releases lock ${lock}`, {
    effects: atEndOfSpinning(lock, graph.around),
    set: givingBack(lock, graph.around.variables.locks),
  });
}

/** What becomes of a lock that a task has. */
function givingBack(lock: string, locks: Locks): readonly Assignment[] {
  if (locks.queued.has(lock)) return locks.queued.release(lock, thisTask);
  return locks
    .meantBy(lock, thisTask)
    .map(({ owner, isMeant }) =>
      owner.becomes(conditional<string>(and(isMeant, owner.is(identity(thisTask))), nobody, owner.value)),
    );
}

function whereLockIsUsed(lock: string, { graph }: Site): readonly TaskLabel[] {
  return [
    labels.usesLock,
    labels.mayWait,
    ...(graph.around.variables.locks.isSpinlock(lock) ? [] : [labels.mightSleep]),
  ];
}

function atEndOfSpinning(lock: string, { rules, variables }: Site['graph']['around']) {
  if (!variables.locks.isSpinlock(lock)) return [];
  return [rules.onPreemptionOn?.(not(variables.preemption.staysOff(thisTask, { released: lock })))];
}

function addTaking(
  { here, next, step }: Site,
  name: string,
  guard: Expression<boolean>,
  set: readonly Assignment[],
): void {
  step(next, name, { guard, set }, [stepTags.acquires, taggedAt(stepTags.acquires, here)]);
}

/** A task that finds the lock taken is in the queue from then on. */
function addQueue(
  { graph, frame, here, next, step }: Site,
  lock: string,
  label: TaskLabel,
  isTaken: Expression<boolean>,
  {
    name,
    ...parts
  }: { readonly name: string; readonly guard: Expression<boolean>; readonly set: readonly Assignment[] },
): void {
  const queue = graph.addLocation(`${here}, in the queue`, [
    ...frame.labels,
    labels.waitsForLock,
    labels.mayWait,
    label,
  ]);
  step(queue, `waits for lock ${lock}`, { guard: isTaken });
  graph.addEdge(queue, next, action(name, [stepTags.acquires, taggedAt(stepTags.acquires, queue)]), parts);
}
