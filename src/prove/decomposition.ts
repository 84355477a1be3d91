import type { Product } from '../verify/index.js';
import { type Layers, layersOf } from './layers.js';
import { reach } from './reach.js';
import { Round } from './round.js';

/**
 * Numbers the nodes of a product that runs come to, so that `checkNoFairCycle` finds that none stays anywhere; gives nothing where one
 * may. Where a run comes is asked only if it matters.
 */
export function* decompose(product: Product): Generator<void, readonly Uint32Array[] | undefined> {
  const layers = layersOf(product);
  return (
    (yield* decomposeWithin(product, layers, undefined)) ??
    (yield* decomposeWithin(product, layers, yield* reach(product)))
  );
}

/** @param reached by node: 1 where some run comes; absent where that is not known */
function* decomposeWithin(
  product: Product,
  layers: Layers,
  reached: Uint8Array | undefined,
): Generator<void, readonly Uint32Array[] | undefined> {
  const layerOf = layersOfNodes(product, layers, reached);
  const parts = layerOf.map((layer) => (layers.mayStay[layer] ? layer : 0));
  const rounds: Uint32Array[] = [];
  for (let before: Uint32Array | undefined = parts; before; ) {
    const round: Round = new Round(product, before, rounds.length === 0);
    yield* round.run();
    if (round.hasFairCycle) return undefined;
    rounds.push(round.numbers);
    before = round.open;
  }
  const [first] = rounds;
  if (first) numberByLayer(first, layerOf);
  return rounds;
}

function layersOfNodes(
  { labelled, nodeCount, size }: Product,
  { of }: Layers,
  reached: Uint8Array | undefined,
): Uint32Array {
  const layerOf = new Uint32Array(nodeCount);
  for (let state = 0, node = 0; state < labelled.graph.stateCount; state++) {
    const its = of.get(labelled.letters[state] as number);
    for (let guess = 0; guess < size; guess++, node++)
      if (!reached || reached[node] === 1) layerOf[node] = its?.[guess] ?? 0;
  }
  return layerOf;
}

/** Numbers of a layer are greater than those of the layers before. */
function numberByLayer(numbers: Uint32Array, layerOf: Uint32Array): void {
  let width = 1;
  for (let node = 0; node < numbers.length; node++) width = Math.max(width, (numbers[node] as number) + 1);
  for (let node = 0; node < numbers.length; node++) {
    const layer = layerOf[node] as number;
    if (layer > 0) numbers[node] = (numbers[node] as number) + layer * width;
  }
}
