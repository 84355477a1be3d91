/** What all threads of a search find out together. An element is set once, and by which thread does not matter. */
export interface Findings {
  /** By edge: 1 when it has been taken. There is one more, for states that no step leads to. */
  readonly fired: Uint8Array;
  /** By property. */
  readonly violated: Uint8Array;
  /** By goal: 1 when a state that satisfies it has been reached. */
  readonly reached: Uint8Array;
  /** By property: one more than the state of its first violation. */
  readonly violationStates: Int32Array;
  /** By property: the edge whose assertion was violated there, or less than 0. */
  readonly violationEdges: Int32Array;
}

export function makeFindings(edges: number, properties: number, goals: number): Findings {
  const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
  const words = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
  return {
    fired: bytes(edges + 1),
    violated: bytes(properties),
    reached: bytes(goals),
    violationStates: words(properties),
    violationEdges: words(properties),
  };
}

/** Notes a violation of a property, unless another one is noted already. */
export function noteViolation(
  { violated, violationStates, violationEdges }: Findings,
  property: number,
  state: number,
  edge: number,
): void {
  violated[property] = 1;
  if (Atomics.compareExchange(violationStates, property, 0, state + 1) === 0) violationEdges[property] = edge;
}
