import type { Field } from '../packing/index.js';

/** Generated code and what it takes to load it: plain data, which can be sent to another thread. */
export interface Program {
  readonly source: string;
  /** Words of a state. */
  readonly words: number;
  readonly edgeCount: number;
  readonly processCount: number;
  /** No state has more successors than this. */
  readonly maximumSuccessors: number;
  /** Whether it is noted which process becomes which in a representative. */
  readonly tracksPermutations: boolean;
  /** By process: the field of its location. */
  readonly locationFields: readonly Field[];
}
