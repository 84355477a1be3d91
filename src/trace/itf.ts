import { loopStartOf, type Run } from '../replay/index.js';
import type { State, StateVariable } from '../system/index.js';

/**
 * The run in the Informal Trace Format of Apalache (ADR-015), which trace viewers read: one record of variables a
 * state. A variable that each process has is a map from process names.
 *
 * @param source what the run is of
 */
export function toItf(run: Run, source: string): object {
  const { initial, steps, variables } = run;
  const loopStart = loopStartOf(run);
  // The last step of a cycle leads back to a state that is there already.
  const isCycle = loopStart !== undefined && loopStart < steps.length;
  const visited = [initial, ...steps.map(({ state }) => state)].slice(0, isCycle ? -1 : undefined);
  const states = visited.map((state, index) => ({
    '#meta': {
      index,
      ...(index > 0 && { task: steps[index - 1]?.task, action: steps[index - 1]?.action }),
    },
    ...valuesOf(state, variables),
  }));
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source,
    },
    vars: Object.keys(valuesOf(initial, variables)),
    states,
    ...(loopStart !== undefined && { loop: loopStart }),
  };
}

function valuesOf(state: State, variables: readonly StateVariable[]): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>([['location', toMap([...state.locations])]]);
  const perProcess = new Map<string, [string, unknown][]>();
  for (const { key, variable, owner } of variables) {
    const value = toItfValue(state.values.get(key));
    if (owner === undefined) values.set(variable.name, value);
    else perProcess.set(variable.name, [...(perProcess.get(variable.name) ?? []), [owner, value]]);
  }
  for (const [name, entries] of perProcess) values.set(name, toMap(entries));
  return Object.fromEntries(values);
}

function toMap(entries: readonly (readonly [string, unknown])[]): object {
  return { '#map': entries };
}

/** Integers of any size are written as text. */
function toItfValue(value: unknown): unknown {
  return typeof value === 'number' ? { '#bigint': String(value) } : value;
}
