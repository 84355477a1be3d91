import type { Counterexample } from '../check/index.js';
import { type State, splitVariableKey } from '../system/index.js';

/**
 * The run in the Informal Trace Format of Apalache (ADR-015), which trace viewers read: one record of variables a
 * state. A variable that each process has is a map from process names.
 *
 * @param source what the run is of
 */
export function toItf({ initial, steps, loopStart }: Counterexample, source: string): object {
  // The last step of a cycle leads back to a state that is there already.
  const isCycle = loopStart !== undefined && loopStart < steps.length;
  const visited = [initial, ...steps.map(({ state }) => state)].slice(0, isCycle ? -1 : undefined);
  const states = visited.map((state, index) => ({
    '#meta': {
      index,
      ...(index > 0 && { task: steps[index - 1]?.task, action: steps[index - 1]?.action }),
    },
    ...variablesOf(state),
  }));
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source,
    },
    vars: Object.keys(variablesOf(initial)),
    states,
    ...(loopStart !== undefined && { loop: loopStart }),
  };
}

function variablesOf(state: State): Readonly<Record<string, unknown>> {
  const shared: [string, unknown][] = [['location', toMap([...state.locations])]];
  const perProcess = new Map<string, [string, unknown][]>();
  for (const [key, value] of state.values) {
    const { name, owner } = splitVariableKey(key);
    if (owner === undefined) shared.push([name, toItfValue(value)]);
    else perProcess.set(name, [...(perProcess.get(name) ?? []), [owner, toItfValue(value)]]);
  }
  const own = [...perProcess].map(([name, entries]) => [name, toMap(entries)] as const);
  return Object.fromEntries([...shared, ...own]);
}

function toMap(entries: readonly (readonly [string, unknown])[]): object {
  return { '#map': entries };
}

/** Integers of any size are written as text. */
function toItfValue(value: unknown): unknown {
  return typeof value === 'number' ? { '#bigint': String(value) } : value;
}
