import type { Analysis, StateGraph, StatePredicate } from '../engine/index.js';
import type { Expression, Process } from '../system/index.js';
import {
  type CertifiedRun,
  Fairness,
  type FormulaQuestion,
  itEnds,
  type LabelledGraph,
  type LinearFormula,
  Machine,
  Product,
  type Statement,
  Tableau,
  toPlanes,
} from '../verify/index.js';
import { decompose } from './decomposition.js';
import { orderOf } from './order.js';
import { runThrough } from './runs.js';
import { fewestCounted, ShortestWays, type Way } from './ways.js';

/** The best case of a unit: how much is counted, in that run. */
export interface BestCase {
  readonly count: number;
  readonly run: CertifiedRun;
}

const statesPerSlice = 1 << 14;

/** What a certificate takes from the states of a search, before they are given up. */
export class Survey implements Analysis<undefined> {
  readonly conditions: readonly Expression<boolean>[];
  readonly asksOfStatesAlone?: true;
  readonly machine: Machine;
  readonly sections: Uint8Array[] = [];
  stateCount = 0;
  /** A run to where each premise comes true that does. */
  readonly reached = new Map<Expression<boolean>, CertifiedRun>();
  /** By what is asked: the sections of a decomposition; nothing where a fair run violates it. */
  private readonly decompositions = new Map<string, readonly number[] | undefined>();
  private readonly bests = new Map<string, BestCase | undefined>();
  private readonly predicates = new Map<string, StatePredicate>();

  constructor(private readonly statement: Statement) {
    const { system, properties } = statement;
    this.machine = new Machine(system);
    const asked = properties.flatMap(({ premises, questions }) => [
      ...premises,
      ...questions.flatMap((question) => {
        if (question.kind === 'formula') return [...question.atoms.values()];
        return question.kind === 'quantity' ? [question.during] : [];
      }),
    ]);
    this.conditions = [...new Map(asked.map((each) => [keyOf(each), each])).values()];
    if (properties.every(({ questions }) => questions.length === 0)) this.asksOfStatesAlone = true;
  }

  /** The sections of the decomposition of a formula; nothing where it has none. */
  decompositionOf(formula: LinearFormula, atoms: FormulaQuestion['atoms']): readonly number[] | undefined {
    return this.decompositions.get(meaningOf(formula, atoms));
  }

  bestOf(during: Expression<boolean>, unit: string): BestCase | undefined {
    return this.bests.get(`${keyOf(during)} ${unit}`);
  }

  *run(graph: StateGraph, predicates: readonly StatePredicate[]): Generator<void, undefined> {
    this.conditions.forEach((condition, index) => {
      this.predicates.set(keyOf(condition), predicates[index] as StatePredicate);
    });
    this.stateCount = graph.stateCount;
    const position = yield* this.writeStates(graph);
    const ways = this.asksOfStatesAlone ? undefined : new ShortestWays(graph);
    for (const premise of this.statement.properties.flatMap((each) => each.premises)) {
      yield;
      const state = this.reached.has(premise) ? -1 : firstIn(graph, this.truthOf(premise));
      if (state >= 0)
        this.reached.set(
          premise,
          this.runAlong(graph, ways?.to(state) ?? { states: graph.pathTo(state), transitions: [] }),
        );
    }
    if (ways) yield* this.answer(graph, position, ways);
    ways?.release();
  }

  private *answer(graph: StateGraph, position: Int32Array, ways: ShortestWays): Generator<void> {
    const fairness = new Fairness(graph.system);
    const takenByKind = graph.stepKinds.map(({ process, tags }) =>
      fairness.takenBy(process, { action: { name: '', tags } }),
    );
    const labelled = {
      graph: { ...graph, initial: Array.from({ length: graph.initialCount }, (_, state) => state) },
      ...{ fairness, takenByKind, enabled: fairness.enabled(graph, takenByKind) },
    };
    for (const question of this.statement.properties.flatMap((each) => each.questions)) {
      if (question.kind === 'formula') {
        yield* this.decompose(labelled, position, question.formula, question.atoms);
        if (question.undemanding)
          yield* this.decompose(labelled, position, question.undemanding, question.atoms);
      }
      if (question.kind !== 'quantity') continue;
      const { during, units, endlessIsUnbounded } = question;
      const inside = this.truthOf(during);
      if (firstIn(graph, inside) < 0) continue;
      if (endlessIsUnbounded)
        yield* this.decompose(labelled, position, itEnds, new Map([['during', during]]));
      for (const { name, counts } of units) {
        yield;
        const weights = Uint8Array.from(graph.stepKinds, ({ process, tags }) =>
          counts(graph.system.processes[process] as Process, tags) ? 1 : 0,
        );
        const best = fewestCounted(graph, inside, weights);
        if (!best) continue;
        const stem = ways.to(best.states[0] as number);
        const way = {
          states: [...stem.states, ...best.states.slice(1)],
          transitions: [...stem.transitions, ...best.transitions],
        };
        this.bests.set(`${keyOf(during)} ${name}`, { count: best.count, run: this.runAlong(graph, way) });
      }
    }
  }

  /** Writes the states in their order, and gives, by state, its place in it. */
  private *writeStates(graph: StateGraph): Generator<void, Int32Array> {
    const { layout } = this.machine;
    const { words } = layout;
    const { stateCount } = graph;
    const packed = graph.memory.claim(Uint32Array, stateCount * words);
    const vector = new Int32Array(layout.fields.length);
    for (let begin = 0; begin < stateCount; begin += statesPerSlice) {
      yield;
      for (let state = begin; state < Math.min(begin + statesPerSlice, stateCount); state++) {
        graph.readVector(state, vector);
        layout.pack(vector, packed, state * words);
      }
    }
    const order = orderOf(packed, words);
    const sorted = new Uint32Array(packed.length);
    const position = new Int32Array(stateCount);
    order.forEach((state, place) => {
      position[state] = place;
      for (let word = 0; word < words; word++)
        sorted[place * words + word] = packed[state * words + word] as number;
    });
    graph.memory.release(packed);
    this.sections.push(toPlanes(sorted, words));
    return position;
  }

  private *decompose(
    labelled: Omit<LabelledGraph, 'letters'>,
    position: Int32Array,
    formula: LinearFormula,
    atoms: FormulaQuestion['atoms'],
  ): Generator<void> {
    const meaning = meaningOf(formula, atoms);
    if (this.decompositions.has(meaning)) return;
    const letters = new Int32Array(labelled.graph.stateCount);
    [...atoms.values()].forEach((atom, bit) => {
      const isTrue = this.truthOf(atom);
      for (let state = 0; state < letters.length; state++)
        if (isTrue(state)) letters[state] = (letters[state] as number) | (1 << bit);
    });
    const tableau = new Tableau({ kind: 'not', operand: formula }, [...atoms.keys()]);
    const rounds = yield* decompose(new Product({ ...labelled, letters }, tableau));
    const sections = rounds?.map((numbers) => {
      const inOrder = inOrderOf(position, numbers, tableau.size);
      return this.sections.push(toPlanes(inOrder, tableau.size)) - 1;
    });
    this.decompositions.set(meaning, sections);
  }

  private truthOf(condition: Expression<boolean>): StatePredicate {
    return this.predicates.get(keyOf(condition)) as StatePredicate;
  }

  private runAlong(graph: StateGraph, { states, transitions }: Way): CertifiedRun {
    const vectors = states.map((state) => {
      const vector = new Int32Array(this.machine.layout.fields.length);
      graph.readVector(state, vector);
      return vector;
    });
    return runThrough(this.machine, vectors, ({ process, edge }, index) => {
      const { [index]: transition } = transitions;
      if (transition === undefined) return true;
      const kind = graph.stepKinds[graph.kinds[transition] as number];
      return kind?.process === process && kind.tags.join('\n') === edge.action.tags.join('\n');
    });
  }
}

/** The rows of a table, each at its place. */
function inOrderOf(position: Int32Array, rows: Uint32Array, columns: number): Uint32Array {
  const ordered = new Uint32Array(rows.length);
  for (let row = 0, from = 0; row < position.length; row++)
    for (let to = (position[row] as number) * columns, end = to + columns; to < end; to++)
      ordered[to] = rows[from++] as number;
  return ordered;
}

function firstIn({ stateCount }: StateGraph, isTrue: StatePredicate): number {
  for (let state = 0; state < stateCount; state++) if (isTrue(state)) return state;
  return -1;
}

function keyOf(condition: Expression<boolean>): string {
  return JSON.stringify(condition);
}

/** Equal for formulas that say the same, whatever their atoms are called. */
function meaningOf(formula: LinearFormula, atoms: FormulaQuestion['atoms']): string {
  return JSON.stringify([formula, ...atoms.values()], (_, value: unknown) => {
    const isAtom = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'atom';
    return isAtom && 'name' in value ? [...atoms.keys()].indexOf(String(value.name)) : value;
  });
}
