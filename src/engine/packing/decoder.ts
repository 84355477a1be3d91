import { Map as ImmutableMap } from 'immutable';
import { makeState, type State, type System, type Value } from '../../system/index.js';
import { type Field, type Layout, readField } from './layout.js';

/** A state, and what it is packed into. */
interface Known {
  readonly words: Int32Array;
  readonly state: State;
}

/**
 * Reads packed states. Each shares with the one that was read before what they have in common: so the thousands of states of
 * a run, one step apart, take little more memory than one of them.
 */
export class Decoder {
  private last: Known | undefined;

  constructor(
    private readonly system: System,
    private readonly layout: Layout,
  ) {}

  /** The state that stands in `words` from `offset` on. */
  read(words: Int32Array, offset: number): State {
    const packed = words.slice(offset, offset + this.layout.words);
    const state = this.last ? this.next(this.last, packed) : this.whole(packed);
    this.last = { words: packed, state };
    return state;
  }

  private whole(words: Int32Array): State {
    const { system, layout } = this;
    return makeState({
      locations: ImmutableMap(
        system.processes.map(({ name }, process) => [name, this.locationIn(words, process)] as const),
      ),
      values: ImmutableMap(
        [...layout.cells].map(
          ([key, { field, values }]) => [key, values[readField(field, words, 0)] as Value] as const,
        ),
      ),
    });
  }

  private next({ words: before, state }: Known, words: Int32Array): State {
    const { system, layout } = this;
    const isChanged = (field: Field): boolean => readField(field, before, 0) !== readField(field, words, 0);
    return state
      .update('locations', (locations) =>
        locations.withMutations((changed) => {
          system.processes.forEach(({ name }, process) => {
            if (isChanged(layout.locationFields[process] as Field))
              changed.set(name, this.locationIn(words, process));
          });
        }),
      )
      .update('values', (all) =>
        all.withMutations((changed) => {
          for (const [key, { field, values }] of layout.cells)
            if (isChanged(field)) changed.set(key, values[readField(field, words, 0)] as Value);
        }),
      );
  }

  private locationIn(words: Int32Array, process: number): string {
    const number = readField(this.layout.locationFields[process] as Field, words, 0);
    return this.system.processes[process]?.template.graph.locations[number]?.name as string;
  }
}
