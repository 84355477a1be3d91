import type { Counterexample, CycleReport } from '../check/index.js';
import { patcherName } from '../livepatch/index.js';

/** What to notice in the cycle of a run without end: who is waited for, and which steps could be taken and never are. */
export function noticesOfCycle(run: Counterexample): readonly string[] {
  const { cycle, loopStart, steps } = run;
  if (loopStart === undefined) return [];
  const what =
    loopStart === steps.length
      ? `after ${steps.length === 0 ? 'the start' : `step ${steps.length}`}, nothing need happen any more`
      : `${describeSteps(loopStart + 1, steps.length)} over and over, for ever`;
  return [what, ...(cycle ? noticesOfFairCycle(run, cycle) : [])];
}

function describeSteps(first: number, last: number): string {
  return first === last ? `step ${first} is taken` : `steps ${first} to ${last} are taken`;
}

function noticesOfFairCycle(
  { steps, loopStart = 0 }: Counterexample,
  { awaited, awaitedAtTimes, neverTaken, mentioned, atoms }: CycleReport,
): readonly string[] {
  const acting = new Set(steps.slice(loopStart).map(({ task }) => task));
  const idle = awaited.filter((task) => !acting.has(task));
  const concerned = [...new Set([...mentioned, ...idle, patcherName])];
  const missing = neverTaken
    .filter(({ task }) => concerned.includes(task))
    .map(({ task, action, enabled, voluntary }) => {
      const when = enabled === 'always' ? 'all the time' : 'now and then';
      const why = voluntary
        ? 'nothing obliges it to'
        : enabled === 'always'
          ? 'it is only obliged to go on, which it does by other steps'
          : 'that obliges it to nothing';
      return `never happens: ${task} ${action}. It could ${when}, but ${why}`;
    });
  const busy = awaited
    .filter((task) => acting.has(task))
    .map((task) => `${task} goes on, and never comes to where the transition waits for it`);
  const helpless = concerned
    .filter((task) => !acting.has(task) && !neverTaken.some((each) => each.task === task))
    .map((task) => `${task} cannot take a step by itself`);
  return [
    // Of a formula with one atom it goes without saying.
    ...(atoms.length > 1
      ? [`in the cycle: ${atoms.map(({ atom, value }) => `${atom} is ${value}`).join(', ')}`]
      : []),
    ...(awaited.length === 0 ? [] : [`the transition waits for ${awaited.join(', ')}`]),
    ...(awaited.length === 0 && awaitedAtTimes.length > 0
      ? [
          `the transition waits for ${awaitedAtTimes.join(', ')}${awaitedAtTimes.length > 1 ? ' in turn' : ', now and then'}`,
        ]
      : []),
    ...busy,
    ...missing,
    ...helpless,
  ];
}

/** Why a cycle is fair, an assumption a line; tasks of which it asks nothing, for they can do nothing, in one. */
export function describeFairness({ fairness }: CycleReport): readonly string[] {
  const tasks = [...new Set(fairness.map(({ task }) => task))];
  const blocked = tasks.filter((task) => fairness.every((each) => each.task !== task || !each.possible));
  return [
    ...fairness
      .filter(({ task }) => !blocked.includes(task))
      .map(({ assumption, because }) => `${assumption}: ${because}`),
    ...(blocked.length === 0
      ? []
      : [`${blocked.join(', ')}: nothing that is assumed of them is possible in the cycle`]),
  ];
}
