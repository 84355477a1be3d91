import type { Product } from '../verify/index.js';

/** What a state says of a formula, with a guess: all that the tableau sees of a node. */
interface Sight {
  readonly letter: number;
  readonly guess: number;
}

/** The nodes of a product, in layers: no step leads from one to a greater one. */
export interface Layers {
  /** By letter, by guess: the layer, from 1; 0 where no run comes, whatever the graph is. */
  readonly of: ReadonlyMap<number, Uint32Array>;
  /** By layer: whether a run may stay there as far as the tableau sees. */
  readonly mayStay: readonly boolean[];
}

/**
 * The components of the tableau over the letters that a graph has, as if any state could follow on any other. Most of the product is in
 * components in which a demand is never met, or which a run cannot come back to: there the graph need not be looked at.
 */
export function layersOf({ labelled, tableau, size, allDemands }: Product): Layers {
  const { graph, letters } = labelled;
  const present = new Set<number>();
  for (let state = 0; state < graph.stateCount; state++) present.add(letters[state] as number);
  const sights: Sight[] = [];
  const numbers = new Map<number, Int32Array>();
  const numberOf = (letter: number, guess: number): number => {
    const its = numbers.get(letter) ?? new Int32Array(size).fill(-1);
    numbers.set(letter, its);
    if (its[guess] === -1) its[guess] = sights.push({ letter, guess }) - 1;
    return its[guess] as number;
  };
  for (const state of graph.initial) {
    const letter = letters[state] as number;
    tableau.reading(letter).isTrue.forEach((isTrue, guess) => {
      if (isTrue === 1) numberOf(letter, guess);
    });
  }
  const successors: (readonly number[])[] = [];
  for (let sight = 0; sight < sights.length; sight++) {
    const { guess } = sights[sight] as Sight;
    successors.push(
      [...present].flatMap((letter) =>
        (tableau.reading(letter).following[guess] ?? []).map((next) => numberOf(letter, next)),
      ),
    );
  }
  const reachable = successors.map((direct) => {
    const seen = new Set(direct);
    for (const each of seen) for (const next of successors[each] ?? []) seen.add(next);
    return seen;
  });
  const layer = new Int32Array(sights.length);
  const mayStay = [false];
  // Whatever comes to less comes first. One comes to itself, though perhaps not again.
  const comesTo = (sight: number): number => new Set(reachable[sight]).add(sight).size;
  const order = [...sights.keys()].sort((one, other) => comesTo(one) - comesTo(other));
  for (const sight of order) {
    if (layer[sight] !== 0) continue;
    const mutual = [...(reachable[sight] ?? [])].filter((each) => reachable[each]?.has(sight));
    const met = mutual.reduce((so, each) => {
      const { letter, guess } = sights[each] as Sight;
      return so | (tableau.reading(letter).met[guess] as number);
    }, 0);
    for (const each of [sight, ...mutual]) layer[each] = mayStay.length;
    mayStay.push(mutual.length > 0 && met === allDemands);
  }
  const of = new Map(
    [...numbers].map(([letter, its]) => [
      letter,
      Uint32Array.from(its, (sight) => (sight < 0 ? 0 : (layer[sight] as number))),
    ]),
  );
  return { of, mayStay };
}
