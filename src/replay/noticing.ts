import { type Composition, insideFunction, labels, mostCompleted, patcherName } from '../livepatch/index.js';
import { type Condition, comparisonsOf, printCondition, printOperand } from '../scenario/index.js';
import { evaluate, processNamed, type State } from '../system/index.js';
import type { Circumstance, HeldData, Notice } from './notice.js';
import type { CycleReport, TakenSteps, TraceStep } from './run.js';
import { labelsAt } from './take-path.js';

/** Which task entered which body of a patched function, and where each stands at the end. */
export function noticesOfSteps(composition: Composition, run: TakenSteps): readonly Notice[] {
  return [...entries(composition, run), ...standing(run, isOfTask)];
}

/** The same of a run without end, and what happens in its cycle. Of a fair one, where the patcher stands too. */
export function noticesOfCycle(
  composition: Composition,
  run: TakenSteps,
  loopStart: number,
  cycle?: CycleReport,
): readonly Notice[] {
  const length = run.steps.length;
  return [
    ...entries(composition, run),
    ...standing(run, (step) => cycle !== undefined || isOfTask(step)),
    loopStart === length
      ? { kind: 'rests', after: length }
      : { kind: 'cycle', first: loopStart + 1, last: length },
    ...(cycle ? noticesOfFairCycle(run.steps.slice(loopStart), cycle) : []),
  ];
}

/** What the bodies claim where tasks stand in a state, and what is not so. */
export function brokenClaims(
  { system, scenario, claims, dataOf }: Composition,
  state: State,
): readonly Notice[] {
  return system.processes.flatMap(({ name: task, template }) => {
    const its = labelsAt(template, state.locations.get(task));
    const reference = processNamed(task);
    return claims
      .filter(({ label, condition }) => its.includes(label) && !evaluate(condition(reference), system, state))
      .map(({ statement }): Notice => {
        const holding = (data: string): HeldData => ({
          data,
          value: evaluate(dataOf(data, reference), system, state),
        });
        if (statement.kind === 'assert') {
          const [data = '', ...others] = dataIn(statement.condition);
          const condition = printCondition(statement.condition);
          const also = others.length > 0 && { others: others.map(holding) };
          return { kind: 'assert-fails', task, condition, ...holding(data), ...also };
        }
        // It is violated only where so many are counted.
        if (statement.kind === 'complete') {
          const range = { value: mostCompleted, low: 0, high: mostCompleted };
          return {
            kind: 'counter-leaves-range',
            task,
            counter: statement.completion,
            by: 'complete',
            ...range,
          };
        }
        const { data, value } = holding(statement.data);
        const values = scenario.data.find(({ name }) => name === data)?.values;
        if (values?.kind !== 'range') throw new Error(`'${data}' is no counter`);
        const { low, high } = values;
        const leaving = { kind: 'counter-leaves-range', task, counter: data, value, low, high } as const;
        if (statement.kind !== 'set') return { ...leaving, by: statement.kind };
        const { counter, operand } = statement.value;
        const summands = new Set([counter, ...(operand.kind === 'data' ? [operand.data] : [])]);
        summands.delete(data);
        const others = summands.size > 0 && { others: [...summands].map(holding) };
        return { ...leaving, by: 'set', to: printOperand(statement.value), ...others };
      });
  });
}

/** The data whose values tell why a condition is false. Of one comparison by = or !=, the other side is in its text. */
function dataIn(condition: Condition): readonly string[] {
  if (condition.kind === 'comparison' && (condition.operator === '=' || condition.operator === '!='))
    return [condition.data];
  const named = comparisonsOf(condition).flatMap(({ data, operand }) =>
    operand.kind === 'data' ? [data, operand.data] : [data],
  );
  return [...new Set(named)];
}

/** Each entry into a body of a patched function, by task. */
function entries({ rules }: Composition, { initialLabels, steps }: TakenSteps): readonly Notice[] {
  const bodies = rules.codeStates.bodies.map(({ functionName, version }) => ({
    functionName,
    version,
    label: insideFunction(functionName, version),
  }));
  return [...initialLabels].flatMap(([task, initially]) => {
    let before = initially;
    return steps.flatMap((step, index): readonly Notice[] => {
      if (step.task !== task) return [];
      const entered = bodies.filter(({ label }) => step.labels.includes(label) && !before.includes(label));
      before = step.labels;
      return entered.map(({ functionName, version }) => ({
        kind: 'entered',
        task,
        step: index + 1,
        functionName,
        version,
      }));
    });
  });
}

/** Where the patcher stands is told where it runs a callback, as a task would. */
function isOfTask({ task, labels: its }: TraceStep): boolean {
  return task !== patcherName || its.includes(labels.inCallback);
}

function standing({ steps }: TakenSteps, isTold: (step: TraceStep) => boolean): readonly Notice[] {
  const last = new Map(steps.map((step) => [step.task, step]));
  return [...last.values()].filter(isTold).map(({ task, location, labels: its }) => ({
    kind: 'stands',
    task,
    location,
    circumstances: remarkable.flatMap(([label, circumstance]) => (its.includes(label) ? [circumstance] : [])),
  }));
}

const remarkable: readonly (readonly [label: string, circumstance: Circumstance])[] = [
  [labels.torn, 'torn'],
  [labels.wrongSignature, 'wrong-signature'],
  [labels.asleep, 'asleep'],
];

/** What the transition waits for, and which steps could be taken and never are. */
function noticesOfFairCycle(
  steps: readonly TraceStep[],
  { awaited, awaitedAtTimes, neverTaken, mentioned, atoms }: CycleReport,
): readonly Notice[] {
  const acting = new Set(steps.map(({ task }) => task));
  const idle = awaited.filter((task) => !acting.has(task));
  const concerned = [...new Set([...mentioned, ...idle, patcherName])];
  const [waitedFor, when] =
    awaited.length > 0 ? ([awaited, 'always'] as const) : ([awaitedAtTimes, 'sometimes'] as const);
  return [
    // Of a formula with one atom it goes without saying.
    ...(atoms.length > 1 ? [{ kind: 'atoms', atoms } as const] : []),
    ...(waitedFor.length > 0 ? [{ kind: 'awaited', tasks: waitedFor, when } as const] : []),
    ...awaited.filter((task) => acting.has(task)).map((task): Notice => ({ kind: 'never-arrives', task })),
    ...neverTaken
      .filter(({ task }) => concerned.includes(task))
      .map((each): Notice => ({ kind: 'never-taken', ...each })),
    ...concerned
      .filter((task) => !acting.has(task) && !neverTaken.some((each) => each.task === task))
      .map((task): Notice => ({ kind: 'powerless', task })),
  ];
}
