import { Map as ImmutableMap, Record as ImmutableRecord, type RecordOf } from 'immutable';
import type { Value } from './sort.js';

interface StateFields {
  /** Process name to location name. */
  locations: ImmutableMap<string, string>;
  /** Variable key (see {@link variableKey}) to value. */
  values: ImmutableMap<string, Value>;
}

/** A state of the transition system: where each process stands, and what each variable holds. Compared by value. */
export type State = RecordOf<StateFields>;

export const makeState: ImmutableRecord.Factory<StateFields> = ImmutableRecord<StateFields>(
  { locations: ImmutableMap(), values: ImmutableMap() },
  'State',
);

/** How a state names a variable: `phase` for a shared one, `held[writer.1]` for the one of a process. */
export function variableKey(name: string, processName?: string): string {
  return processName === undefined ? name : `${name}[${processName}]`;
}
