import type { Process } from '../../system/index.js';
import { type Access, include } from './access.js';
import { addMove, emptyFootprint, type Footprint } from './dependence.js';

/** Graphs with more locations are not looked at location by location: all of their steps count as within reach. */
const maximumLocations = 1000;

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
   * @param edges by edge, what it depends on and changes; left out where only predicates count
   * @param asked by location, what a predicate depends on there
   */
  footprints(edges?: readonly Access[], asked?: ReadonlyMap<number, Access>): readonly Footprint[] {
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
    for (const [location, access] of asked ?? [])
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
