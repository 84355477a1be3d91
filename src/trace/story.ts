import type { Change, Counterexample } from '../check/index.js';
import { insideFunction, labels, patcherName, type Version } from '../livepatch/index.js';
import { splitVariableKey } from '../system/index.js';
import { describeFairness, noticesOfCycle } from './cycle.js';

/*
 * A counterexample as a story: what happens in each step, in words, and what a reader should notice at the end. The
 * renderers of this folder only differ in how they lay it out.
 */

export interface Story {
  /** Who takes part, the patcher first: everybody who takes a step, or is stuck at the end. */
  readonly tasks: readonly string[];
  readonly steps: readonly StoryStep[];
  /** What to notice: who entered which version, where everybody stands at the end, who is stuck. */
  readonly notices: readonly string[];
  /** Of a run without end: how many steps come before the cycle, which is the rest of them. */
  readonly loopStart?: number;
  /** Why the cycle of a run is fair, in words. */
  readonly fairness: readonly string[];
}

export interface StoryStep {
  /** From 1. */
  readonly number: number;
  readonly task: string;
  readonly action: string;
  /** What changed, in words: `lock A = writer.1`. */
  readonly changes: readonly string[];
  /** The line of the scenario. */
  readonly line?: number;
  /** What each task is in after the step: `old`, `new`, both, or neither. */
  readonly versions: ReadonlyMap<string, readonly Version[]>;
}

/** @param patchedFunctions the names of the functions that the patch replaces */
export function tell(counterexample: Counterexample, patchedFunctions: readonly string[]): Story {
  const current = new Map(counterexample.initialLabels);
  const steps = counterexample.steps.map((step, index): StoryStep => {
    current.set(step.task, step.labels);
    return {
      number: index + 1,
      task: step.task,
      action: step.action,
      changes: describeChanges(step.changes),
      ...(step.source && { line: step.source.line }),
      versions: new Map([...current].map(([task, its]) => [task, versionsIn(its)])),
    };
  });
  const tasks = participants(counterexample);
  const { loopStart, cycle } = counterexample;
  return {
    tasks,
    steps,
    notices: noticesOf(counterexample, patchedFunctions, tasks, current),
    ...(loopStart !== undefined && { loopStart }),
    fairness: cycle ? describeFairness(cycle) : [],
  };
}

function participants({ initialLabels, steps, stuckTasks = [], cycle }: Counterexample): readonly string[] {
  const acting = new Set([...steps.map(({ task }) => task), ...stuckTasks, ...(cycle?.awaited ?? [])]);
  const everybody = [patcherName, ...[...initialLabels.keys()].filter((task) => task !== patcherName)];
  return acting.size === 0 ? everybody : everybody.filter((task) => acting.has(task));
}

function noticesOf(
  counterexample: Counterexample,
  patchedFunctions: readonly string[],
  tasks: readonly string[],
  finally_: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const entries = entriesOf(counterexample, patchedFunctions);
  const saw = tasks.flatMap((task) => {
    const its = entries.filter((entry) => entry.task === task);
    if (its.length === 0) return [];
    const list = its.map(
      ({ version, functionName, number }) => `${version} ${functionName} (step ${number})`,
    );
    return [`${task} entered ${list.join(', then ')}`];
  });
  const lastLocation = new Map(counterexample.steps.map(({ task, location }) => [task, location]));
  const stands = [...lastLocation]
    .filter(([task]) => task !== patcherName || counterexample.cycle !== undefined)
    .map(([task, location]) => `${task} stands at ${location}${describeLabels(finally_.get(task) ?? [])}`);
  const stuck = counterexample.stuckTasks ? [`stuck for ever: ${counterexample.stuckTasks.join(', ')}`] : [];
  const remark = counterexample.remark === undefined ? [] : [counterexample.remark];
  return [...saw, ...stands, ...stuck, ...noticesOfCycle(counterexample), ...remark];
}

interface Entry {
  readonly task: string;
  readonly number: number;
  readonly functionName: string;
  readonly version: Version;
}

/** Each entry into a body of a patched function. */
function entriesOf(
  { initialLabels, steps }: Counterexample,
  patchedFunctions: readonly string[],
): readonly Entry[] {
  const current = new Map(initialLabels);
  return steps.flatMap((step, index) => {
    const before = current.get(step.task) ?? [];
    current.set(step.task, step.labels);
    return patchedFunctions.flatMap((functionName) =>
      (['old', 'new'] as const)
        .filter((version) => {
          const label = insideFunction(functionName, version);
          return step.labels.includes(label) && !before.includes(label);
        })
        .map((version) => ({ task: step.task, number: index + 1, functionName, version })),
    );
  });
}

function versionsIn(its: readonly string[]): readonly Version[] {
  return [
    ...(its.includes(labels.insideOld) ? (['old'] as const) : []),
    ...(its.includes(labels.insideNew) ? (['new'] as const) : []),
  ];
}

function describeLabels(its: readonly string[]): string {
  const words = [
    ...(its.includes(labels.torn) ? ['in a text that is not the one it began'] : []),
    ...(its.includes(labels.wrongSignature) ? ['called by the other signature'] : []),
    ...(its.includes(labels.asleep) ? ['asleep'] : []),
  ];
  return words.length === 0 ? '' : `, ${words.join(', ')}`;
}

/** Changes in words; one that is the same for several tasks is told once. */
function describeChanges(changes: readonly Change[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const { variable, after } of changes) {
    const { name, owner } = splitVariableKey(variable);
    const key = `${name.replace(/^data /, '')} = ${after}`;
    owners.set(key, [...(owners.get(key) ?? []), ...(owner === undefined ? [] : [owner])]);
  }
  return [...owners].map(([what, who]) => (who.length === 0 ? what : `${what} for ${who.join(', ')}`));
}

/**
 * How runs are known to show the same: who entered what, in which order, and where everybody stands at the end. The
 * patcher's steps, and when the others took theirs, may differ.
 */
export function fingerprint(counterexample: Counterexample, patchedFunctions: readonly string[]): string {
  return tell(counterexample, patchedFunctions)
    .notices.map((notice) => notice.replace(/ \(step \d+\)|\bsteps? \d+( to \d+)?/g, ''))
    .sort()
    .join('\n');
}
