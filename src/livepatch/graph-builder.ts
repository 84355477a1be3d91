import {
  type Action,
  type Assignment,
  always,
  and,
  type Edge,
  type Expression,
  type Location,
  type ProgramGraph,
} from '../system/index.js';
import type { VersionedBody } from './code-states.js';
import type { Effect } from './model.js';

/** A call of a patched function that enters a version of it, or the end of a traversal of the kernel. */
export type Moment = VersionedBody | 'traversal end';

/** The parts of one step, which come from the statement and the mechanism. */
export interface StepParts {
  readonly guard?: Expression<boolean>;
  readonly effects?: readonly (Effect | undefined)[];
  readonly set?: readonly Assignment[];
  /** What observers may take note of at this step. */
  readonly moment?: Moment;
  readonly choice?: Edge['choice'];
  /** The task takes itself off the task list. */
  readonly releasesTask?: true;
  /** The task takes the step while an interrupt is on top of it: any other has to wait. */
  readonly whileInterrupted?: true;
}

/** Adds the step that a statement consists of, or one of them, from where it stands. */
export type AddStep = (
  to: string,
  name: string,
  parts?: StepParts,
  tags?: readonly string[],
  about?: ActionDetails,
) => void;

/** What can be told of an action besides its name and its tags. */
export type ActionDetails = Pick<Action, 'source' | 'subject'>;

/** Collects the locations and edges of a program graph. Locations are made as they are first named. */
export class GraphBuilder {
  private readonly locations = new Map<string, Location>();
  private readonly edges: Edge[] = [];

  /** Adds a location, and gives its name. */
  addLocation(name: string, labels: readonly string[], end = false): string {
    this.locations.set(name, end ? { name, labels, end } : { name, labels });
    return name;
  }

  has(name: string): boolean {
    return this.locations.has(name);
  }

  get size(): number {
    return this.locations.size;
  }

  addEdge(from: string, to: string, action: Action, parts: StepParts = {}): Edge {
    const { guard = always, effects = [], set = [], choice } = parts;
    const edge: Edge = {
      from,
      to,
      action,
      guard: and(guard, ...effects.map((effect) => effect?.when ?? always)),
      assignments: [...effects.flatMap((effect) => effect?.set ?? []), ...set],
      assertions: [],
      ...(choice && { choice }),
    };
    this.edges.push(edge);
    return edge;
  }

  build(initial: string): ProgramGraph {
    return { initial, locations: [...this.locations.values()], edges: this.edges };
  }
}
