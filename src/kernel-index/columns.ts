/** All that is known of a source tree, as columns of numbers. Of rows of different lengths, `begins` says where each begins, and the last ends. */
export interface Columns {
  /** The bytes of all names, one after the other; number 0 is no name. */
  readonly nameBytes: Uint8Array;
  readonly nameBegins: Uint32Array;
  /** Where each name is found by its hash. */
  readonly nameSlots: Int32Array;
  /** The paths of all files, in their order, with line feeds between them. */
  readonly paths: Uint8Array;
  readonly fileSizes: Float64Array;
  readonly fileTimes: Float64Array;
  /** Two for each file. */
  readonly fileHashes: Int32Array;
  /** By file, the functions in it, in the order in which they begin. */
  readonly functionBegins: Uint32Array;
  readonly functionNames: Int32Array;
  /** The line in the upper bits, the traits in the lower {@link traitBits}. */
  readonly functionPlaces: Int32Array;
  /** By function, the names that it calls. */
  readonly callBegins: Uint32Array;
  readonly calls: Int32Array;
  /** Pairs of a function and a field, in the order of the functions. */
  readonly fieldCalls: Int32Array;
  /** By file, the references to functions in it. */
  readonly referenceBegins: Uint32Array;
  /** The function in which it stands, or -1. */
  readonly referenceScopes: Int32Array;
  readonly referenceTargets: Int32Array;
  /** A `use`, and 8 × a position. */
  readonly referenceUses: Int32Array;
  readonly referenceContexts: Int32Array;
  readonly referenceTypes: Int32Array;
  readonly referenceLines: Int32Array;
  /** By file, hashes of the names that would be references if there were functions of these names, in ascending order. */
  readonly pendingBegins: Uint32Array;
  readonly pending: Int32Array;
}

export const traitBits = 12;

/** Lines beyond it are not told apart. */
export const maximumLine = (1 << (31 - traitBits)) - 1;

const kinds = {
  nameBytes: Uint8Array,
  nameBegins: Uint32Array,
  nameSlots: Int32Array,
  paths: Uint8Array,
  fileSizes: Float64Array,
  fileTimes: Float64Array,
  fileHashes: Int32Array,
  functionBegins: Uint32Array,
  functionNames: Int32Array,
  functionPlaces: Int32Array,
  callBegins: Uint32Array,
  calls: Int32Array,
  fieldCalls: Int32Array,
  referenceBegins: Uint32Array,
  referenceScopes: Int32Array,
  referenceTargets: Int32Array,
  referenceUses: Int32Array,
  referenceContexts: Int32Array,
  referenceTypes: Int32Array,
  referenceLines: Int32Array,
  pendingBegins: Uint32Array,
  pending: Int32Array,
} as const satisfies Readonly<Record<keyof Columns, unknown>>;

/** The columns, in the order in which they stand in a file, each with the array that it is. */
export const columnKinds = Object.entries(kinds) as readonly (readonly [
  keyof Columns,
  (typeof kinds)[keyof Columns],
])[];

/** The paths of all files, by number. */
export function pathsOf({ paths, fileSizes }: Columns): readonly string[] {
  return fileSizes.length === 0
    ? []
    : Buffer.from(paths.buffer, paths.byteOffset, paths.length).toString().split('\n');
}
