import type { Edge, Expression, Location, ProgramGraph } from '../system/index.js';
import { labels, stepTags } from './vocabulary.js';

/** A program graph in which a task that is released goes on unlisted, and what became of each step that is left. */
export interface Unlisted {
  readonly graph: ProgramGraph;
  /** The steps of the new graph that stand for a step of the old one. */
  copiesOf(edge: Edge): readonly Edge[];
}

/**
 * After `release_task()` a task is in nobody's task list, and runs on to its end: what it comes to from there is there once
 * more, unlisted. Where it would come to user space, or to where it starts, it dies.
 *
 * @param released the steps by which it is released
 * @param first where the task starts, once it is born
 * @param exited the location of a task that is dead
 * @param mayDie true where a task that has come to its end dies
 */
export function goOnUnlisted(
  { initial, locations, edges }: ProgramGraph,
  released: ReadonlySet<Edge>,
  first: string,
  exited: string,
  mayDie: Expression<boolean>,
): Unlisted {
  const byName = new Map(locations.map((each) => [each.name, each]));
  const from = edgesByOrigin(edges);
  const isEnd = (name: string): boolean =>
    name === first ||
    [labels.userSpace, labels.exited].some((label) => byName.get(name)?.labels.includes(label));
  const after = reachable(
    [...released].map(({ to }) => to).filter((name) => !isEnd(name)),
    (name) => (from.get(name) ?? []).map(({ to }) => to).filter((to) => !isEnd(to)),
  );
  const goesTo = (to: string): string => (isEnd(to) ? exited : unlisted(to));
  const copies = new Map<Edge, Edge[]>(
    edges.map((edge) => [edge, released.has(edge) ? [{ ...edge, to: goesTo(edge.to) }] : [edge]]),
  );
  for (const name of after)
    for (const edge of from.get(name) ?? []) {
      const dies = isEnd(edge.to);
      const copy: Edge = {
        ...edge,
        from: unlisted(name),
        to: goesTo(edge.to),
        // It does not cross the boundary any more.
        ...(dies && {
          guard: mayDie,
          assignments: [],
          action: { name: 'do_task_dead()', tags: [stepTags.exits] },
        }),
      };
      copies.get(edge)?.push(copy);
    }
  const all = [...copies.values()].flat();
  const next = edgesByOrigin(all);
  const alive = reachable([initial], (name) => (next.get(name) ?? []).map(({ to }) => to));
  const twins = [...after].flatMap((name): readonly Location[] => {
    const location = byName.get(name);
    return location
      ? [{ ...location, name: unlisted(name), labels: [...location.labels, labels.unlisted] }]
      : [];
  });
  return {
    graph: {
      initial,
      locations: [...locations, ...twins].filter(({ name }) => alive.has(name)),
      edges: all.filter((edge) => alive.has(edge.from)),
    },
    copiesOf: (edge) => (copies.get(edge) ?? []).filter((copy) => alive.has(copy.from)),
  };
}

function edgesByOrigin(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const byOrigin = new Map<string, Edge[]>();
  for (const edge of edges) {
    const others = byOrigin.get(edge.from);
    if (others) others.push(edge);
    else byOrigin.set(edge.from, [edge]);
  }
  return byOrigin;
}

function unlisted(name: string): string {
  return `${name}, unlisted`;
}

function reachable(from: readonly string[], next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  for (const name of seen) for (const to of next(name)) seen.add(to);
  return seen;
}
