import type { Edge, Location, ProgramGraph } from './graph.js';
import type { System } from './system.js';
import type { Variable } from './variable.js';

/** What is looked up by name again and again, so that a large system takes no quadratic time. */
interface Tables {
  /** By name; of several, which is a mistake, the first. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly processes: ReadonlyMap<string, number>;
  /** By role: the names of the processes that play it. */
  readonly players: Map<string, readonly string[]>;
  /** By role: the roles that each process plays that plays it. */
  readonly common: Map<string, readonly string[]>;
}

const tablesOf = new WeakMap<System, Tables>();

/** The variable of that name. */
export function variableNamed(system: System, name: string): Variable | undefined {
  return tables(system).variables.get(name);
}

/** The index of the process of that name, or -1. */
export function processIndex(system: System, name: string): number {
  return tables(system).processes.get(name) ?? -1;
}

/** The names of the processes that play `role`, in order. */
export function processesWithRole(system: System, role: string): readonly string[] {
  const { players } = tables(system);
  const known = players.get(role);
  if (known) return known;
  const names = system.processes
    .filter(({ template }) => template.roles.includes(role))
    .map(({ name }) => name);
  players.set(role, names);
  return names;
}

/** The roles that each process plays that plays `role`: that one alone where none does. */
export function rolesOfAll(system: System, role: string): readonly string[] {
  const { common } = tables(system);
  const known = common.get(role);
  if (known) return known;
  const players = system.templates.filter(({ roles }) => roles.includes(role));
  const roles = players[0]?.roles.filter((each) => players.every((other) => other.roles.includes(each)));
  common.set(role, roles ?? [role]);
  return roles ?? [role];
}

function tables(system: System): Tables {
  const known = tablesOf.get(system);
  if (known) return known;
  const made: Tables = {
    variables: new Map(system.variables.map((each) => [each.name, each] as const).reverse()),
    processes: new Map(system.processes.map(({ name }, index) => [name, index] as const).reverse()),
    players: new Map(),
    common: new Map(),
  };
  tablesOf.set(system, made);
  return made;
}

/** What is looked up in a program graph again and again. */
interface GraphTables {
  readonly locations: ReadonlyMap<string, number>;
  /** By label: the numbers of the locations that carry it, from the least. */
  readonly labelled: ReadonlyMap<string, readonly number[]>;
  /** By location: the edges from there, in their order. */
  readonly leaving: ReadonlyMap<string, readonly Edge[]>;
}

const tablesOfGraphs = new WeakMap<ProgramGraph, GraphTables>();

/** The location of that name. */
export function locationNamed(graph: ProgramGraph, name: string): Location | undefined {
  return graph.locations[graphTables(graph).locations.get(name) ?? -1];
}

/** The numbers of the locations that carry a label, from the least. */
export function locationsLabelled(graph: ProgramGraph, label: string): readonly number[] {
  return graphTables(graph).labelled.get(label) ?? nowhere;
}

const nowhere: readonly number[] = [];

/** The edges that leave a location, in their order. */
export function edgesFrom(graph: ProgramGraph, location: string): readonly Edge[] {
  return graphTables(graph).leaving.get(location) ?? noEdges;
}

const noEdges: readonly Edge[] = [];

function graphTables(graph: ProgramGraph): GraphTables {
  const known = tablesOfGraphs.get(graph);
  if (known) return known;
  const labelled = new Map<string, number[]>();
  graph.locations.forEach(({ labels }, number) => {
    for (const label of new Set(labels)) {
      const numbers = labelled.get(label);
      if (numbers) numbers.push(number);
      else labelled.set(label, [number]);
    }
  });
  const locations = new Map(graph.locations.map(({ name }, number) => [name, number] as const).reverse());
  const leaving = new Map<string, Edge[]>();
  for (const edge of graph.edges) {
    const edges = leaving.get(edge.from);
    if (edges) edges.push(edge);
    else leaving.set(edge.from, [edge]);
  }
  const made = { locations, labelled, leaving };
  tablesOfGraphs.set(graph, made);
  return made;
}
