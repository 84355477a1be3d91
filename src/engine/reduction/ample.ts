import type {
  Assignment,
  Edge,
  ExpressionNode,
  Process,
  ProcessReference,
  System,
  Value,
  VariableNode,
} from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';
import {
  type Access,
  type Bits,
  bitsOf,
  include,
  nothing,
  readAssignment,
  type Scope,
  VariableNumbers,
} from './access.js';
import {
  accessOf,
  addMove,
  conflict,
  emptyFootprint,
  type Footprint,
  noSteps,
  Reach,
  scopeOf,
} from './footprint.js';
import { interchangeableProcesses } from './interchangeable.js';
import { type Observer, observe } from './visibility.js';

/**
 * When all steps that a process has where it stands may be taken alone, before anybody else's: they are an ample set
 * (Peled; Baier and Katoen, ch. 8). That is so if nothing that anybody else may ever do from where he stands now depends on
 * them, or they on it. One of several ways for that to be so.
 */
export interface AmpleCondition {
  /** By process index: where it must stand. Those that are not here may stand anywhere. */
  readonly others: ReadonlyMap<number, Bits>;
  /** For observers whose question is still open: where others must stand besides; nowhere will do where it is absent. */
  readonly observers: readonly {
    /** By their numbers: the invariants, then the goals, in the order of the requirements. */
    readonly numbers: readonly number[];
    readonly others?: ReadonlyMap<number, Bits>;
  }[];
  /** What must have the value already that steps would give it: then they do not change it. */
  readonly unchanged: readonly Assignment[];
  /** The steps that can be taken then, as far as can be told beforehand. */
  readonly edges: readonly Edge[];
  /**
   * The only one of them, if it can always be taken: then nobody need see the process stand here, unless an observer
   * looks there.
   */
  readonly onlyEdge?: Edge;
}

/** What is known of a location of a process. */
export interface AmpleLocation {
  readonly conditions: readonly AmpleCondition[];
  /** The observers that look for something where a process stands here. */
  readonly observedBy: readonly number[];
}

/** By process, by location. Absent where the steps of a location are never ample. */
export type AmpleSets = readonly (readonly (AmpleLocation | undefined)[])[];

/** Processes that nothing tells apart; what is found for the first holds for all. */
type ProcessClass = readonly [number, ...number[]];

/**
 * Finds where the steps of one process are ample.
 *
 * That no step is put off for ever is seen to statically: in each program graph, some location of each cycle has no ample
 * steps (Kurshan et al., "Static partial order reduction", TACAS 1998). So from each state, a search comes in finitely many
 * steps to one in which everybody's steps are taken; and then a step that is ever enabled in the whole state space is
 * taken in the reduced one, with what it depends on as it is there. Which steps are taken, what observers
 * see, and who is stuck for ever, is the same in both: see docs/decisions/reductions.md.
 */
export function findAmpleSets(system: System, requirements: Requirements): AmpleSets {
  const known = found.get(requirements);
  if (known?.system === system) return known.sets;
  const sets = new AmpleFinder(system, requirements).find();
  found.set(requirements, { system, sets });
  return sets;
}

/** Whoever asks whether a search can be reduced goes on to search, often more than once. */
const found = new WeakMap<Requirements, { readonly system: System; readonly sets: AmpleSets }>();

class AmpleFinder {
  private readonly numbers: VariableNumbers;
  private readonly classes: readonly ProcessClass[];
  private readonly observers: readonly Observer[];
  private readonly reaches: ReadonlyMap<number, Reach>;
  private readonly accesses: ReadonlyMap<number, readonly Access[]>;
  /** By process index, by location: what it may ever do. */
  private readonly steps: ReadonlyMap<number, readonly Footprint[]>;
  /** By observer, by process index, by location: what may ever be asked of the process. */
  private readonly watches: readonly ReadonlyMap<number, readonly Footprint[]>[];

  constructor(
    private readonly system: System,
    requirements: Requirements,
  ) {
    const { processes } = system;
    this.numbers = new VariableNumbers(system);
    const groups = interchangeableProcesses(system, requirements) as readonly ProcessClass[];
    const alone = processes.flatMap((_, index) =>
      groups.some((each) => each.includes(index)) ? [] : [index],
    );
    this.classes = [...groups, ...alone.map((index): ProcessClass => [index])];
    const spokesmen = this.classes.flatMap((members) => members.slice(0, 2));
    const each = <T>(build: (process: number) => T): ReadonlyMap<number, T> =>
      new Map(spokesmen.map((process) => [process, build(process)]));
    const { numbers } = this;
    this.observers = [
      ...requirements.invariants.map(({ holds }) => observe({ kind: 'not', operand: holds }, numbers)),
      ...[...requirements.goals.values()].map((goal) => observe(goal, numbers)),
    ];
    this.reaches = each((process) => new Reach(processes[process] as Process));
    this.accesses = each((process) =>
      edgesOf(system, process).map((edge) => accessOf(edge, process, numbers)),
    );
    this.steps = each((process) => this.reach(process).footprints(this.accesses.get(process)));
    this.watches = this.observers.map(
      ({ steps }) =>
        new Map(
          spokesmen
            .filter((process) => steps.has(process))
            .map((process) => [process, this.reach(process).footprints(undefined, steps.get(process))]),
        ),
    );
  }

  find(): AmpleSets {
    const byProcess = new Map<number, readonly (AmpleLocation | undefined)[]>();
    for (const members of this.classes) {
      const [first] = members;
      const locations = this.breakCycles(first, this.locationsOf(members));
      for (const member of members)
        byProcess.set(
          member,
          locations.map((each) => each && this.forMember(each, member)),
        );
    }
    return this.system.processes.map((_, index) => byProcess.get(index) ?? []);
  }

  private reach(process: number): Reach {
    return this.reaches.get(process) as Reach;
  }

  /** What is found for the first of a class, by location. */
  private locationsOf(members: ProcessClass): readonly (AmpleLocation | undefined)[] {
    const [process] = members;
    const edges = edgesOf(this.system, process);
    const { locations } = (this.system.processes[process] as Process).template.graph;
    const leaving = locations.map((): number[] => []);
    this.reach(process).ends.forEach(([from], index) => {
      leaving[from]?.push(index);
    });
    const touched = this.touchedByOthers(members);
    return leaving.map((here, location): AmpleLocation | undefined => {
      if (here.length === 0) return undefined;
      const unchanged = this.constantsThatMatter(
        process,
        here.map((index) => edges[index] as Edge),
        touched,
      );
      const conditions = [
        this.conditionAt(members, location, here, []),
        ...(unchanged.length > 0 ? [this.conditionAt(members, location, here, unchanged)] : []),
      ].filter((each) => each !== undefined);
      if (conditions.length === 0) return undefined;
      return {
        conditions,
        observedBy: this.observers.flatMap(({ steps }, number) =>
          steps.get(process)?.has(location) ? [number] : [],
        ),
      };
    });
  }

  private conditionAt(
    members: ProcessClass,
    location: number,
    edges: readonly number[],
    unchanged: AmpleCondition['unchanged'],
  ): AmpleCondition | undefined {
    const [process] = members;
    const { ends } = this.reach(process);
    const all = edgesOf(this.system, process);
    const possible = edges.filter((index) => !isRefuted((all[index] as Edge).guard, unchanged));
    // A step that leads back to where it begins would be a cycle of ample steps.
    if (possible.length === 0 || possible.some((index) => ends[index]?.[1] === location)) return undefined;
    const own = this.footprintOf(process, edges, possible, unchanged);
    const others = this.placesOf(members, (other, steps) => !conflict(own, process, steps, other));
    if (others === undefined) return undefined;
    const observers = this.observers.flatMap(({ steps, anywhere }, number) => {
      const asked = { ...noSteps, ...steps.get(process)?.get(location) };
      const watched = this.watches[number];
      const places = conflict(own, process, { ...noSteps, ...anywhere }, -1)
        ? undefined
        : this.placesOf(
            members,
            (other, steps, at) =>
              !conflict(asked, process, steps, other) &&
              !conflict(own, process, watched?.get(other)?.[at] ?? noSteps, other),
          );
      return places?.size === 0 ? [] : [{ number, places }];
    });
    const [only] = possible.length === 1 ? possible.map((index) => all[index] as Edge) : [];
    const isSure = only && isTrue(only) && !only.choice && only.assertions.length === 0;
    return {
      others,
      observers: groupAlike(observers),
      unchanged,
      edges: possible.map((index) => all[index] as Edge),
      ...(isSure && { onlyEdge: only }),
    };
  }

  /**
   * @param edges on which it depends whether the steps are ample: also those that cannot be taken while nothing changes
   * @param possible those that may be taken
   */
  private footprintOf(
    process: number,
    edges: readonly number[],
    possible: readonly number[],
    unchanged: AmpleCondition['unchanged'],
  ): Footprint {
    const own = emptyFootprint();
    const { ends } = this.reach(process);
    const scope: Scope = { numbers: this.numbers, self: process, bound: new Map() };
    const fixed = unchanged.reduce((bits, each) => bits | bitsOf(each, scope), 0n);
    own.reads |= fixed;
    for (const index of edges) {
      const access = this.accesses.get(process)?.[index] as Access;
      if (!possible.includes(index)) continue;
      include(own, { ...access, writes: access.writes & ~fixed });
      const [from, to] = ends[index] as readonly [number, number];
      addMove(own, from, to);
    }
    return own;
  }

  /** What anybody but a process of a class depends on or changes, or is asked of others. */
  private touchedByOthers(members: ProcessClass): Access {
    const touched = nothing();
    for (const others of this.classes) {
      const other = others === members ? others[1] : others[0];
      if (other === undefined) continue;
      for (const each of new Set(this.steps.get(other))) include(touched, each);
    }
    for (const { steps, anywhere } of this.observers) {
      include(touched, anywhere);
      for (const [other, locations] of steps)
        if (other !== members[0]) for (const each of locations.values()) include(touched, each);
    }
    return touched;
  }

  /** The assignments of constants to variables that anybody else depends on or changes. */
  private constantsThatMatter(
    process: number,
    edges: readonly Edge[],
    touched: Access,
  ): readonly Assignment[] {
    const scope: Scope = { numbers: this.numbers, self: process, bound: new Map() };
    const isAnybodys = ({ forEach, of }: Assignment): boolean =>
      forEach !== undefined || of?.kind === 'bound';
    // It may be the same variable that they give another value.
    const anybodys = nothing();
    for (const edge of edges)
      for (const assignment of edge.assignments.filter(isAnybodys))
        readAssignment(assignment, scopeOf(edge, process, this.numbers), anybodys);
    const byTarget = new Map<string, Assignment[]>();
    for (const assignment of edges.flatMap(({ assignments }) => assignments)) {
      if (isAnybodys(assignment)) continue;
      const bits = bitsOf(assignment, scope);
      if ((bits & (touched.reads | touched.writes)) === 0n || (bits & anybodys.writes) !== 0n) continue;
      byTarget.set(String(bits), [...(byTarget.get(String(bits)) ?? []), assignment]);
    }
    // Where two steps give a variable different values, it cannot be unchanged by both.
    return [...byTarget.values()].flatMap(([first, ...others]) =>
      first?.value.kind === 'constant' &&
      others.every(
        ({ value }) => value.kind === 'constant' && value.value === (first.value as { value: Value }).value,
      )
        ? [first]
        : [],
    );
  }

  /**
   * By a spokesman of each class: where he must stand, if it matters; undefined if he may stand nowhere.
   *
   * @param isFree by what another process may do from one of its locations on, whether it may stand there; asked once of
   * locations that lead to each other
   */
  private placesOf(
    members: ProcessClass,
    isFree: (other: number, steps: Footprint, location: number) => boolean,
  ): ReadonlyMap<number, Bits> | undefined {
    const places = new Map<number, Bits>();
    for (const others of this.classes) {
      const other = others === members ? others[1] : others[0];
      if (other === undefined) continue;
      const known = new Map<Footprint, boolean>();
      const free = (this.steps.get(other) ?? []).map((steps, location) => {
        const answer = known.get(steps) ?? isFree(other, steps, location);
        known.set(steps, answer);
        return answer;
      });
      if (!free.includes(true)) return undefined;
      if (free.includes(false))
        places.set(
          other,
          free.reduce((bits, each, at) => (each ? bits | (1n << BigInt(at)) : bits), 0n),
        );
    }
    return places;
  }

  /** Takes locations away until each cycle of the program graph has one without ample steps. */
  private breakCycles(
    process: number,
    locations: readonly (AmpleLocation | undefined)[],
  ): readonly (AmpleLocation | undefined)[] {
    const { ends } = this.reach(process);
    const all = edgesOf(this.system, process);
    const kept = [...locations];
    const state = new Uint8Array(kept.length);
    const [open, done] = [1, 2];
    const visit = (root: number): void => {
      const path: { readonly at: number; readonly next: number[] }[] = [];
      const enter = (at: number): void => {
        state[at] = open;
        const edges = new Set(
          kept[at]?.conditions.flatMap((each) => each.edges.map((edge) => all.indexOf(edge))),
        );
        path.push({ at, next: [...edges].map((edge) => ends[edge]?.[1] as number) });
      };
      enter(root);
      for (let top = path.at(-1); top; top = path.at(-1)) {
        const target = kept[top.at] ? top.next.pop() : undefined;
        if (target === undefined) {
          state[top.at] = done;
          path.pop();
        } else if (kept[target] && state[target] === open) kept[target] = undefined;
        else if (kept[target] && state[target] === 0) enter(target);
      }
    };
    for (let location = 0; location < kept.length; location++)
      if (kept[location] && state[location] === 0) visit(location);
    return kept;
  }

  /** What was found for the first of a class, said of another of it: whoever spoke for a class stands for all the others. */
  private forMember({ conditions, ...rest }: AmpleLocation, member: number): AmpleLocation {
    const everybody = (places: ReadonlyMap<number, Bits>): ReadonlyMap<number, Bits> =>
      new Map(
        [...places].flatMap(([spokesman, bits]) =>
          (this.classes.find((each) => each.includes(spokesman)) ?? [])
            .filter((each) => each !== member)
            .map((each) => [each, bits] as const),
        ),
      );
    return {
      ...rest,
      conditions: conditions.map(({ others, observers, ...alike }) => ({
        ...alike,
        others: everybody(others),
        observers: observers.map(({ numbers, others: places }) => ({
          numbers,
          ...(places && { others: everybody(places) }),
        })),
      })),
    };
  }
}

function groupAlike(
  observers: readonly { readonly number: number; readonly places: ReadonlyMap<number, Bits> | undefined }[],
): AmpleCondition['observers'] {
  const groups = new Map<string, { numbers: number[]; others?: ReadonlyMap<number, Bits> }>();
  for (const { number, places } of observers) {
    const key = places === undefined ? '' : [...places].flat().join(' ');
    const known = groups.get(key);
    if (known) known.numbers.push(number);
    else groups.set(key, { numbers: [number], ...(places && { others: places }) });
  }
  return [...groups.values()];
}

/** Whether a guard is false where some variables have the values that they would be given. */
function isRefuted(guard: ExpressionNode, unchanged: readonly Assignment[]): boolean {
  switch (guard.kind) {
    case 'and':
      return guard.operands.some((each) => isRefuted(each, unchanged));
    case 'variable':
      return valueGiven(guard, unchanged) === false;
    case 'not':
      return guard.operand.kind === 'variable' && valueGiven(guard.operand, unchanged) === true;
    case 'equal': {
      const [variable, constant] =
        guard.left.kind === 'variable' ? [guard.left, guard.right] : [guard.right, guard.left];
      if (variable.kind !== 'variable' || constant.kind !== 'constant') return false;
      const value = valueGiven(variable, unchanged);
      return value !== undefined && value !== constant.value;
    }
    default:
      return false;
  }
}

function valueGiven({ name, of }: VariableNode, unchanged: readonly Assignment[]): Value | undefined {
  const known = unchanged.find((each) => each.name === name && isSame(each.of, of));
  return known?.value.kind === 'constant' ? known.value.value : undefined;
}

function isSame(one: ProcessReference | undefined, other: ProcessReference | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one.kind === 'self' || other.kind === 'self') return one.kind === other.kind;
  return one.kind === 'named' && other.kind === 'named' && one.name === other.name;
}

function isTrue({ guard }: Edge): boolean {
  return guard.kind === 'constant' && guard.value === true;
}

function edgesOf(system: System, process: number): readonly Edge[] {
  return (system.processes[process] as Process).template.graph.edges;
}
