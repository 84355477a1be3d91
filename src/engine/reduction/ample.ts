import type { Assignment, Edge, System } from '../../system/index.js';
import type { Requirements } from '../requirements/index.js';
import { type Access, bitsOf, include, type Scope } from './access.js';
import type { AmpleCondition, AmpleLocation, AmpleSets, LocationSets } from './ample-sets.js';
import { breakCycles } from './cycle-condition.js';
import { addMove, areDependent, emptyFootprint, type Footprint, noSteps } from './dependence.js';
import type { ProcessClass } from './process-classes.js';
import { StaticDependence } from './static-dependence.js';
import { constantAssignments, isRefuted } from './unchanged.js';

/**
 * Finds where the steps of one process are ample.
 *
 * That no step is put off for ever is seen to statically: in each program graph, some location of each cycle has no ample
 * steps (Kurshan et al., "Static partial order reduction", TACAS 1998). So from each state, a search comes in finitely many
 * steps to one in which the steps of all processes are taken; and then a step that is ever enabled in the whole state space
 * is taken in the reduced one, with what it depends on as it is there. Which steps are taken, which predicates come true, and
 * which processes are stuck for ever, is the same in both: see docs/decisions/reductions.md.
 *
 * @throws TooMuchWorkError, TimeIsUpError
 */
export function findAmpleSets(
  system: System,
  requirements: Requirements,
  isTimeUp: () => boolean,
): AmpleSets {
  const known = found.get(requirements);
  if (known?.system === system) return known.sets;
  const dependence = new StaticDependence(system, requirements, isTimeUp);
  const { classes } = dependence;
  const byProcess = new Map<number, readonly (AmpleLocation | undefined)[]>();
  for (const members of classes) {
    const [representative] = members;
    const locations = breakCycles(
      new AmpleFinder(dependence, members).locations(),
      dependence.edgesOf(representative),
      dependence.of(representative).reach.ends,
    );
    for (const member of members)
      byProcess.set(
        member,
        locations.map((each) => each && forMember(each, member, dependence)),
      );
  }
  const sets = system.processes.map((_, index) => byProcess.get(index) ?? []);
  found.set(requirements, { system, sets });
  return sets;
}

/** To ask whether a search can be reduced comes before the search, and often there is more than one. */
const found = new WeakMap<Requirements, { readonly system: System; readonly sets: AmpleSets }>();

/** Finds where the steps of the representative of a class are ample. */
class AmpleFinder {
  private readonly process: number;
  private readonly edges: readonly Edge[];
  /** By edge: from and to, as numbers of locations. */
  private readonly ends: readonly (readonly [number, number])[];
  private readonly accesses: readonly Access[];

  constructor(
    private readonly dependence: StaticDependence,
    private readonly members: ProcessClass,
  ) {
    [this.process] = members;
    this.edges = dependence.edgesOf(this.process);
    const { reach, accesses } = dependence.of(this.process);
    this.ends = reach.ends;
    this.accesses = accesses;
  }

  /** Before it is seen to that each cycle has a location without ample steps. */
  locations(): readonly (AmpleLocation | undefined)[] {
    const { process, edges, ends, members, dependence } = this;
    const { locations } = dependence.system.processes[process]?.template.graph ?? { locations: [] };
    const leaving = locations.map((): number[] => []);
    ends.forEach(([from], index) => {
      leaving[from]?.push(index);
    });
    const touched = dependence.touchedByOthers(members);
    return leaving.map((here, location): AmpleLocation | undefined => {
      if (here.length === 0) return undefined;
      const unchanged = constantAssignments(
        process,
        here.map((index) => edges[index] as Edge),
        touched,
        dependence.numbers,
      );
      const conditions = [
        this.conditionAt(location, here, []),
        ...(unchanged.length > 0 ? [this.conditionAt(location, here, unchanged)] : []),
      ].filter((each) => each !== undefined);
      if (conditions.length === 0) return undefined;
      return {
        conditions,
        visibleTo: dependence.predicates.flatMap(({ steps }, number) =>
          steps.get(process)?.has(location) ? [number] : [],
        ),
      };
    });
  }

  /** @param here the edges that leave the location */
  private conditionAt(
    location: number,
    here: readonly number[],
    unchanged: readonly Assignment[],
  ): AmpleCondition | undefined {
    const { process, edges, ends, members, dependence } = this;
    const possible = here.filter((index) => !isRefuted((edges[index] as Edge).guard, unchanged));
    // A step that leads back to where it begins would be a cycle of ample steps.
    if (possible.length === 0 || possible.some((index) => ends[index]?.[1] === location)) return undefined;
    const own = this.footprintOf(possible, unchanged);
    const others = dependence.locationsOfOthers(
      members,
      (other, future) => !areDependent(own, process, future, other),
    );
    if (others === undefined) return undefined;
    const possibleEdges = possible.map((index) => edges[index] as Edge);
    const [only] = possibleEdges.length === 1 ? possibleEdges : [];
    const isSure = only && isTrue(only) && !only.choice && only.assertions.length === 0;
    return {
      others,
      invisible: this.invisibleWhere(location, own),
      unchanged,
      edges: possibleEdges,
      ...(isSure && { onlyEdge: only }),
    };
  }

  /** Where other processes must stand for steps to be invisible to predicates, if it matters. */
  private invisibleWhere(location: number, own: Footprint): AmpleCondition['invisible'] {
    const { process, members, dependence } = this;
    const visible = dependence.predicates.flatMap(({ steps, anywhere }, predicate) => {
      const askedHere = { ...noSteps, ...steps.get(process)?.get(location) };
      const locations = areDependent(own, process, { ...noSteps, ...anywhere }, -1)
        ? undefined
        : dependence.locationsOfOthers(
            members,
            (other, future, at) =>
              !areDependent(askedHere, process, future, other) &&
              !areDependent(own, process, dependence.askedBy(predicate, other)?.[at] ?? noSteps, other),
          );
      return locations?.size === 0 ? [] : [{ predicate, locations }];
    });
    return groupAlike(visible);
  }

  /** What steps depend on and change that may be taken while what is assigned has its value already. */
  private footprintOf(possible: readonly number[], unchanged: readonly Assignment[]): Footprint {
    const own = emptyFootprint();
    const scope: Scope = { numbers: this.dependence.numbers, self: this.process, bound: new Map() };
    const fixed = unchanged.reduce((bits, each) => bits | bitsOf(each, scope), 0n);
    own.reads |= fixed;
    for (const index of possible) {
      const access = this.accesses[index] as Access;
      include(own, { ...access, writes: access.writes & ~fixed });
      const [from, to] = this.ends[index] as readonly [number, number];
      addMove(own, from, to);
    }
    return own;
  }
}

function groupAlike(
  visible: readonly { readonly predicate: number; readonly locations: LocationSets | undefined }[],
): AmpleCondition['invisible'] {
  const groups = new Map<string, { predicates: number[]; others?: LocationSets }>();
  for (const { predicate, locations } of visible) {
    const key = locations === undefined ? '' : [...locations].flat().join(' ');
    const known = groups.get(key);
    if (known) known.predicates.push(predicate);
    else groups.set(key, { predicates: [predicate], ...(locations && { others: locations }) });
  }
  return [...groups.values()];
}

/** What was found for the representative of a class, said of a member: of each class, all others stand where it was said. */
function forMember(
  { conditions, ...rest }: AmpleLocation,
  member: number,
  dependence: StaticDependence,
): AmpleLocation {
  const ofAll = (locations: LocationSets): LocationSets => {
    const all = new Map(
      [...locations].flatMap(([spoken, bits]) =>
        (dependence.classes.find((each) => each.includes(spoken)) ?? [])
          .filter((each) => each !== member)
          .map((each) => [each, bits] as const),
      ),
    );
    dependence.countWork(all.size);
    return all;
  };
  return {
    ...rest,
    conditions: conditions.map(({ others, invisible, ...alike }) => ({
      ...alike,
      others: ofAll(others),
      invisible: invisible.map(({ predicates, others: besides }) => ({
        predicates,
        ...(besides && { others: ofAll(besides) }),
      })),
    })),
  };
}

function isTrue({ guard }: Edge): boolean {
  return guard.kind === 'constant' && guard.value === true;
}
