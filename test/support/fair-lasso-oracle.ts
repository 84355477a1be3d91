import { Map as ImmutableMap, is } from 'immutable';
import { expect } from 'vitest';
import {
  type BuchiAutomaton,
  type BuchiState,
  type Lasso,
  satisfies,
  type TemporalProperty,
  toBuchi,
} from '../../src/logic/index.js';
import {
  type Expression,
  enabledSteps,
  evaluate,
  type FairnessConstraint,
  initialStates,
  type State,
  type Step,
  type System,
  takeStep,
} from '../../src/system/index.js';

/** A larger system is not decided. */
const maximumStates = 10;
/** Nor is a product with more nodes that lead to each other: every set of them is looked at. */
const maximumNodesOfClass = 13;

/** Who takes a step, and how it is tagged. */
export interface Taken {
  readonly process: string;
  readonly tags: readonly string[];
}

/** One way on. Nobody takes it where a run rests. */
interface Move {
  readonly target: number;
  readonly taken?: Taken;
}

/** A reachable state; or the same state once more, for a run that rests there for ever. */
interface Situation {
  readonly state: State;
  readonly enabled: readonly Taken[];
  readonly moves: readonly Move[];
}

/** A situation in which a state of the automaton reads the state. */
interface Node {
  readonly acceptance: ReadonlySet<number>;
  readonly enabled: readonly Taken[];
  readonly edges: readonly { readonly to: number; readonly taken?: Taken }[];
}

/** What a fairness constraint asks of one process. */
export interface Obligation {
  readonly strength: FairnessConstraint['strength'];
  covers(taken: Taken): boolean;
}

/**
 * Whether some run violates the property that is fair in this sense.
 *
 * @param tried only the largest sets of nodes, if one only wants to know whether smaller ones make a difference
 */
export type Oracle = (fairness: readonly FairnessConstraint[], tried?: 'all' | 'largest') => boolean;

/**
 * Knows by brute force which properties a system has; undefined when that would take too long. The nodes of the product
 * that a run visits again and again are some set of nodes that lead to each other, so every such set is tried.
 */
export function oracleFor(system: System, property: TemporalProperty): Oracle | undefined {
  const situations = explore(system);
  if (situations === undefined) return undefined;
  const automaton = toBuchi({ kind: 'not', operand: property.formula });
  const product = multiply(situations, initialStates(system).length, automaton, (atom, { state }) =>
    holds(system, property, atom, state),
  );
  const classes = classesOf(product);
  if (classes.some(({ length }) => length > maximumNodesOfClass)) return undefined;
  return (fairness, tried = 'all') => {
    const obligations = obligationsOf(system, fairness);
    return classes.some((numbers) => {
      const canBeVisited = demandsOn(product, numbers, automaton.acceptanceSets, obligations);
      const largest = 2 ** numbers.length - 1;
      for (let set = tried === 'all' ? 1 : largest; set <= largest; set++) if (canBeVisited(set)) return true;
      return false;
    });
  };
}

/** The nodes of the product that a run can come to. */
function multiply(
  situations: readonly Situation[],
  initialCount: number,
  automaton: BuchiAutomaton,
  isTrue: (atom: string, situation: Situation) => boolean,
): ReadonlyMap<number, Node> {
  const { length: size } = automaton.states;
  const readersOf = (situation: number, candidates: readonly number[]): readonly number[] =>
    candidates
      .filter((each) =>
        (automaton.states[each] as BuchiState).literals.every(
          ({ atom, positive }) => isTrue(atom, situations[situation] as Situation) === positive,
        ),
      )
      .map((each) => situation * size + each);
  const nodeOf = (number: number): Node => {
    const { enabled, moves } = situations[Math.floor(number / size)] as Situation;
    const { acceptance, successors } = automaton.states[number % size] as BuchiState;
    const edges = moves.flatMap(({ target, ...rest }) =>
      readersOf(target, successors).map((to) => ({ to, ...rest })),
    );
    return { acceptance, enabled, edges };
  };
  const nodes = new Map<number, Node>();
  const initial = Array.from({ length: initialCount }, (_, each) => readersOf(each, automaton.initial));
  const pending = new Set(initial.flat());
  for (const number of pending) {
    const node = nodeOf(number);
    nodes.set(number, node);
    for (const { to } of node.edges) pending.add(to);
  }
  return nodes;
}

/** The nodes on cycles, those together that lead to each other. */
function classesOf(product: ReadonlyMap<number, Node>): readonly (readonly number[])[] {
  const reachable = new Map(
    [...product].map(([number, { edges }]) => {
      const seen = new Set(edges.map(({ to }) => to));
      for (const each of seen) for (const { to } of product.get(each)?.edges ?? []) seen.add(to);
      return [number, seen];
    }),
  );
  const classes = [...reachable].map(([number, seen]) =>
    [...seen].filter((other) => reachable.get(other)?.has(number)).sort((one, other) => one - other),
  );
  return [...new Map(classes.filter(({ length }) => length > 0).map((each) => [each[0], each])).values()];
}

/**
 * Tells of a set of nodes, given as bits, whether a run that is accepted and fair can visit just these for ever: it can
 * take every edge between them again and again.
 */
function demandsOn(
  product: ReadonlyMap<number, Node>,
  numbers: readonly number[],
  acceptanceSets: number,
  obligations: readonly Obligation[],
): (set: number) => boolean {
  const nodes = numbers.map((number) => product.get(number) as Node);
  const nodesWhere = (isIn: (node: Node) => boolean): number =>
    nodes.reduce((set, node, position) => (isIn(node) ? set | (1 << position) : set), 0);
  const targets = (counts: (taken: Taken | undefined) => boolean): readonly number[] =>
    nodes.map(({ edges }) =>
      edges
        .filter(({ to, taken }) => numbers.includes(to) && counts(taken))
        .reduce((set, { to }) => set | (1 << numbers.indexOf(to)), 0),
    );
  const successors = targets(() => true);
  const predecessors = nodes.map((_, position) =>
    successors.reduce((set, each, from) => (contains(each, position) ? set | (1 << from) : set), 0),
  );
  const acceptances = Array.from({ length: acceptanceSets }, (_, index) =>
    nodesWhere(({ acceptance }) => acceptance.has(index)),
  );
  const fairnesses = obligations.map(({ strength, covers }) => {
    const enabled = nodesWhere((node) => node.enabled.some(covers));
    const taking = targets((taken) => taken !== undefined && covers(taken));
    const isExcused = (set: number): boolean =>
      strength === 'weak' ? (set & ~enabled) !== 0 : (set & enabled) === 0;
    return (set: number): boolean =>
      isExcused(set) || taking.some((each, from) => contains(set, from) && (set & each) !== 0);
  });
  return (set) =>
    acceptances.every((acceptance) => (set & acceptance) !== 0) &&
    fairnesses.every((isMet) => isMet(set)) &&
    reachedWithin(set, successors) === set &&
    reachedWithin(set, predecessors) === set;
}

/** The nodes of a set that one comes to from its lowest, by one edge or more, without leaving the set. */
function reachedWithin(set: number, neighbours: readonly number[]): number {
  const lowest = neighbours.findIndex((_, position) => contains(set, position));
  let reached = (neighbours[lowest] as number) & set;
  for (let before = 0; before !== reached; ) {
    before = reached;
    neighbours.forEach((each, position) => {
      if (contains(reached, position)) reached |= each & set;
    });
  }
  return reached;
}

function contains(set: number, position: number): boolean {
  return (set & (1 << position)) !== 0;
}

/** Checks, by the reference interpreter, that a lasso is a fair run of the system, and violates the property. */
export function expectFairViolation(system: System, property: TemporalProperty, lasso: Lasso): void {
  expectRun(system, lasso);
  expectFair(system, lasso);
  const { states, loopStart } = lasso;
  const isTrue = (atom: string, position: number): boolean =>
    holds(system, property, atom, states[position] as State);
  expect(satisfies({ length: states.length, loopStart, isTrue }, property.formula)).toBe(false);
}

function expectRun(system: System, { states, kinds, loopStart }: Lasso): void {
  expect(kinds).toHaveLength(states.length);
  expect(states[loopStart]).toBeDefined();
  expect(initialStates(system).some((state) => is(state, states[0]))).toBe(true);
  states.forEach((state, position) => {
    const next = states[position + 1] ?? states[loopStart];
    const kind = kinds[position];
    const ways = enabledSteps(system, state).map((step) => ({
      process: system.processes.indexOf(step.process),
      tags: step.edge.action.tags,
      leadsOn: is(takeStep(system, state, step), next),
    }));
    if (kind) expect(ways).toContainEqual({ ...kind, leadsOn: true });
    // Who rests once rests for ever.
    else expect([states.length - 1, loopStart]).toEqual([position, position]);
  });
}

function expectFair(system: System, { states, kinds, loopStart }: Lasso): void {
  const cycle = states.slice(loopStart);
  const takenInCycle = kinds.slice(loopStart).flatMap((kind): readonly Taken[] => {
    const process = kind && system.processes[kind.process];
    return process ? [{ process: process.name, tags: kind.tags }] : [];
  });
  for (const { strength, covers } of obligationsOf(system, system.fairness)) {
    const isEnabled = cycle.map((state) => enabledSteps(system, state).some((step) => covers(takenBy(step))));
    const isExcused = strength === 'weak' ? isEnabled.includes(false) : !isEnabled.includes(true);
    expect(isExcused || takenInCycle.some(covers)).toBe(true);
  }
}

/** The reachable states, the initial ones first; then all of them once more, to rest there. */
function explore(system: System): readonly Situation[] | undefined {
  const states = [...initialStates(system)];
  const numbers = ImmutableMap(states.map((state, number) => [state, number])).asMutable();
  const ways: Required<Move>[][] = [];
  for (const state of states) {
    if (states.length > maximumStates) return undefined;
    const steps = enabledSteps(system, state).map((step) => {
      const next = takeStep(system, state, step);
      const target = numbers.get(next) ?? states.length;
      if (target === states.length) {
        numbers.set(next, target);
        states.push(next);
      }
      return { target, taken: takenBy(step) };
    });
    ways.push(steps);
  }
  const enabledIn = (number: number): readonly Taken[] => (ways[number] ?? []).map(({ taken }) => taken);
  const restIn = (number: number): Move => ({ target: states.length + number });
  return [
    ...states.map((state, number) => ({
      state,
      enabled: enabledIn(number),
      moves: [...(ways[number] ?? []), restIn(number)],
    })),
    ...states.map((state, number) => ({ state, enabled: enabledIn(number), moves: [restIn(number)] })),
  ];
}

export function takenBy({ process, edge }: Step): Taken {
  return { process: process.name, tags: edge.action.tags };
}

/** Written once more, so that the meaning of a constraint is not taken from what is tested. */
export function obligationsOf(
  { processes }: System,
  fairness: readonly FairnessConstraint[],
): readonly Obligation[] {
  return fairness.flatMap(({ strength, template, steps }) => {
    const isMeant = (tags: readonly string[]): boolean => {
      if (steps === undefined) return true;
      return 'withTag' in steps
        ? tags.some((tag) => tag === steps.withTag)
        : tags.every((tag) => tag !== steps.withoutTag);
    };
    return processes
      .filter((process) => process.template.name === template)
      .map(
        ({ name }): Obligation => ({
          strength,
          covers: ({ process, tags }) => process === name && isMeant(tags),
        }),
      );
  });
}

export function holds(system: System, { atoms }: TemporalProperty, atom: string, state: State): boolean {
  return evaluate(atoms.get(atom) as Expression<boolean>, system, state);
}
