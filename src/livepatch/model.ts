import type { CallbackName, EarlierPatch } from '../scenario/index.js';
import type { Assignment, Expression, ProcessReference, Variable } from '../system/index.js';
import type { Patcher } from './patcher.js';

/** What execution must be outside of before it may switch, weakest first (Pavlik, LKML, 7 November 2014). */
export const leaves = ['function', 'patched-set', 'kernel'] as const;
export type Leave = (typeof leaves)[number];

/** What switches at one instant, weakest first. */
export const switches = ['function', 'thread', 'kernel'] as const;
export type Switch = (typeof switches)[number];

/**
 * How the condition for a switch comes to hold: nobody waits for it; each unit switches when it happens to be there; all are
 * looked at in one instant, and all switch or none; each is held there until all are; lazily, and on demand by holding.
 */
export const gathers = ['none', 'lazy', 'opportunistic', 'freeze', 'lazy-then-freeze'] as const;
export type Gather = (typeof gathers)[number];

/** Who wakes the tasks that a transition waits for: nobody, the kernel by a fake signal, or a script in user space. */
export const wakers = ['nobody', 'kernel', 'userspace'] as const;
export type Waker = (typeof wakers)[number];

/** A consistency model: a mechanism that puts a patch into a running kernel. One file of `models/` each. */
export interface ConsistencyModel {
  readonly name: string;
  /** One sentence: how it switches tasks to the new functions. */
  readonly summary: string;
  /** Where the mechanism is described: a mail, a paper, a commit. */
  readonly source: string;
  readonly leave: Leave;
  readonly switch: Switch;
  readonly gather: Gather;
  /** Who wakes sleepers when nothing else is asked for. */
  readonly wake: Waker;
  /**
   * How calls get to the new functions. At `function entry`, a body that has begun runs to its end whatever
   * happens to the function. With `text in place`, a task that executes the function goes on in what stands there now.
   */
  readonly redirection: 'function entry' | 'text in place';
  /** Whether it runs the callbacks of a patch. Of one that does not, what is checked is the patch without them. */
  readonly runsCallbacks?: boolean;
  /** What else can be chosen about it: by the name of the parameter, the values it can have, the default first. */
  readonly parameters?: Readonly<Record<string, readonly [string, ...string[]]>>;
  /**
   * What it makes of several patches. Without it, it refuses to enable any of several.
   *
   * @param parameters the value of each parameter
   */
  several?(parameters: Readonly<Record<string, string>>): SeveralPatches;
  /**
   * What it does with a patch, one of several perhaps: then it is asked once for each.
   *
   * @param parameters the value of each parameter
   */
  rules(patch: Patch, parameters: Readonly<Record<string, string>>, scheduler: Scheduler): Rules;
  /** The kernel that has it, where one has: `Linux 6.16`. */
  kernel?(parameters: Readonly<Record<string, string>>): string;
}

/**
 * What a mechanism does not do with several patches, and why not; what is absent it does. What it is asked to do all the same, it
 * refuses, and goes on.
 */
export interface SeveralPatches {
  readonly takesNone?: string;
  /** It takes one, and no other, even once that is out again. */
  readonly takesOne?: string;
  readonly replacesNone?: string;
  /** Only the latest patch can be disabled. */
  readonly lastFirst?: string;
}

/** What a mechanism gets to know of tasks besides where they stand. */
export interface Scheduler {
  /** True while `task` is off its CPU, and stays so until something happens: it sleeps, or what it waits for is not there. */
  isBlocked(task: ProcessReference): Expression<boolean>;
  /** True while `task` is on its CPU, and nothing takes it off. Absent where the scenario has no task turn preemption off. */
  cannotBePreempted?(task: ProcessReference): Expression<boolean>;
  /** Whether a task may be taken off the task list before it is dead. */
  readonly hasDyingTasks?: boolean;
  /** True while an interrupt runs on top of `task`. Absent where the scenario has no interrupts. */
  isInterrupted?(task: ProcessReference): Expression<boolean>;
}

/** What a mechanism gets to know about the patch. */
export interface Patch {
  /** The names of the patched functions, in the order in which the patch lists them. */
  readonly functions: readonly string[];
  /** Present if the old bodies are those of an earlier patch: it stays below this one, or this one replaces it. */
  readonly earlier?: EarlierPatch | undefined;
  /** Whether the patch is taken out again after it was put in. */
  readonly removed: boolean;
  /** Whether the patcher may change its mind before the transition is finished. */
  readonly reversed: boolean;
  /** Its callbacks: a mechanism that has them runs each by a step of the patcher, see {@link PatcherStep}. */
  readonly callbacks: { has(name: CallbackName): boolean };
  /** Whether another patch is put on top of this one, or replaces it. */
  readonly isBelowAnother?: boolean;
  readonly modules: readonly Module[];
}

/** A module of the kernel that a task may load, or unload. */
export interface Module {
  readonly name: string;
  /** The functions whose code is in it; of those that are patched, the old code. */
  readonly functions: readonly string[];
  /** Whether it is loaded at first. */
  readonly isLoaded: boolean;
  /** True while its code is in memory. */
  readonly isThere: Expression<boolean>;
}

/** What a mechanism does. `thisTask` is, in each rule, the task that takes the step. */
export interface Rules {
  readonly variables: readonly Variable[];
  /** Variables of the kernel, and not of a patch: where there are several patches, each is there once. */
  readonly common?: readonly Variable[];
  /** Redirection: true when a call of `functionName` by `task` enters the new body. */
  entersNew(task: ProcessReference, functionName: string): Expression<boolean>;
  /** The same of an interrupt on top of `task`, which is redirected in one step; as `entersNew` unless said. */
  interruptEntersNew?(task: ProcessReference, functionName: string): Expression<boolean>;
  /**
   * What a call of a patched function does, a step each and with preemption off, before it is settled which version it
   * enters: an ftrace handler that is not atomic.
   */
  beforeCall?(functionName: string): readonly PreemptionOffStep[];
  /**
   * What a task does, a step each and with preemption off, on its way out of the kernel, again and again while `when` is true.
   * It does not cross the boundary before.
   */
  readonly beforeKernelExit?: Section;
  /** What happens where a section with preemption off ends: `isOn` is true if it stands in no other, so that preemption is on again. */
  onPreemptionOn?(isOn: Expression<boolean>): Effect;
  /** What the kernel itself checks, and would warn of. */
  readonly checks?: readonly KernelCheck[];
  /** What `fork()` copies to the new task when it is put on the task list by `parent`; until then it is nobody. */
  onFork?(parent: ProcessReference): readonly Assignment[];
  /** What happens earlier in `fork()`, when the parent's own fields are copied (`dup_task_struct()`). */
  readonly onDuplicate?: Effect;
  /** What the task does that loads a module, when it is there, and that unloads it, as long as it is: under the patcher's mutex. */
  onModuleComing?(module: string): Effect;
  onModuleGoing?(module: string): Effect;
  /** What a task does in `cond_resched()`, and before it sleeps freezably, if `when` is true. */
  readonly atReschedule?: Section;
  readonly atFreezableSleep?: Section;
  /**
   * The step by which the interrupts of a CPU switch, of their own and between two of them. Absent where an interrupt sees the functions
   * that the task sees which it interrupts.
   */
  readonly interruptsSwitch?: HoldStep;
  /** What happens when an interrupt goes back to `task`: `isOn` is true if preemption is on there. */
  onInterruptEnd?(task: ProcessReference, isOn: Expression<boolean>): readonly Assignment[];
  /** What an idle task does at the end of each round of its loop. Absent where the mechanism has no idle tasks in mind: it passes them by. */
  readonly idle?: Pick<Rules, 'onKernelExit' | 'beforeKernelExit'>;
  /** What happens when a task crosses the boundary into the kernel, or out of it, or passes a safe point. */
  readonly onKernelEntry?: Effect;
  readonly onKernelExit?: Effect;
  readonly onSafePoint?: Effect;
  /** What may happen to a task that comes to enter the kernel, or stands at a safe point, before it goes on. */
  readonly atKernelEntry?: readonly HoldStep[];
  readonly atSafePoint?: readonly HoldStep[];
  /**
   * The one step that a kernel thread can take while `when` is true, and it is not held: it ends wherever it stands, what is on its
   * stack and the locks that it has are lost, and another one begins in its place.
   */
  readonly endOfKernelThread?: HoldStep;
  /** True while the mechanism holds `task` at the boundary or parks it: it takes no step. */
  held?(task: ProcessReference): Expression<boolean>;
  /** True while the transition waits for `task`: whoever wakes sleepers wakes those. */
  awaits?(task: ProcessReference): Expression<boolean>;
  /** True where a signal may come to `task`, if the kernel sends them; where it awaits the task, unless said. */
  signals?(task: ProcessReference): Expression<boolean>;
  /** The patcher's program graph, made by {@link places}. */
  readonly patcher: Patcher;
  /** True while nobody but the patcher takes a step. */
  readonly isAlone?: Expression<boolean>;
  /** True while the machine is stopped: the patcher is alone, and must not sleep. */
  readonly stopped?: Expression<boolean>;
  /** Other processes of the mechanism, made by {@link placesOf}. What keeps them from one another is up to their guards. */
  readonly others?: readonly Patcher[];
  /**
   * True from the step by which a transition begins, into the patch or out of it, until it is finished for everybody.
   * Whether it ever finishes, and what it takes, is asked of a model only where it says this.
   */
  readonly inTransition?: Expression<boolean>;
  /** True while the patch is in, and no transition is under way. */
  readonly isPatched?: Expression<boolean>;
  /** Where a transition can be reversed, if it can be, and where one has been: everybody is back in the old functions. */
  readonly reversal?: { readonly possible: Expression<boolean>; readonly done: Expression<boolean> };
  /**
   * The places of the patcher at which the patch is in, and those at which it is out again: no transition is under way. Another
   * patch can be enabled there. Of use only if there may be several patches.
   */
  readonly settled?: { readonly in: readonly string[]; readonly out: readonly string[] };
  /** True once the patch is being taken out again: from then on new to old is the right direction. */
  readonly removing?: Expression<boolean>;
  /** True once the code of that version of a function has been freed or overwritten. */
  readonly freed?: {
    readonly old?: (functionName: string) => Expression<boolean>;
    readonly new?: (functionName: string) => Expression<boolean>;
  };
}

/** What a rule adds to a step of a task: a condition for it to be taken, and what it sets besides. */
export interface Effect {
  readonly when?: Expression<boolean>;
  readonly set?: readonly Assignment[];
}

/** A section of a task's code that runs with preemption off, if `when` is true where it would begin. */
export interface Section {
  readonly when: Expression<boolean>;
  readonly steps: readonly [PreemptionOffStep, ...PreemptionOffStep[]];
}

/** A step of a section of a task's code that runs with preemption off: nobody finds the task off its CPU in it. */
export interface PreemptionOffStep {
  /** What the step is called in a trace. */
  readonly action: string;
  readonly when?: Expression<boolean>;
  readonly set?: readonly Assignment[];
}

/** A check in the kernel's own code: `WARN_ON_ONCE(…)`. */
export interface KernelCheck {
  /** What it would warn of. */
  readonly name: string;
  /** True where it does not warn. */
  readonly holds: Expression<boolean>;
  /** In every state, or wherever `thisTask` calls a patched function, before it is in one of its versions. */
  readonly at: 'every state' | 'every call';
  /** The same where an interrupt on top of `task` calls a patched function; it holds there unless said. */
  onTopOf?(task: ProcessReference): Expression<boolean>;
}

/** A step that a mechanism makes a task take where it stands. */
export interface HoldStep {
  /** What the step is called in a trace. */
  readonly action: string;
  readonly when: Expression<boolean>;
  readonly set: readonly Assignment[];
}

/** A model with its parameters fixed: what one column of the verdict table stands for. */
export interface ModelInstance {
  /** `kgraft`, or `kgraft:wake=nobody` where the waker is not the model's own. */
  readonly name: string;
  /** What the name is made of: that of the model, then each choice that is not the default. */
  readonly nameParts: readonly [string, ...string[]];
  readonly model: ConsistencyModel;
  readonly wake: Waker;
  /** The value of each parameter of the model. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The kernel that has it, where one has. */
  readonly kernel?: string;
  /** Of a kernel in which nothing is patched live: after how many of the operations on several patches it is as it is. */
  readonly isAsAfter?: number;
}

/** @param chosen the parameters that are not to have their defaults */
export function instantiate(
  model: ConsistencyModel,
  wake: Waker = model.wake,
  chosen: Readonly<Record<string, string>> = {},
): ModelInstance {
  const parameters = Object.entries(model.parameters ?? {}).map(([name, [byDefault]]) => {
    const value = Object.hasOwn(chosen, name) ? chosen[name] : undefined;
    return [name, value ?? byDefault, byDefault] as const;
  });
  const spoken = [['wake', wake, model.wake] as const, ...parameters]
    .filter(([, value, byDefault]) => value !== byDefault)
    .map(([name, value]) => `${name}=${value}`);
  const values = Object.fromEntries(parameters.map(([name, value]) => [name, value]));
  return {
    name: [model.name, ...spoken].join(':'),
    nameParts: [model.name, ...spoken],
    model,
    wake,
    parameters: values,
    ...(model.kernel && { kernel: model.kernel(values) }),
  };
}
