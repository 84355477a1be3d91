import { printCondition, printOperand, type Statement, type StatementOf } from '../scenario/index.js';
import { type Assignable, add, conditional, identity, not, subtract } from '../system/index.js';
import { addHolds, addLookAgain, inLoop, passSafePoint } from './safe-point.js';
import { addSignals } from './signals.js';
import type { Site } from './site.js';
import { acquires, labels, releases, stepTags, taggedAt, thisTask } from './vocabulary.js';

type Kind = Statement['kind'];

/** What a statement does, by its kind: its location, and the steps from there. */
const rules: { readonly [K in Kind]: (statement: StatementOf<K>, site: Site) => void } = {
  call(statement, { place, calls, frame, next, here, step }) {
    place(...(calls.isPatched(statement.function) ? [labels.callsPatched] : []));
    calls.compile(statement, frame, next, here, step);
  },
  lock({ lock }, { place, graph, step, next, here }) {
    place(labels.usesLock, labels.waitsForLock, labels.mayWait, acquires(lock));
    const owner = graph.around.variables.ownerOf(lock);
    step(
      next,
      `takes lock ${lock}`,
      { guard: owner.is('nobody'), set: [owner.becomes(identity(thisTask))] },
      [stepTags.acquires, taggedAt(stepTags.acquires, here)],
    );
  },
  unlock({ lock }, { place, graph, step, next }) {
    place(labels.usesLock, releases(lock));
    const owner = graph.around.variables.ownerOf(lock);
    step(next, `releases lock ${lock}`, {
      set: [owner.becomes(conditional<string>(owner.is(identity(thisTask)), 'nobody', owner.value))],
    });
  },
  trylock({ lock, taken, busy }, { place, graph, step, compile }) {
    place(labels.usesLock);
    const owner = graph.around.variables.ownerOf(lock);
    step(compile(taken), `takes lock ${lock}, which is free`, {
      guard: owner.is('nobody'),
      set: [owner.becomes(identity(thisTask))],
    });
    step(compile(busy), `does not get lock ${lock}`, { guard: not(owner.is('nobody')) });
  },
  sleep({ interruptible, onSignal }, site) {
    site.place(labels.asleep);
    site.step(site.next, interruptible ? 'wakes up' : 'wakes up from its uninterruptible sleep', {}, [
      stepTags.wakesUp,
      stepTags.voluntary,
    ]);
    if (interruptible) addSignals(onSignal, site);
  },
  wait(statement, site) {
    const { graph, frame, here, next, step } = site;
    site.place(labels.asleep, labels.mayWait);
    const event = graph.around.variables.event(statement.event);
    step(
      next,
      `sees the event ${statement.event} and goes on`,
      { guard: event.value, set: [event.becomes(false)] },
      [stepTags.acquires, taggedAt(stepTags.acquires, here)],
    );
    if (statement.interruptible && frame.unwind) addSignals(statement.onSignal, site);
    else if (statement.interruptible && !statement.withoutSafePoint && frame.loopHasSafePoint)
      addLookAgain(graph, statement, here, frame, step);
  },
  wake({ event }, { place, graph, step, next }) {
    place();
    step(next, `wakes ${event}`, { set: [graph.around.variables.event(event).becomes(true)] });
  },
  set({ data, value }, { place, graph, step, next }) {
    place();
    const { variables } = graph.around;
    step(next, `sets ${data} ${printOperand(value)}`, {
      set: [variables.data(data, thisTask).becomes(variables.operandOf(value, thisTask))],
    });
  },
  increment: count,
  decrement: count,
  assert(statement, { place, graph, step, next }) {
    place(labels.claims, graph.around.variables.claimLabel(statement));
    step(next, `relies on ${printCondition(statement.condition)}`);
  },
  if({ condition, whenTrue, whenFalse }, { place, graph, step, compile }) {
    place();
    const holds = graph.around.variables.conditionOf(condition, thisTask);
    const opposite = printCondition({ ...condition, negated: !condition.negated });
    step(compile(whenTrue), `finds ${printCondition(condition)}`, { guard: holds });
    step(compile(whenFalse), `finds ${opposite}`, { guard: not(holds) });
  },
  either({ branches }, { place, step, compile }) {
    place();
    branches.forEach((branch, index) => {
      step(compile(branch), `takes branch ${index + 1} of ${branches.length}`);
    });
  },
  loop({ body }, { place, frame, here, next, step, compile }) {
    place();
    step(compile(body, here, inLoop(frame, body)), 'goes round the loop');
    step(next, 'leaves the loop', {}, [stepTags.leavesLoop, taggedAt(stepTags.leavesLoop, here)]);
  },
  forever({ body }, { place, frame, here, step, compile }) {
    place();
    step(compile(body, here, inLoop(frame, body)), 'goes round the endless loop');
  },
  'safe-point'(statement, { place, graph, here, next, step }) {
    place(labels.safePoint);
    step(next, 'passes its safe point', passSafePoint(graph));
    addHolds(graph, here, statement);
  },
  return(_, { place, frame, step }) {
    place();
    step(frame.end, 'returns early');
  },
};

function count(statement: StatementOf<'increment' | 'decrement'>, { place, graph, step, next }: Site): void {
  const { variables } = graph.around;
  place(labels.claims, variables.claimLabel(statement));
  const { low, high } = variables.rangeOf(statement.data);
  const counter = variables.data(statement.data, thisTask) as Assignable<number>;
  const value =
    statement.kind === 'increment'
      ? conditional<number>(counter.is(high), high, add(counter.value, 1))
      : conditional<number>(counter.is(low), low, subtract(counter.value, 1));
  step(next, `${statement.kind}s ${statement.data}`, { set: [counter.becomes(value)] });
}

/** Adds a statement to the program graph, with what stands in it. */
export function applyRule<K extends Kind>(statement: StatementOf<K>, site: Site): void {
  rules[statement.kind as K](statement, site);
}
