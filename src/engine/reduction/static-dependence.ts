import type { Edge, Process, System } from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';
import { type Access, type Bits, bitsFrom, include, nothing, VariableNumbers } from './access.js';
import type { LocationSets } from './ample-sets.js';
import { accessOf, type Footprint } from './dependence.js';
import { othersThan, type ProcessClass, processClasses } from './process-classes.js';
import { Reach } from './reach.js';
import { type VirtualSteps, virtualStepsOf } from './visibility.js';

/** What the steps of one process depend on and change. */
interface ProcessDependence {
  readonly reach: Reach;
  /** By edge of its graph. */
  readonly accesses: readonly Access[];
  /** By location: what it may ever do from there on. */
  readonly future: readonly Footprint[];
  readonly locationsByFuture: ReadonlyMap<Footprint, readonly [number, ...number[]]>;
}

/** Thrown when a system has too many locations and processes for each to be compared with each. */
export class TooMuchWorkError extends Error {
  override readonly name = 'TooMuchWorkError';
}

/** Thrown when it is no longer to be waited for what there is to find. */
export class TimeIsUpError extends Error {
  override readonly name = 'TimeIsUpError';
}

/** In comparisons, and in entries of what is found. */
const maximumWork = 3_000_000;
/** How often it is asked whether the time is up. */
const workPerLook = 64;

/** What may depend on what in a system, as far as the program graphs tell. */
export class StaticDependence {
  private work = 0;
  private nextLook = workPerLook;
  readonly numbers: VariableNumbers;
  readonly classes: readonly ProcessClass[];
  /** By predicate: the invariants, then the goals, in the order of the requirements. */
  readonly predicates: readonly VirtualSteps[];
  /** Of the first two of each class: the representative, and one that stands for the others of its class. */
  private readonly processes: ReadonlyMap<number, ProcessDependence>;
  /** By predicate, by process, by location: what the predicate may ever depend on of the process. */
  private readonly asked: readonly ReadonlyMap<number, readonly Footprint[]>[];

  constructor(
    readonly system: System,
    requirements: Requirements,
    private readonly isTimeUp: () => boolean,
  ) {
    const numbers = new VariableNumbers(system);
    this.numbers = numbers;
    this.classes = processClasses(system, requirements);
    this.predicates = [
      ...requirements.invariants.map(({ holds }) => virtualStepsOf({ kind: 'not', operand: holds }, numbers)),
      ...[...requirements.goals.values()].map((goal) => virtualStepsOf(goal, numbers)),
    ];
    const indices = this.classes.flatMap((members) => members.slice(0, 2));
    this.processes = new Map(
      indices.map((process) => {
        const reach = new Reach(system.processes[process] as Process);
        const accesses = this.edgesOf(process).map((edge) => accessOf(edge, process, numbers));
        const future = reach.footprints(accesses);
        return [process, { reach, accesses, future, locationsByFuture: groupedLocations(future) }];
      }),
    );
    this.asked = this.predicates.map(
      ({ steps }) =>
        new Map(
          indices
            .filter((process) => steps.has(process))
            .map((process) => [process, this.of(process).reach.footprints(undefined, steps.get(process))]),
        ),
    );
  }

  /** Only a system that no search would come to the end of takes as much. @throws TooMuchWorkError, TimeIsUpError */
  countWork(work: number): void {
    this.work += work;
    if (this.work > maximumWork) throw new TooMuchWorkError();
    if (this.work < this.nextLook) return;
    this.nextLook = this.work + workPerLook;
    if (this.isTimeUp()) throw new TimeIsUpError();
  }

  edgesOf(process: number): readonly Edge[] {
    return (this.system.processes[process] as Process).template.graph.edges;
  }

  of(process: number): ProcessDependence {
    return this.processes.get(process) as ProcessDependence;
  }

  /** By location of a process: what a predicate may ever depend on of it; nothing where it asks nothing of the process. */
  askedBy(predicate: number, process: number): readonly Footprint[] | undefined {
    return this.asked[predicate]?.get(process);
  }

  /** What all processes but the representative of `members` depend on or change, or predicates ask of them. */
  touchedByOthers(members: ProcessClass): Access {
    const touched = nothing();
    for (const other of othersThan(members, this.classes))
      for (const each of new Set(this.of(other).future)) include(touched, each);
    for (const { steps, anywhere } of this.predicates) {
      include(touched, anywhere);
      for (const [other, locations] of steps)
        if (other !== members[0]) for (const each of locations.values()) include(touched, each);
    }
    return touched;
  }

  /**
   * Where other processes than the representative of `members` must stand, if it matters; undefined if one of them may stand
   * nowhere. Said of the representative of each class; of `members`, of the next one.
   *
   * @param isFree by what another process may do from one of its locations on, whether it may stand there; asked once of
   * locations that lead to each other
   */
  locationsOfOthers(
    members: ProcessClass,
    isFree: (other: number, future: Footprint, location: number) => boolean,
  ): LocationSets | undefined {
    const locations = new Map<number, Bits>();
    for (const other of othersThan(members, this.classes)) {
      const { future, locationsByFuture } = this.of(other);
      const free: number[] = [];
      for (const [steps, alike] of locationsByFuture) {
        this.countWork(1);
        if (isFree(other, steps, alike[0])) for (const each of alike) free.push(each);
      }
      if (free.length === 0) return undefined;
      if (free.length < future.length) locations.set(other, bitsFrom(free, future.length));
    }
    return locations;
  }
}

function groupedLocations(
  future: readonly Footprint[],
): ReadonlyMap<Footprint, readonly [number, ...number[]]> {
  const grouped = new Map<Footprint, [number, ...number[]]>();
  future.forEach((footprint, location) => {
    const locations = grouped.get(footprint);
    if (locations) locations.push(location);
    else grouped.set(footprint, [location]);
  });
  return grouped;
}
