import type { CertifiedMeasure, UnitEvidence } from './certificate.js';
import type { Machine, MachineStep } from './machine.js';
import type { Graph } from './product.js';
import { Refusal } from './refusal.js';
import { expectCycle, type TakenRun, takeFairLasso, takeRun } from './run.js';
import type { CountedUnit, QuantityQuestion } from './statement.js';

/** What is counted, where: by state, whether `during` is true; by kind of step, 1 where it is counted. */
export interface Counted {
  readonly graph: Graph;
  readonly inside: Uint8Array;
  readonly weights: Uint8Array;
}

/** How much is counted on the longest way from a state; twice that, and one more where a way on which as much is counted ends. */
type Length = number;
const unreached = 0x7fffffff;

/**
 * By state, the longest way on from there: the least fixpoint of what its steps say. A run on which more is counted than `most` ends
 * it.
 *
 * @throws Refusal when more is counted
 */
export function longestWays({ graph, inside, weights }: Counted, most: Length): Int32Array {
  const { stateCount, offsets, targets, kinds } = graph;
  const longest = new Int32Array(stateCount);
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = 0; state < stateCount; state++) {
      if (inside[state] === 0) continue;
      let length = longest[state] as number;
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
        const target = targets[step] as number;
        const beyond = inside[target] === 1 ? (longest[target] as number) : 1;
        length = Math.max(length, beyond + 2 * (weights[kinds[step] as number] as number));
      }
      if (length === longest[state]) continue;
      if (length > most) throw new Refusal('more is counted than the worst case that is claimed');
      longest[state] = length;
      changed = true;
    }
  }
  return longest;
}

/** By state, how much is counted on the shortest way from there to the end; {@link unreached} where there is none. */
function shortestWays({ graph, inside, weights }: Counted): Int32Array {
  const { stateCount, offsets, targets, kinds } = graph;
  const shortest = new Int32Array(stateCount).fill(unreached);
  for (let changed = true; changed; ) {
    changed = false;
    for (let state = 0; state < stateCount; state++) {
      if (inside[state] === 0) continue;
      let length = shortest[state] as number;
      for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
        const target = targets[step] as number;
        const beyond = inside[target] === 1 ? (shortest[target] as number) : 0;
        if (beyond !== unreached)
          length = Math.min(length, beyond + (weights[kinds[step] as number] as number));
      }
      if (length === shortest[state]) continue;
      shortest[state] = length;
      changed = true;
    }
  }
  return shortest;
}

/** Where it begins to be counted: initial states, and those that are entered from outside. */
function entriesOf({ graph, inside }: Counted): readonly number[] {
  const { stateCount, offsets, targets, initial } = graph;
  const entries = new Set(initial.filter((state) => inside[state] === 1));
  for (let state = 0; state < stateCount; state++) {
    if (inside[state] === 1) continue;
    for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++)
      if (inside[targets[step] as number] === 1) entries.add(targets[step] as number);
  }
  return [...entries];
}

/**
 * Makes sure of the best and the worst case of one unit: nothing in the set is better or worse, and a run takes as much.
 *
 * @throws Refusal when that is not so
 */
export function checkUnit(
  machine: Machine,
  question: QuantityQuestion,
  unit: CountedUnit,
  evidence: UnitEvidence,
  counted: Counted,
): void {
  const { best, worst, neverEnds, evidence: shown } = evidence;
  const entries = entriesOf(counted);
  const during = machine.evaluators.of(question.during);
  const isInside = (run: TakenRun): readonly boolean[] => run.states.map((state) => during(state) === 1);
  const isCounted = ({ process, edge }: MachineStep): boolean =>
    unit.counts(
      machine.system.processes[process] as (typeof machine.system.processes)[number],
      edge.action.tags,
    );

  const shortest = shortestWays(counted);
  const least = entries.reduce((so, entry) => Math.min(so, shortest[entry] as number), unreached);
  if (best === undefined ? least !== unreached : least < best.count)
    throw new Refusal(`${unit.name}: less is counted than the best case that is claimed`);
  if (best) {
    const run = takeRun(machine, best.run);
    const stretch = lastStretch(isInside(run));
    if (!stretch.ends || run.steps.slice(stretch.begin).filter(isCounted).length !== best.count)
      throw new Refusal(`${unit.name}: the run of the best case does not take what is claimed`);
  }

  if (shown.kind !== 'bounded') {
    if (worst !== undefined || neverEnds)
      throw new Refusal(`${unit.name}: what is unbounded is given a bound`);
    if (shown.kind === 'endless') {
      if (!question.endlessIsUnbounded)
        throw new Refusal(`${unit.name}: that it lasts for ever does not count here`);
      const { states, loop } = takeFairLasso(machine, shown.run);
      if (!states.slice(loop).every((state) => during(state) === 1))
        throw new Refusal(`${unit.name}: the run that lasts for ever does not`);
      return;
    }
    const run = takeRun(machine, shown.run);
    const loop = shown.run.loop ?? run.states.length;
    expectCycle(run.states, loop);
    if (
      !isInside(run)
        .slice(loop)
        .every((each) => each) ||
      !run.steps.slice(loop).some(isCounted)
    )
      throw new Refusal(`${unit.name}: the cycle of a run does not add to what is counted`);
    return;
  }
  if (worst === undefined) throw new Refusal(`${unit.name}: there is no bound`);
  const longest = longestWays(counted, 2 * worst + 1);
  const most = entries.reduce((so, entry) => Math.max(so, longest[entry] as number), 0);
  if (most > 2 * worst + 1 || (neverEnds && most > 2 * worst))
    throw new Refusal(`${unit.name}: more is counted than the worst case that is claimed`);
  if (!shown.run) {
    if (worst > 0 || (entries.length > 0 && !neverEnds))
      throw new Refusal(`${unit.name}: no run shows the worst case`);
    return;
  }
  const run = takeRun(machine, shown.run);
  const stretch = lastStretch(isInside(run));
  if ((!neverEnds && !stretch.ends) || run.steps.slice(stretch.begin).filter(isCounted).length !== worst)
    throw new Refusal(`${unit.name}: the run of the worst case does not take what is claimed`);
}

/** Where a run was inside for the last time without a break, and whether it has left since. */
function lastStretch(isInside: readonly boolean[]): { readonly begin: number; readonly ends: boolean } {
  const ends = isInside.at(-1) === false;
  const last = isInside.length - (ends ? 2 : 1);
  if (isInside[last] !== true) throw new Refusal('nothing is counted in a run');
  return { begin: isInside.lastIndexOf(false, last) + 1, ends };
}

/** The measures of a property, of what was measured for several tasks: of each unit the least and the greatest. */
export function measuresOf(
  measured: readonly { readonly unit: string; readonly evidence: UnitEvidence }[],
): readonly CertifiedMeasure[] {
  const units = [...new Set(measured.map(({ unit }) => unit))];
  return units.map((unit) => {
    const its = measured.flatMap((each) => (each.unit === unit ? [each.evidence] : []));
    const bests = its.flatMap(({ best }) => (best ? [best.count] : []));
    // Of two that take as much, the one that comes to an end is worse: what the other says is a lower bound only.
    const length = ({ worst, neverEnds }: UnitEvidence): number =>
      worst === undefined ? Number.POSITIVE_INFINITY : 2 * worst + (neverEnds ? 0 : 1);
    const worst = its.reduce((one, other) => (length(other) > length(one) ? other : one));
    return {
      unit,
      ...(bests.length > 0 && { best: Math.min(...bests) }),
      worst: worst.worst ?? 'unbounded',
      ...(worst.neverEnds && { neverEnds: true as const }),
    };
  });
}
