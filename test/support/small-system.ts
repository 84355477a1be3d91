import { always, type Edge, type ProcessTemplate } from '../../src/system/index.js';

/** A step that can always be taken and changes nothing, unless more is said. */
export function edge(from: string, to: string, more: Partial<Edge> = {}): Edge {
  return {
    from,
    to,
    action: { name: `goes to ${to}`, tags: [] },
    guard: always,
    assignments: [],
    assertions: [],
    ...more,
  };
}

/** Each location has its name as its label. Where no edge leads on is an end. */
export function template(
  name: string,
  count: number,
  locations: string,
  edges: readonly Edge[],
): ProcessTemplate {
  return {
    name,
    count,
    roles: [name, 'task'],
    graph: {
      initial: locations[0] as string,
      locations: [...locations].map((each) => ({
        name: each,
        labels: [each],
        end: edges.every(({ from }) => from !== each),
      })),
      edges,
    },
  };
}

/** `locations` from the first to the last. */
export function walk(locations: string): readonly Edge[] {
  return [...locations].slice(1).map((to, before) => edge(locations[before] as string, to));
}
