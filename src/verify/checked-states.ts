import type { Expression } from '../system/index.js';
import type { Certificate } from './certificate.js';
import { Fairness } from './fairness.js';
import type { StateVector } from './layout.js';
import type { Machine } from './machine.js';
import type { LabelledGraph } from './product.js';
import { Refusal } from './refusal.js';
import { type ClosedGraph, canReach, exploreClosed } from './state-graph.js';
import { fromPlanes, StateSet } from './state-set.js';
import type { PossibilityQuestion, Statement } from './statement.js';

/** The states of a certificate, once it is known that they are a closed set with every initial state. */
export class CheckedStates {
  /** The properties claimed to hold that some state, or some step, violates. */
  readonly violated = new Set<string>();
  readonly graph: ClosedGraph;
  readonly labels: Omit<LabelledGraph, 'letters'>;
  private readonly set: StateSet;

  /**
   * @param states which section they are, how many, and of how many words
   * @throws Refusal when they are none
   */
  constructor(
    private readonly machine: Machine,
    statement: Statement,
    { claims, sections }: Certificate,
    states: NonNullable<Certificate['states']>,
  ) {
    const { layout, evaluators } = machine;
    if (states.words !== layout.words)
      throw new Refusal(`a state takes ${layout.words} words, not ${states.words}`);
    this.set = new StateSet(states.words, readSection(sections, states.section, states.words));
    if (this.set.count !== states.count)
      throw new Refusal(`it has ${this.set.count} states, and says ${states.count}`);
    const holding = claims.flatMap(({ verdict, property }) => (verdict === 'holds' ? [property] : []));
    const invariants = statement.properties
      .filter(({ name }) => holding.includes(name))
      .flatMap(({ name, invariants }) => invariants.map((each) => ({ name, holds: evaluators.of(each) })));
    this.graph = exploreClosed(machine, this.set, {
      onState: (_, vector) => {
        for (const { name, holds } of invariants) if (holds(vector) === 0) this.violated.add(name);
      },
      onFalseAssertion: (_, property) => this.violated.add(property),
    });
    const fairness = new Fairness(statement.system);
    const takenByKind = machine.kinds.map(({ process, edge }) => fairness.takenBy(process, edge));
    const enabled = fairness.enabled(this.graph, takenByKind);
    this.labels = { graph: this.graph, fairness, takenByKind, enabled };
  }

  /** By state: 1 where a condition is true. */
  truthOf(condition: Expression<boolean>): Uint8Array {
    const isTrue = this.machine.evaluators.of(condition);
    return this.valuesOf(Uint8Array, isTrue);
  }

  /** By state: which of some conditions are true, as bits. */
  lettersOf(conditions: Iterable<Expression<boolean>>): Int32Array {
    const evaluators = [...conditions].map((each) => this.machine.evaluators.of(each));
    return this.valuesOf(Int32Array, (vector) =>
      evaluators.reduce((letter, isTrue, bit) => letter | (isTrue(vector) << bit), 0),
    );
  }

  /** By state: 1 where a process is at an end, or takes a step, in some future. */
  movesOn(process: number): Uint8Array {
    const { machine, graph } = this;
    const locations = machine.system.processes[process]?.template.graph.locations ?? [];
    const isAtEnd = this.valuesOf(Uint8Array, (vector) =>
      locations[vector[process] as number]?.end === true ? 1 : 0,
    );
    const { offsets, kinds } = graph;
    const goes = (state: number): boolean => {
      if (isAtEnd[state] === 1) return true;
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++)
        if (machine.kinds[kinds[step] as number]?.process === process) return true;
      return false;
    };
    return canReach(graph, goes, () => true);
  }

  /** By state: 1 where the goal of a question is in reach, by the steps that it allows. */
  possible({ goal, by, orWithTags = [], withoutTag }: PossibilityQuestion): Uint8Array {
    const isGoal = this.truthOf(goal);
    const allowed = this.machine.kinds.map(({ process, edge: { action } }) => {
      const has = (tag: string | undefined): boolean => tag !== undefined && action.tags.includes(tag);
      const name = this.machine.system.processes[process]?.name ?? '';
      return (by === undefined || by.includes(name) || orWithTags.some(has)) && !has(withoutTag);
    });
    return canReach(
      this.graph,
      (state) => isGoal[state] === 1,
      (kind) => allowed[kind] === true,
    );
  }

  /** The number of a state. @throws Refusal when it is not in the set */
  numberOf(vector: StateVector): number {
    const packed = new Uint32Array(this.machine.layout.words);
    this.machine.layout.pack(vector, packed);
    const state = this.set.find(packed);
    if (state < 0) throw new Refusal('the end of its run is not in the set of states');
    return state;
  }

  private valuesOf<A extends Uint8Array | Int32Array>(
    kind: new (length: number) => A,
    evaluate: (vector: StateVector) => number,
  ): A {
    const { layout } = this.machine;
    const { set } = this;
    const values = new kind(set.count);
    const vector = new Int32Array(layout.fields.length);
    for (let state = 0; state < set.count; state++) {
      layout.unpack(set.packed, state * set.words, vector);
      values[state] = evaluate(vector);
    }
    return values;
  }
}

/** The numbers of a section. @throws Refusal when there is none, or it is cut off */
export function readSection(sections: Certificate['sections'], number: number, columns: number): Uint32Array {
  const bytes = sections[number];
  if (!bytes) throw new Refusal(`there is no section ${number}`);
  return fromPlanes(bytes, columns);
}
