import { printCondition, printOperand, type Statement, type StatementOf } from '../scenario/index.js';
import {
  add,
  and,
  at,
  conditional,
  type Expression,
  exists,
  identity,
  never,
  not,
  or,
  subtract,
} from '../system/index.js';
import { branching } from './branch-rules.js';
import { deferred } from './deferred-rules.js';
import { goToSleep } from './freezable.js';
import type { AddStep } from './graph-builder.js';
import type { Locks } from './locks.js';
import { modules } from './module-rules.js';
import { objects } from './object-rules.js';
import { addSections } from './preemption-off.js';
import { isClaiming } from './property.js';
import { addHolds, addLookAgain, passSafePoint } from './safe-point.js';
import { addSignals } from './signals.js';
import type { Site, StatementRules } from './site.js';
import { synchronisation } from './synchronisation-rules.js';
import { action } from './task-graph.js';
import {
  acquires,
  declaredAs,
  forks,
  labels,
  releases,
  stepTags,
  taggedAt,
  taskRole,
  thisTask,
} from './vocabulary.js';
import { wakingOf } from './waking.js';

type Kind = Statement['kind'];

const rules: StatementRules = {
  ...synchronisation,
  ...objects,
  ...branching,
  ...deferred,
  ...modules,
  call(statement, { addLocation, calls, frame, next, here, step }) {
    addLocation(...(calls.isPatched(statement.function) ? [labels.callsPatched] : []));
    calls.compile(statement, frame, next, here, step);
  },
  lock({ lock }, { addLocation, graph, step, next, here }) {
    addLocation(labels.usesLock, labels.waitsForLock, labels.mayWait, acquires(lock));
    const { locks } = graph.around.variables;
    for (const { owner, isMeant } of locks.meantBy(lock, thisTask))
      step(
        next,
        `takes lock ${lock}`,
        { guard: and(isMeant, owner.is('nobody')), set: [owner.becomes(identity(thisTask))] },
        [stepTags.acquires, taggedAt(stepTags.acquires, here)],
      );
    withoutLock(lock, locks, next, step);
  },
  unlock({ lock }, { addLocation, graph, step, next }) {
    addLocation(labels.usesLock, releases(lock));
    const { rules, variables } = graph.around;
    step(next, `releases lock ${lock}`, {
      ...(variables.locks.isSpinlock(lock) && {
        effects: [rules.onPreemptionOn?.(not(variables.preemption.staysOff(thisTask, { released: lock })))],
      }),
      set: variables.locks
        .meantBy(lock, thisTask)
        .map(({ owner, isMeant }) =>
          owner.becomes(
            conditional<string>(and(isMeant, owner.is(identity(thisTask))), 'nobody', owner.value),
          ),
        ),
    });
  },
  trylock({ lock, taken, busy }, { addLocation, graph, step, compile }) {
    addLocation(labels.usesLock);
    const { locks } = graph.around.variables;
    const meant = locks.meantBy(lock, thisTask);
    const [whenTaken, whenBusy] = [compile(taken), compile(busy)];
    for (const { owner, isMeant } of meant)
      step(whenTaken, `takes lock ${lock}, which is free`, {
        guard: and(isMeant, owner.is('nobody')),
        set: [owner.becomes(identity(thisTask))],
      });
    const isFree = or(...meant.map(({ owner, isMeant }) => and(isMeant, owner.is('nobody'))));
    step(whenBusy, `does not get lock ${lock}`, { guard: not(isFree) });
  },
  sleep({ interruptible, onSignal, freezable }, opening) {
    const site = goToSleep(opening, freezable, labels.asleep);
    site.step(site.next, interruptible ? 'wakes up' : 'wakes up from its uninterruptible sleep', {}, [
      stepTags.wakesUp,
      stepTags.voluntary,
    ]);
    if (interruptible) addSignals(onSignal, site);
  },
  wait(statement, opening) {
    const { graph, frame } = opening;
    const { variables } = graph.around;
    const waking = wakingOf(statement.until, variables);
    const asleep = [labels.asleep, labels.mayWait, waking.label, ...variables.objectLabels(statement)];
    const site = goToSleep(opening, statement.freezable, ...asleep);
    const { here, next, step } = site;
    step(next, waking.action, { guard: waking.isThere, set: waking.takes }, waking.tagsAt(here));
    if (statement.interruptible && frame.unwind) addSignals(statement.onSignal, site);
    else if (statement.interruptible && !statement.withoutSafePoint && frame.loopHasSafePoint)
      addLookAgain(graph, statement, waking, here, frame, step);
  },
  wake({ event }, { addLocation, graph, step, next }) {
    addLocation();
    step(next, `wakes ${event}`, { set: [graph.around.variables.event(event).becomes(true)] });
  },
  set(statement, { addLocation, graph, step, next }) {
    const { variables } = graph.around;
    addLocation(...(isClaiming(statement) ? [labels.claims, variables.claimLabel(statement)] : []));
    const { data, value } = statement;
    step(next, `sets ${data} ${printOperand(value)}`, {
      set: variables.data.write(data, thisTask, variables.valueFor(data, value, thisTask)),
    });
  },
  increment: count,
  decrement: count,
  assert(statement, { addLocation, graph, step, next }) {
    addLocation(labels.claims, graph.around.variables.claimLabel(statement));
    step(next, `relies on ${printCondition(statement.condition)}`);
  },
  fork({ task }, { addLocation, graph, frame, here, next, step }) {
    addLocation();
    const forking = graph.addLocation(`${here}, copying`, [...frame.labels, forks(task)]);
    const hasForked = graph.around.variables.hasForkedChild(thisTask);
    const isThereOne = exists(taskRole, (other) =>
      and(at(other, declaredAs(task)), at(other, labels.unborn)),
    );
    step(forking, 'fork(): copies its own task_struct', { effects: [graph.around.rules.onDuplicate] });
    graph.addEdge(forking, next, action('fork(): goes on; the new task is on the task list'), {
      guard: hasForked.value,
      set: [hasForked.becomes(false)],
    });
    graph.addEdge(forking, next, action('fork() fails: no such task is left'), {
      guard: and(not(hasForked.value), not(isThereOne)),
    });
  },
  'cond-resched'(_, { addLocation, graph, frame, here, next, step }) {
    addLocation(labels.mightSleep);
    const { atReschedule } = graph.around.rules;
    const guard = addSections(graph, here, next, frame.labels, atReschedule, step);
    step(next, 'lets others run: cond_resched()', { guard });
  },
  'signal-pending'(_, site) {
    const { addLocation, graph, frame, next, step } = site;
    addLocation();
    const { variables } = graph.around;
    const isPending = frame.unwind && variables.hasSignals ? variables.signalPending(thisTask).value : never;
    step(next, 'finds no signal pending', { guard: not(isPending) });
    if (frame.unwind) addSignals([], site, 'finds % pending');
  },
  'release-task'(_, { addLocation, next, step }) {
    addLocation();
    step(next, 'release_task(): is in the task list no longer', { releasesTask: true });
  },
  'safe-point'(statement, { addLocation, graph, here, next, step }) {
    addLocation(labels.safePoint);
    step(next, 'passes its safe point', passSafePoint(graph));
    addHolds(graph, here, statement);
  },
  fail(_, { addLocation, frame, step }) {
    addLocation();
    step(frame.failure ?? frame.end, 'fails: returns an error');
  },
};

/** Where a reference names no object, there is no lock to wait for. */
function withoutLock(lock: string, locks: Locks, next: string, step: AddStep): void {
  const isMissing = not(locks.isThere(lock, thisTask));
  if (isMissing !== never) step(next, 'takes no lock: it is not there', { guard: isMissing });
}

function count(
  statement: StatementOf<'increment' | 'decrement'>,
  { addLocation, graph, step, next }: Site,
): void {
  const { variables } = graph.around;
  addLocation(labels.claims, variables.claimLabel(statement));
  const { low, high } = variables.rangeOf(statement.data);
  const { value: counted, is } = variables.data.read(statement.data, thisTask);
  // The parser counts nothing but counters.
  const counter = counted as Expression<number>;
  const value =
    statement.kind === 'increment'
      ? conditional<number>(is(high), high, add(counter, 1))
      : conditional<number>(is(low), low, subtract(counter, 1));
  step(next, `${statement.kind}s ${statement.data}`, {
    set: variables.data.write(statement.data, thisTask, value),
  });
}

/** Adds a statement to the program graph, with what stands in it. */
export function applyRule<K extends Kind>(statement: StatementOf<K>, site: Site): void {
  rules[statement.kind as K](statement, site);
}
