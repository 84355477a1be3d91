import type { BuchiAutomaton } from './buchi.js';
import type { FairnessMasks } from './fairness-masks.js';
import { IntQueue } from './int-queue.js';
import { initialNodes, type Product, slices } from './product.js';
import { recurrentStates } from './recurrent.js';

const nodesPerSlice = 1 << 14;

/** Where a run can rest, and be accepted. */
export class Rests {
  private readonly byLetter = new Map<number, ReadonlySet<number>>();

  constructor(
    private readonly automaton: BuchiAutomaton,
    private readonly product: Product,
    private readonly fairness: FairnessMasks,
  ) {}

  accepts(node: number): boolean {
    const { product } = this;
    const state = product.stateOf(node);
    return this.statesThatAccept(state).has(product.automatonStateOf(node)) && this.fairness.mayRest(state);
  }

  /** Whether it would be accepted that a run rests in some of these states of the graph, had the automaton read what comes before. */
  isPossibleBetween(begin: number, end: number): boolean {
    for (let state = begin; state < end; state++)
      if (this.statesThatAccept(state).size > 0 && this.fairness.mayRest(state)) return true;
    return false;
  }

  /** The states of the automaton from which it accepts what it reads in a state, over and over. */
  private statesThatAccept(state: number): ReadonlySet<number> {
    const { automaton, product } = this;
    const letter = product.letters[state] as number;
    const known = this.byLetter.get(letter);
    if (known) return known;
    const reads = (each: number): boolean => product.canRead(each, state);
    const accepting = new Set(recurrentStates(automaton, reads));
    for (let size = -1; size !== accepting.size; ) {
      size = accepting.size;
      automaton.states.forEach(({ successors }, each) => {
        if (reads(each) && successors.some((next) => accepting.has(next))) accepting.add(each);
      });
    }
    this.byLetter.set(letter, accepting);
    return accepting;
  }
}

/** The first node, breadth first, to which a run can come and in which it can rest; undefined if there is none. */
export function* findRest(product: Product, rests: Rests): Generator<void, number | undefined> {
  if (!(yield* mayRestSomewhere(product, rests))) return undefined;
  const { graph, size, letters, conditions } = product;
  const { offsets, targets, memory } = graph;
  const { positive, negative, successors } = conditions;
  const reached = memory.claim(Uint8Array, product.nodeCount);
  const queue = new IntQueue(memory);
  for (const node of initialNodes(product)) {
    reached[node] = 1;
    queue.push(node);
  }
  let rest: number | undefined;
  let work = 0;
  for (let node = queue.shift(); node !== undefined && rest === undefined; node = queue.shift()) {
    if (++work % nodesPerSlice === 0) yield;
    if (rests.accepts(node)) rest = node;
    const state = Math.floor(node / size);
    const next = successors[node - state * size] as Int32Array;
    const end = offsets[state + 1] as number;
    for (let each = offsets[state] as number; each < end; each++) {
      const target = targets[each] as number;
      const letter = letters[target] as number;
      for (let index = 0; index < next.length; index++) {
        const automatonState = next[index] as number;
        const successor = target * size + automatonState;
        const must = positive[automatonState] as number;
        if (reached[successor] === 1 || (letter & must) !== must) continue;
        if ((letter & (negative[automatonState] as number)) !== 0) continue;
        reached[successor] = 1;
        queue.push(successor);
      }
    }
  }
  queue.release();
  memory.release(reached);
  return rest;
}

/** Mostly there is no state to rest in, however a run comes there, and then no run need be looked at. */
function* mayRestSomewhere({ graph }: Product, rests: Rests): Generator<void, boolean> {
  for (const [begin, end] of slices(graph.stateCount)) {
    yield;
    if (rests.isPossibleBetween(begin, end)) return true;
  }
  return false;
}
