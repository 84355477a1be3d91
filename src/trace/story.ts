import { insideVersion, patcherName } from '../livepatch/index.js';
import {
  type Change,
  type CycleReport,
  cycleOf,
  loopStartOf,
  type Run,
  type TakenSteps,
} from '../replay/index.js';
import { printable } from '../text/index.js';
import { sayNotices, sayReason } from './say.js';

/*
 * A run as a story: what happens in each step, in words, and what a reader should notice at the end. The renderers of
 * this folder only differ in how they lay it out.
 */

export interface Story {
  /** What takes part, the patcher first: each task that takes a step, or is stuck at the end. */
  readonly tasks: readonly string[];
  readonly steps: readonly StoryStep[];
  /** What to notice, a sentence each. */
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
  /** The versions that each task is in after the step: `old`, `new`, both, or neither; of several patches, by their names. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
}

/** All texts of a story are printable. */
export function tell(run: Run): Story {
  const loopStart = loopStartOf(run);
  const cycle = cycleOf(run);
  return {
    tasks: participants(run, cycle),
    steps: tellSteps(run),
    notices: sayNotices(run.notices).map((each) => printable(each)),
    ...(loopStart !== undefined && { loopStart }),
    fairness: cycle ? sayFairness(cycle).map((each) => printable(each)) : [],
  };
}

/** The steps alone. */
export function tellSteps({ initialLabels, versions, steps }: TakenSteps): readonly StoryStep[] {
  const current = new Map(initialLabels);
  return steps.map((step, index) => {
    current.set(step.task, step.labels);
    return {
      number: index + 1,
      task: step.task,
      action: printable(step.action),
      changes: sayChanges(step.changes).map((each) => printable(each)),
      ...(step.source && { line: step.source.line }),
      versions: new Map(
        [...current].map(([task, its]) => [
          task,
          versions.filter((each) => its.includes(insideVersion(each))),
        ]),
      ),
    };
  });
}

function participants(run: Run, cycle: CycleReport | undefined): readonly string[] {
  const acting = new Set([
    ...run.steps.map(({ task }) => task),
    ...(run.kind === 'stuck' ? run.stuckTasks : []),
    ...(cycle?.awaited ?? []),
  ]);
  const all = [patcherName, ...[...run.initialLabels.keys()].filter((task) => task !== patcherName)];
  return acting.size === 0 ? all : all.filter((task) => acting.has(task));
}

/** Changes in words; one that is the same for several tasks is told once. */
function sayChanges(changes: readonly Change[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const { title, owner, after } of changes) {
    const what = `${title} = ${after}`;
    owners.set(what, [...(owners.get(what) ?? []), ...(owner === undefined ? [] : [owner])]);
  }
  return [...owners].map(([what, whose]) => (whose.length === 0 ? what : `${what} for ${whose.join(', ')}`));
}

/** Why a cycle is fair, an assumption a line; tasks of which it asks nothing, for they can do nothing, in one. */
function sayFairness({ fairness }: CycleReport): readonly string[] {
  const tasks = [...new Set(fairness.map(({ task }) => task))];
  const blocked = tasks.filter((task) =>
    fairness.every((each) => each.task !== task || each.because.kind === 'never-possible'),
  );
  return [
    ...fairness
      .filter(({ task }) => !blocked.includes(task))
      .map(({ assumption, because }) => `${assumption}: ${sayReason(because)}`),
    ...(blocked.length === 0
      ? []
      : [`${blocked.join(', ')}: nothing that is assumed of them is possible in the cycle`]),
  ];
}
