import {
  type Body,
  type Condition,
  type DataOperand,
  type FunctionDeclaration,
  printCondition,
  printStatement,
  type Scenario,
  type Statement,
  type TaskDeclaration,
  visitStatements,
} from '../scenario/index.js';
import {
  type Action,
  add,
  always,
  and,
  at,
  bindFresh,
  conditional,
  type Edge,
  type Expression,
  equal,
  exists,
  identity,
  never,
  not,
  or,
  type Place,
  type ProcessReference,
  type ProcessTemplate,
  subtract,
  type Value,
} from '../system/index.js';
import { GraphBuilder, type StepParts } from './graph-builder.js';
import type { ModelInstance, Rules } from './model.js';
import type { Observer } from './property.js';
import type { WorkloadVariables } from './variables.js';
import {
  acquires,
  declaredAs,
  insideFunction,
  labels,
  releases,
  taskRole,
  thisTask,
  userTaskRole,
  type Version,
} from './vocabulary.js';

/** What the tasks of a scenario are composed with. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  readonly rules: Rules;
  readonly observers: readonly (Observer & { readonly property: string })[];
  readonly variables: WorkloadVariables;
}

/** A step that executes a statement of a function body, so that coverage can be told in the words of the scenario. */
export interface ExecutedStatement {
  readonly edge: Edge;
  readonly statement: Statement;
  /** `update`, `update (new)`, `system call write`, `kthread flusher`. */
  readonly body: string;
}

export interface CompiledTask {
  readonly template: ProcessTemplate;
  readonly executed: readonly ExecutedStatement[];
}

/** Refused: the calls of a task nest so deeply, or so often, that its program graph would be larger than this. */
const maximumLocations = 20_000;

/** Thrown when inlining the calls of a task gives too large a program graph. */
export class TooManyLocationsError extends Error {
  override readonly name = 'TooManyLocationsError';
  constructor(readonly task: TaskDeclaration) {
    super(
      `task '${task.name}': with its calls inlined, once for each version, it has more than ${maximumLocations} locations`,
    );
  }
}

/**
 * Makes the program graph of a task. Calls are inlined at each call site, once for each version that the call may
 * enter, so that a location is a call string with versions: what is on the stack is known from where the task is.
 *
 * @throws TooManyLocationsError when that gives too large a graph
 */
export function compileTask(task: TaskDeclaration, surroundings: Surroundings): CompiledTask {
  return new TaskCompiler(task, surroundings).compile();
}

/** One activation of a body: the top of a call string. */
interface Frame {
  /** The call string; locations are named after it. */
  readonly path: string;
  /** What is true of a task while this frame is on its stack. */
  readonly labels: readonly string[];
  /** Which functions the calls in this body are written for. */
  readonly writtenFor: Version;
  /** How the body is called in reports. */
  readonly bodyName: string;
  /** The position of each statement of the body, in the order in which they are written. */
  readonly positions: ReadonlyMap<Statement, number>;
  /** Where `return` goes. */
  readonly end: string;
  /** Where a task goes on that a signal makes leave the body. Absent where signals only end the sleep. */
  readonly unwind?: () => string;
  /** True while the text that the task is executing still is this body. */
  readonly textIsThis: Expression<boolean>;
}

class TaskCompiler {
  private readonly graph = new GraphBuilder();
  private readonly executed: ExecutedStatement[] = [];
  private readonly functions: ReadonlyMap<string, FunctionDeclaration>;

  constructor(
    private readonly task: TaskDeclaration,
    private readonly around: Surroundings,
  ) {
    this.functions = new Map(around.scenario.functions.map((each) => [each.name, each]));
  }

  compile(): CompiledTask {
    const initial = this.compileKind();
    return {
      template: {
        name: this.task.name,
        count: this.task.count,
        roles: this.task.kind === 'kthread' ? [taskRole] : [taskRole, userTaskRole],
        graph: this.graph.build(initial),
      },
      executed: this.executed,
    };
  }

  private compileKind(): string {
    switch (this.task.kind) {
      case 'user':
        return this.compileUserTask(this.task.runs, this.task.repeat === 'forever');
      case 'cpu-hog':
        return this.compileHog();
      case 'signaller':
        return this.compileSignaller(this.task.signals);
      case 'kthread':
        return this.compileKthread(this.task.body);
    }
  }

  private compileUserTask(runs: readonly string[], repeats: boolean): string {
    const places = runs.map((syscall, index) =>
      this.addUserSpace(`user space, before ${syscall}${ordinal(runs, index)}`),
    );
    const [first] = places as [string];
    const last = repeats ? first : this.addUserSpace('user space, at its end');
    runs.forEach((syscall, index) => {
      const body = this.around.scenario.syscalls.find(({ name }) => name === syscall)?.body ?? [];
      const path = `${syscall}${ordinal(runs, index)}`;
      const leaving = this.addKernelExit(path, places[index + 1] ?? last);
      const frame: Frame = {
        path,
        labels: [],
        writtenFor: 'old',
        bodyName: `system call ${syscall}`,
        positions: positionsOf(body),
        end: leaving,
        unwind: () => leaving,
        textIsThis: always,
      };
      this.addKernelEntry(places[index] as string, this.compileBody(body, frame, leaving), syscall);
    });
    if (!repeats) {
      this.addLocation('exited', [labels.exited], true);
      this.graph.addEdge(last, 'exited', action('exits'), { guard: this.notHeld() });
    }
    return first;
  }

  /** A user task that computes, and never asks anything of the kernel. */
  private compileHog(): string {
    const place = this.addUserSpace('user space');
    this.graph.addEdge(place, place, action('computes in user space'), { guard: this.notHeld() });
    return place;
  }

  /** A user task that makes one system call over and over: it signals one task, and returns. */
  private compileSignaller(signalled: readonly string[]): string {
    const { variables, rules, instance } = this.around;
    const place = this.addUserSpace('user space, before kill');
    const leaving = this.addKernelExit('kill', place);
    const inKernel = this.addLocation('kill', []);
    this.addKernelEntry(place, inKernel, 'kill');
    const takesSignal = (task: ProcessReference): Expression<boolean> =>
      and(
        or(...signalled.map((name) => at(task, declaredAs(name)))),
        not(at(task, labels.exited)),
        variables.signalPending(task).is(false),
        // The script reads which tasks the transition waits for, as /proc tells it.
        instance.wake === 'userspace' ? (rules.awaits?.(task) ?? never) : always,
      );
    const [binder, target] = bindFresh(userTaskRole, (task) => ({
      guard: takesSignal(task),
      set: [variables.signalPending(task).becomes(true)],
    }));
    this.graph.addEdge(inKernel, leaving, action('signals %', ['signal']), {
      ...target,
      choice: { binder, role: userTaskRole },
    });
    this.graph.addEdge(inKernel, leaving, action('finds nobody to signal'), {
      guard: not(exists(userTaskRole, takesSignal)),
    });
    return place;
  }

  private compileKthread(body: Body): string {
    const positions = positionsOf(body);
    const path = 'main loop';
    const first = locationName(path, positions, body[0] as Statement);
    const frame: Frame = {
      path,
      labels: [],
      writtenFor: 'old',
      bodyName: `kthread ${this.task.name}`,
      positions,
      end: first,
      textIsThis: always,
    };
    return this.compileBody(body, frame, first);
  }

  /** A location at the boundary, with all that may happen to a task there besides its entering the kernel. */
  private addUserSpace(name: string): string {
    const { rules, instance, variables } = this.around;
    const place = this.addLocation(name, [labels.userSpace]);
    const cross: StepParts = { effects: [rules.onKernelExit], set: this.endTraversal() };
    if (instance.wake === 'kernel' && rules.awaits)
      this.graph.addEdge(
        place,
        place,
        action('is interrupted by a fake signal and returns to user space', ['wake-up']),
        {
          ...cross,
          guard: and(this.notHeld(), rules.awaits(thisTask)),
        },
      );
    if (variables.hasSignals)
      this.graph.addEdge(
        place,
        place,
        action('is interrupted by a signal and returns to user space', ['wake-up']),
        {
          ...cross,
          guard: and(this.notHeld(), variables.signalPending(thisTask).value),
          set: [...this.endTraversal(), variables.signalPending(thisTask).becomes(false)],
        },
      );
    return place;
  }

  private addKernelEntry(from: string, to: string, syscall: string): void {
    const { rules } = this.around;
    this.graph.addEdge(from, to, action(`enters the kernel: ${syscall}()`), {
      guard: this.notHeld(),
      effects: [rules.onKernelEntry],
      set: this.endTraversal(),
    });
    for (const step of rules.atKernelEntry ?? [])
      this.graph.addEdge(from, from, action(step.action), {
        guard: and(this.notHeld(), step.when),
        set: step.set,
      });
  }

  private addKernelExit(path: string, to: string): string {
    const { rules, variables } = this.around;
    const leaving = this.addLocation(`${path}: end`, [labels.leavingKernel]);
    const delivered = variables.hasSignals ? [variables.signalPending(thisTask).becomes(false)] : [];
    this.graph.addEdge(leaving, to, action('leaves the kernel'), {
      effects: [rules.onKernelExit],
      set: [...this.endTraversal(), ...delivered],
    });
    return leaving;
  }

  /** Compiles statements that go on at `next`, and gives where they start. */
  private compileBody(body: Body, frame: Frame, next: string): string {
    return body.reduceRight((follower, statement) => this.compileStatement(statement, frame, follower), next);
  }

  private compileStatement(statement: Statement, frame: Frame, next: string): string {
    const { variables } = this.around;
    const here = locationName(frame.path, frame.positions, statement);
    const place = (...extra: readonly string[]): string =>
      this.addLocation(here, [...frame.labels, ...extra]);
    const step = (to: string, name: string, parts: StepParts = {}, tags: readonly string[] = []): void => {
      const edge = this.graph.addEdge(here, to, action(name, tags, statement.source), {
        ...parts,
        guard: and(frame.textIsThis, parts.guard ?? always),
      });
      this.executed.push({ edge, statement, body: frame.bodyName });
    };
    switch (statement.kind) {
      case 'call':
        place(...(this.functions.get(statement.function)?.kind === 'patched' ? [labels.callsPatched] : []));
        this.compileCall(statement, frame, next, here, step);
        return here;
      case 'lock': {
        place(labels.usesLock, labels.mayWait, acquires(statement.lock));
        const owner = variables.ownerOf(statement.lock);
        step(next, `takes lock ${statement.lock}`, {
          guard: owner.is('nobody'),
          set: [owner.becomes(identity(thisTask))],
        });
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
        step(this.compileBody(statement.taken, frame, next), `takes lock ${statement.lock}, which is free`, {
          guard: owner.is('nobody'),
          set: [owner.becomes(identity(thisTask))],
        });
        step(this.compileBody(statement.busy, frame, next), `does not get lock ${statement.lock}`, {
          guard: not(owner.is('nobody')),
        });
        return here;
      }
      case 'sleep':
        place(labels.asleep);
        step(next, statement.interruptible ? 'wakes up' : 'wakes up from its uninterruptible sleep');
        if (statement.interruptible) this.compileSignals(statement.onSignal, frame, next, step);
        return here;
      case 'wait': {
        place(labels.asleep, labels.mayWait);
        const event = variables.event(statement.event);
        step(next, `sees the event ${statement.event} and goes on`, {
          guard: event.value,
          set: [event.becomes(false)],
        });
        // A kernel thread that is woken looks again, and falls asleep again: nothing has changed.
        if (statement.interruptible && frame.unwind)
          this.compileSignals(statement.onSignal, frame, next, step);
        return here;
      }
      case 'wake':
        place();
        step(next, `wakes ${statement.event}`, { set: [variables.event(statement.event).becomes(true)] });
        return here;
      case 'set': {
        place();
        const target = variables.data(statement.data, thisTask);
        step(next, printStatement(statement).replace('set', 'sets'), {
          set: [target.becomes(this.valueOf(statement.value))],
        });
        return here;
      }
      case 'increment':
      case 'decrement': {
        place(labels.claims, variables.claimLabel(statement));
        const { low, high } = variables.rangeOf(statement.data);
        const counter = variables.data(statement.data, thisTask) as Place<number>;
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
        step(
          this.compileBody(statement.whenTrue, frame, next),
          `finds ${printCondition(statement.condition)}`,
          {
            guard: condition,
          },
        );
        step(this.compileBody(statement.whenFalse, frame, next), `finds ${opposite}`, {
          guard: not(condition),
        });
        return here;
      }
      case 'either':
        place();
        statement.branches.forEach((branch, index) => {
          step(
            this.compileBody(branch, frame, next),
            `takes branch ${index + 1} of ${statement.branches.length}`,
          );
        });
        return here;
      case 'loop':
        place();
        step(this.compileBody(statement.body, frame, here), 'goes round the loop');
        step(next, 'leaves the loop');
        return here;
      case 'forever':
        place();
        step(this.compileBody(statement.body, frame, here), 'goes round the endless loop');
        return here;
      case 'safe-point': {
        const { rules } = this.around;
        place(labels.safePoint);
        step(next, 'passes its safe point', {
          guard: this.notHeld(),
          effects: [rules.onSafePoint],
          set: this.endTraversal(),
        });
        for (const hold of rules.atSafePoint ?? [])
          this.graph.addEdge(here, here, action(hold.action, [], statement.source), {
            guard: and(this.notHeld(), hold.when),
            set: hold.set,
          });
        return here;
      }
      case 'return':
        place();
        step(frame.end, 'returns early');
        return here;
    }
  }

  /** What ends an interruptible sleep before its time. A task with a user space then leaves by its error path. */
  private compileSignals(
    onSignal: Body,
    frame: Frame,
    next: string,
    step: (to: string, name: string, parts?: StepParts, tags?: readonly string[]) => void,
  ): void {
    const { rules, instance, variables } = this.around;
    const fakeSignal = instance.wake === 'kernel' && rules.awaits ? rules.awaits(thisTask) : never;
    const signal = frame.unwind && variables.hasSignals ? variables.signalPending(thisTask).value : never;
    if (fakeSignal === never && signal === never) return;
    const target = frame.unwind ? this.compileBody(onSignal, frame, frame.unwind()) : next;
    if (fakeSignal !== never)
      step(
        target,
        frame.unwind ? 'is woken by a fake signal' : 'is woken by the patcher',
        { guard: fakeSignal },
        ['wake-up'],
      );
    if (signal !== never) step(target, 'is woken by a signal', { guard: signal }, ['wake-up']);
  }

  private compileCall(
    statement: Statement & { readonly kind: 'call' },
    frame: Frame,
    next: string,
    here: string,
    step: (to: string, name: string, parts?: StepParts) => void,
  ): void {
    const declaration = this.functions.get(statement.function) as FunctionDeclaration;
    const { name } = declaration;
    const onError = frame.unwind;
    let unwinding: string | undefined;
    const caller = {
      here,
      next,
      frame,
      ...(onError && {
        unwind: () => (unwinding ??= this.compileBody(statement.onSignal, frame, onError())),
      }),
    };
    if (declaration.kind === 'unpatched') {
      step(this.compileActivation({ name, body: declaration.body, ...caller }), `calls ${name}`);
      return;
    }
    const { rules, observers } = this.around;
    const entersNew = rules.entersNew(thisTask, name);
    for (const version of ['old', 'new'] as const)
      step(this.compileVersion(declaration, version, caller), `calls ${name}, enters its ${version} body`, {
        guard: version === 'new' ? entersNew : not(entersNew),
        observations: observers.flatMap((observer) =>
          observer.onCall ? [{ ...observer.onCall(version), property: observer.property }] : [],
        ),
      });
  }

  /** The body that a call of a patched function enters, and with text in place what becomes of it under a task's feet. */
  private compileVersion(
    declaration: FunctionDeclaration & { readonly kind: 'patched' },
    started: Version,
    caller: Caller,
  ): string {
    const { rules, instance, scenario } = this.around;
    const { name, signature } = declaration;
    const written = caller.frame.writtenFor;
    const outer = caller.frame.labels;
    const common = [
      ...(outer.includes(labels.insideOld) || outer.includes(labels.insideNew) ? [labels.nested] : []),
      ...(signature ? [labels.changedSignature] : []),
      ...(signature && written !== started ? [labels.wrongSignature] : []),
    ];
    const labelsOf = (version: Version): readonly string[] => [
      version === 'old' ? labels.insideOld : labels.insideNew,
      insideFunction(name, version),
    ];
    const activation = { name, ...caller, version: started, patched: declaration };
    if (instance.model.redirection === 'function entry')
      return this.compileActivation({
        ...activation,
        body: declaration[started],
        labels: [...common, ...labelsOf(started)],
      });

    const isNew = rules.entersNew(thisTask, name);
    const other: Version = started === 'old' ? 'new' : 'old';
    const entry = this.compileActivation({
      ...activation,
      body: declaration[started],
      labels: [...common, ...labelsOf(started)],
      textIsThis: started === 'new' ? isNew : not(isNew),
    });
    // New text turns into old only when the patch is taken out again.
    if (started === 'new' && !scenario.patch.removed) return entry;
    this.compileActivation({
      ...activation,
      body: declaration[other],
      torn: true,
      labels: [...common, ...labelsOf(started), ...labelsOf(other), labels.torn],
      textIsThis: scenario.patch.removed ? (other === 'new' ? isNew : not(isNew)) : always,
    });
    const path = callString(caller.here, name, started);
    this.linkTexts(
      path,
      declaration[started],
      tornPath(path),
      declaration[other],
      other === 'new' ? isNew : not(isNew),
    );
    if (scenario.patch.removed)
      this.linkTexts(
        tornPath(path),
        declaration[other],
        path,
        declaration[started],
        started === 'new' ? isNew : not(isNew),
      );
    return entry;
  }

  /** Whoever executes the text at a place finds himself at the same place of the text that was written over it. */
  private linkTexts(fromPath: string, from: Body, toPath: string, to: Body, when: Expression<boolean>): void {
    const [fromNames, toNames] = [placesOf(fromPath, from), placesOf(toPath, to)];
    fromNames.forEach((name, position) => {
      const target = toNames[Math.min(position, toNames.length - 1)] as string;
      if (this.graph.has(name) && this.graph.has(target))
        this.graph.addEdge(name, target, action('goes on in the text that was written over it'), {
          guard: when,
        });
    });
  }

  /** Inlines one body at one call site, and gives where it starts. */
  private compileActivation(activation: Activation): string {
    const {
      name,
      body,
      version,
      here,
      next,
      frame: caller,
      labels: own = [],
      torn,
      textIsThis = always,
    } = activation;
    const called = callString(here, name, version);
    const path = torn ? tornPath(called) : called;
    const frameLabels = [...new Set([...caller.labels, ...own])];
    const end = this.addLocation(endOf(path), frameLabels);
    this.graph.addEdge(end, next, action(`returns from ${name}`), { guard: textIsThis });
    const { unwind } = activation;
    let unwound: string | undefined;
    const frame: Frame = {
      path,
      labels: frameLabels,
      writtenFor: version === 'new' ? 'new' : 'old',
      bodyName: version ? `${name} (${torn ? `${version}, overwritten` : version})` : name,
      positions: positionsOf(body),
      end,
      textIsThis,
      ...(unwind && {
        unwind: () => {
          if (unwound === undefined) {
            unwound = this.addLocation(`${path}: error path`, frameLabels);
            this.graph.addEdge(unwound, unwind(), action(`returns from ${name} with an error`), {
              guard: textIsThis,
            });
          }
          return unwound;
        },
      }),
    };
    return this.compileBody(body, frame, end);
  }

  private addLocation(name: string, own: readonly string[], end = false): string {
    if (this.graph.size >= maximumLocations) throw new TooManyLocationsError(this.task);
    return this.graph.addLocation(name, [...own, declaredAs(this.task.name)], end);
  }

  private notHeld(): Expression<boolean> {
    const { held } = this.around.rules;
    return held ? not(held(thisTask)) : always;
  }

  private endTraversal() {
    return this.around.observers.flatMap((observer) => observer.onTraversalEnd?.() ?? []);
  }

  private conditionOf({ data, negated, operand }: Condition): Expression<boolean> {
    const isEqual = equal<Value>(this.around.variables.data(data, thisTask).value, this.valueOf(operand));
    return negated ? not(isEqual) : isEqual;
  }

  private valueOf(operand: DataOperand): Value | Expression {
    return operand.kind === 'value'
      ? operand.value
      : this.around.variables.data(operand.data, thisTask).value;
  }
}

/** The call site, and how to go on after the call. */
interface Caller {
  readonly here: string;
  readonly next: string;
  readonly frame: Frame;
  readonly unwind?: () => string;
}

interface Activation extends Caller {
  readonly name: string;
  readonly body: Body;
  readonly version?: Version;
  readonly labels?: readonly string[];
  /** The text of this body was written over the one that was entered. */
  readonly torn?: boolean;
  readonly textIsThis?: Expression<boolean>;
}

function action(name: string, tags: readonly string[] = [], source?: Action['source']): Action {
  return { name, tags, ...(source && { source }) };
}

function callString(callSite: string, name: string, version?: Version): string {
  return `${callSite} > ${name}${version ? ` (${version})` : ''}`;
}

function tornPath(path: string): string {
  return `${path}, overwritten`;
}

function endOf(path: string): string {
  return `${path}: end`;
}

function locationName(path: string, positions: ReadonlyMap<Statement, number>, statement: Statement): string {
  return `${path}: ${positions.get(statement)} ${printStatement(statement)}`;
}

/** The locations of a body, in the order of its text. */
function placesOf(path: string, body: Body): readonly string[] {
  const positions = positionsOf(body);
  return [...[...positions.keys()].map((statement) => locationName(path, positions, statement)), endOf(path)];
}

function positionsOf(body: Body): ReadonlyMap<Statement, number> {
  const positions = new Map<Statement, number>();
  visitStatements(body, (statement) => {
    positions.set(statement, positions.size + 1);
  });
  return positions;
}

/** ` (2)` for the second of several equal names. */
function ordinal(names: readonly string[], index: number): string {
  const earlier = names.slice(0, index).filter((name) => name === names[index]).length;
  return earlier === 0 ? '' : ` (${earlier + 1})`;
}
