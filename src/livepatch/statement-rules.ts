import { printCondition, printOperand, type Statement, type StatementOf } from '../scenario/index.js';
import { add, and, at, conditional, type Expression, exists, never, not, subtract } from '../system/index.js';
import { branching } from './branch-rules.js';
import { claimLabel } from './claims.js';
import { deferred } from './deferred-rules.js';
import { goToSleep } from './freezable.js';
import { locking } from './lock-rules.js';
import { modules } from './module-rules.js';
import { objects } from './object-rules.js';
import { addSections } from './preemption-off.js';
import { isClaiming } from './property.js';
import { addHolds, addLookAgain, passSafePoint } from './safe-point.js';
import { addSignals } from './signals.js';
import type { Site, StatementRules } from './site.js';
import { synchronisation } from './synchronisation-rules.js';
import { action } from './task-graph.js';
import { declaredAs, forks, labels, stepTags, taskRole, thisTask } from './vocabulary.js';
import { wakingOf } from './waking.js';

type Kind = Statement['kind'];

const rules: StatementRules = {
  ...synchronisation,
  ...locking,
  ...objects,
  ...branching,
  ...deferred,
  ...modules,
  call(statement, { addLocation, calls, frame, next, here, step }) {
    addLocation(...(calls.isPatched(statement.function) ? [labels.callsPatched] : []));
    calls.compile(statement, frame, next, here, step);
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
    addLocation(...(isClaiming(statement) ? [labels.claims, claimLabel(statement)] : []));
    const { data, value } = statement;
    step(next, `sets ${data} ${printOperand(value)}`, {
      set: variables.data.write(data, thisTask, variables.valueFor(data, value, thisTask)),
    });
  },
  increment: count,
  decrement: count,
  assert(statement, { addLocation, step, next }) {
    addLocation(labels.claims, claimLabel(statement));
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

function count(
  statement: StatementOf<'increment' | 'decrement'>,
  { addLocation, graph, step, next }: Site,
): void {
  const { variables } = graph.around;
  addLocation(labels.claims, claimLabel(statement));
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
