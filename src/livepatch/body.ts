import {
  type Body,
  type Condition,
  type DataOperand,
  printCondition,
  printOperand,
  type Statement,
} from '../scenario/index.js';
import {
  type Assignable,
  add,
  always,
  and,
  conditional,
  type Expression,
  equal,
  identity,
  never,
  not,
  subtract,
  type Value,
} from '../system/index.js';
import { CallCompiler } from './call.js';
import { type Frame, locationName } from './frame.js';
import type { AddStep } from './graph-builder.js';
import { addHolds, addLookAgain, fakeSignalOf, inLoop, passSafePoint } from './safe-point.js';
import { aboutSignal, action, type TaskGraph, TaskTooLargeError } from './task-graph.js';
import { acquires, labels, releases, stepTags, taggedAt, thisTask } from './vocabulary.js';

/** Calls nest at most 100 deep, and so do the statements of each body; but not all of them at once. */
const maximumDepth = 400;

/**
 * Compiles the statements of a body to locations and edges, from the last to the first: each needs to know where the
 * task goes on after it.
 */
export class BodyCompiler {
  private readonly calls: CallCompiler;
  private depth = 0;

  constructor(private readonly graph: TaskGraph) {
    this.calls = new CallCompiler(graph, (body, frame, next) => this.compile(body, frame, next));
  }

  /** Compiles statements that go on at `next`, and gives where they start. */
  compile(body: Body, frame: Frame, next: string): string {
    if (this.depth >= maximumDepth)
      throw new TaskTooLargeError(
        this.graph.task,
        `its calls and statements nest more than ${maximumDepth} deep`,
      );
    this.depth += 1;
    const start = body.reduceRight(
      (follower, statement) => this.compileStatement(statement, frame, follower),
      next,
    );
    this.depth -= 1;
    return start;
  }

  private compileStatement(statement: Statement, frame: Frame, next: string): string {
    const { variables } = this.graph.around;
    const here = locationName(frame.path, frame.positions, statement);
    const place = (...extra: readonly string[]): string =>
      this.graph.addLocation(here, [...frame.labels, ...extra]);
    const step: AddStep = (to, name, parts = {}, tags = [], about = {}) => {
      const edge = this.graph.addEdge(here, to, action(name, tags, { source: statement.source, ...about }), {
        ...parts,
        guard: and(frame.textIsThis, parts.guard ?? always),
      });
      this.graph.executed.push({ edge, statement, body: frame.bodyName });
    };
    switch (statement.kind) {
      case 'call':
        place(...(this.calls.isPatched(statement.function) ? [labels.callsPatched] : []));
        this.calls.compile(statement, frame, next, here, step);
        return here;
      case 'lock': {
        place(labels.usesLock, labels.waitsForLock, labels.mayWait, acquires(statement.lock));
        const owner = variables.ownerOf(statement.lock);
        step(
          next,
          `takes lock ${statement.lock}`,
          { guard: owner.is('nobody'), set: [owner.becomes(identity(thisTask))] },
          [stepTags.acquires, taggedAt(stepTags.acquires, here)],
        );
        return here;
      }
      case 'unlock': {
        place(labels.usesLock, releases(statement.lock));
        const owner = variables.ownerOf(statement.lock);
        step(next, `releases lock ${statement.lock}`, {
          set: [owner.becomes(conditional<string>(owner.is(identity(thisTask)), 'nobody', owner.value))],
        });
        return here;
      }
      case 'trylock': {
        place(labels.usesLock);
        const owner = variables.ownerOf(statement.lock);
        step(this.compile(statement.taken, frame, next), `takes lock ${statement.lock}, which is free`, {
          guard: owner.is('nobody'),
          set: [owner.becomes(identity(thisTask))],
        });
        step(this.compile(statement.busy, frame, next), `does not get lock ${statement.lock}`, {
          guard: not(owner.is('nobody')),
        });
        return here;
      }
      case 'sleep':
        place(labels.asleep);
        step(next, statement.interruptible ? 'wakes up' : 'wakes up from its uninterruptible sleep', {}, [
          stepTags.wakesUp,
          stepTags.voluntary,
        ]);
        if (statement.interruptible) this.compileSignals(statement.onSignal, frame, next, step);
        return here;
      case 'wait': {
        place(labels.asleep, labels.mayWait);
        const event = variables.event(statement.event);
        step(
          next,
          `sees the event ${statement.event} and goes on`,
          { guard: event.value, set: [event.becomes(false)] },
          [stepTags.acquires, taggedAt(stepTags.acquires, here)],
        );
        if (statement.interruptible && frame.unwind)
          this.compileSignals(statement.onSignal, frame, next, step);
        else if (statement.interruptible && !statement.withoutSafePoint && frame.loopHasSafePoint)
          addLookAgain(this.graph, statement, here, frame, step);
        return here;
      }
      case 'wake':
        place();
        step(next, `wakes ${statement.event}`, { set: [variables.event(statement.event).becomes(true)] });
        return here;
      case 'set': {
        place();
        const target = variables.data(statement.data, thisTask);
        step(next, `sets ${statement.data} ${printOperand(statement.value)}`, {
          set: [target.becomes(this.valueOf(statement.value))],
        });
        return here;
      }
      case 'increment':
      case 'decrement': {
        place(labels.claims, variables.claimLabel(statement));
        const { low, high } = variables.rangeOf(statement.data);
        const counter = variables.data(statement.data, thisTask) as Assignable<number>;
        const value =
          statement.kind === 'increment'
            ? conditional<number>(counter.is(high), high, add(counter.value, 1))
            : conditional<number>(counter.is(low), low, subtract(counter.value, 1));
        step(next, `${statement.kind}s ${statement.data}`, { set: [counter.becomes(value)] });
        return here;
      }
      case 'assert':
        place(labels.claims, variables.claimLabel(statement));
        step(next, `relies on ${printCondition(statement.condition)}`);
        return here;
      case 'if': {
        place();
        const condition = this.conditionOf(statement.condition);
        const opposite = printCondition({ ...statement.condition, negated: !statement.condition.negated });
        step(this.compile(statement.whenTrue, frame, next), `finds ${printCondition(statement.condition)}`, {
          guard: condition,
        });
        step(this.compile(statement.whenFalse, frame, next), `finds ${opposite}`, {
          guard: not(condition),
        });
        return here;
      }
      case 'either':
        place();
        statement.branches.forEach((branch, index) => {
          step(
            this.compile(branch, frame, next),
            `takes branch ${index + 1} of ${statement.branches.length}`,
          );
        });
        return here;
      case 'loop':
        place();
        step(this.compile(statement.body, inLoop(frame, statement.body), here), 'goes round the loop');
        step(next, 'leaves the loop', {}, [stepTags.leavesLoop, taggedAt(stepTags.leavesLoop, here)]);
        return here;
      case 'forever':
        place();
        step(
          this.compile(statement.body, inLoop(frame, statement.body), here),
          'goes round the endless loop',
        );
        return here;
      case 'safe-point': {
        place(labels.safePoint);
        step(next, 'passes its safe point', passSafePoint(this.graph));
        addHolds(this.graph, here, statement);
        return here;
      }
      case 'return':
        place();
        step(frame.end, 'returns early');
        return here;
    }
  }

  /** What ends an interruptible sleep before its time. A task with a user space then leaves by its error path. */
  private compileSignals(onSignal: Body, frame: Frame, next: string, step: AddStep): void {
    const { variables } = this.graph.around;
    const fakeSignal = fakeSignalOf(this.graph);
    const signal = frame.unwind && variables.hasSignals ? variables.signalPending(thisTask).value : never;
    if (fakeSignal === never && signal === never) return;
    const leave = frame.unwind?.();
    // To return from an error path is to go on along it.
    const target = leave === undefined ? next : this.compile(onSignal, { ...frame, end: leave }, leave);
    if (fakeSignal !== never)
      step(
        target,
        'is woken by %',
        { guard: fakeSignal },
        [stepTags.isWoken],
        aboutSignal(frame.unwind ? 'a fake signal' : 'the patcher'),
      );
    if (signal !== never)
      step(target, 'is woken by %', { guard: signal }, [stepTags.isWoken], aboutSignal('a signal'));
  }

  private conditionOf({ data, negated, operand }: Condition): Expression<boolean> {
    const isEqual = equal<Value>(
      this.graph.around.variables.data(data, thisTask).value,
      this.valueOf(operand),
    );
    return negated ? not(isEqual) : isEqual;
  }

  private valueOf(operand: DataOperand): Value | Expression {
    return operand.kind === 'value'
      ? operand.value
      : this.graph.around.variables.data(operand.data, thisTask).value;
  }
}
