import { type Edge, type Process, processesWithRole } from '../../system/index.js';
import {
  type Access,
  type Bits,
  bind,
  has,
  include,
  nothing,
  readAssignment,
  readExpression,
  type Scope,
  type VariableNumbers,
} from './access.js';

/** What some steps of one process depend on and change: variables, and from where to where the process moves. */
export interface Footprint extends Access {
  /** From and to, as numbers of locations, under a key of their own. Steps that leave a process where it is have none. */
  readonly moves: Map<string, readonly [number, number]>;
}

/** Graphs with more locations are not looked at location by location: all of their steps count as within reach. */
const maximumLocations = 1000;

/** What a step of a process depends on and changes. */
export function accessOf(edge: Edge, process: number, numbers: VariableNumbers): Access {
  const access = nothing();
  const scope = scopeOf(edge, process, numbers);
  readExpression(edge.guard, scope, access);
  for (const { condition } of edge.assertions) readExpression(condition, scope, access);
  for (const assignment of edge.assignments) readAssignment(assignment, scope, access);
  return access;
}

export function scopeOf({ choice }: Edge, process: number, numbers: VariableNumbers): Scope {
  const own: Scope = { numbers, self: process, bound: new Map() };
  if (!choice) return own;
  const { system } = numbers;
  const chosen = processesWithRole(system, choice.role).map((name) =>
    system.processes.findIndex((each) => each.name === name),
  );
  return bind(own, choice.binder, chosen);
}

/** The program graph of a process by numbers, and what can be reached in it from where. */
export class Reach {
  /** By edge: from and to, as numbers of locations. */
  readonly ends: readonly (readonly [number, number])[];
  /** By location: the component that it is in. A component has a higher number than those that it leads to. */
  private readonly componentOf: Int32Array;
  private readonly componentCount: number;

  constructor({ template: { graph } }: Process) {
    const numberOf = new Map(graph.locations.map(({ name }, index) => [name, index]));
    this.ends = graph.edges.map(
      ({ from, to }) => [numberOf.get(from) as number, numberOf.get(to) as number] as const,
    );
    const count = graph.locations.length;
    const { of, count: components } =
      count > maximumLocations ? { of: new Int32Array(count), count: 1 } : componentsOf(count, this.ends);
    this.componentOf = of;
    this.componentCount = components;
  }

  /**
   * By location: what all steps that may ever be taken from there on depend on and change, whatever their guards say.
   * Locations that lead to each other share one.
   *
   * @param edges by edge, what it depends on and changes; left out where only observers count
   * @param observed by location, what an observer asks there
   */
  footprints(edges?: readonly Access[], observed?: ReadonlyMap<number, Access>): readonly Footprint[] {
    const footprints = Array.from({ length: this.componentCount }, emptyFootprint);
    const successors = footprints.map(() => new Set<number>());
    this.ends.forEach(([from, to], edge) => {
      const component = this.componentOf[from] as number;
      successors[component]?.add(this.componentOf[to] as number);
      const access = edges?.[edge];
      const footprint = footprints[component];
      if (!access || !footprint) return;
      include(footprint, access);
      addMove(footprint, from, to);
    });
    for (const [location, access] of observed ?? [])
      include(footprints[this.componentOf[location] as number] as Footprint, access);
    footprints.forEach((footprint, component) => {
      for (const each of successors[component] ?? []) {
        if (each === component) continue;
        const other = footprints[each] as Footprint;
        include(footprint, other);
        for (const [key, move] of other.moves) footprint.moves.set(key, move);
      }
    });
    return Array.from(this.componentOf, (each) => footprints[each] as Footprint);
  }
}

export function emptyFootprint(): Footprint {
  return { ...nothing(), moves: new Map() };
}

/** Of no steps at all. Nothing is ever added to it. */
export const noSteps: Readonly<Footprint> = emptyFootprint();

export function addMove(footprint: Footprint, from: number, to: number): void {
  if (from !== to) footprint.moves.set(`${from} ${to}`, [from, to]);
}

/** Whether some steps depend on what others of another process change, or the reverse, or both change the same. */
export function conflict(
  one: Footprint,
  oneProcess: number,
  other: Footprint,
  otherProcess: number,
): boolean {
  if ((one.writes & (other.reads | other.writes)) !== 0n || (one.reads & other.writes) !== 0n) return true;
  return sees(other.sees.get(oneProcess), one.moves) || sees(one.sees.get(otherProcess), other.moves);
}

function sees(sets: ReadonlySet<Bits> | undefined, moves: Footprint['moves']): boolean {
  if (sets === undefined) return false;
  for (const set of sets)
    for (const [from, to] of moves.values()) if (has(set, from) !== has(set, to)) return true;
  return false;
}

/** Tarjan's strongly connected components, each numbered after those that it leads to. */
function componentsOf(
  count: number,
  edges: readonly (readonly [number, number])[],
): { readonly of: Int32Array; readonly count: number } {
  const successors = Array.from({ length: count }, (): number[] => []);
  for (const [from, to] of edges) successors[from]?.push(to);
  const of = new Int32Array(count).fill(-1);
  const order = new Int32Array(count);
  const low = new Int32Array(count);
  const stack: number[] = [];
  let visited = 0;
  let components = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== 0) continue;
    const work: { readonly node: number; next: number }[] = [{ node: root, next: 0 }];
    order[root] = low[root] = ++visited;
    stack.push(root);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { node } = top;
      const successor = successors[node]?.[top.next++];
      if (successor !== undefined) {
        if (order[successor] === 0) {
          order[successor] = low[successor] = ++visited;
          stack.push(successor);
          work.push({ node: successor, next: 0 });
        } else if (of[successor] === -1)
          low[node] = Math.min(low[node] as number, order[successor] as number);
        continue;
      }
      work.pop();
      const caller = work.at(-1);
      if (caller) low[caller.node] = Math.min(low[caller.node] as number, low[node] as number);
      if (low[node] !== order[node]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        of[member] = components;
        if (member === node) break;
      }
      components += 1;
    }
  }
  return { of, count: components };
}
