import { type Cell, isVacuous } from '../../check/index.js';
import { type ModelInstance, type Severity, severityOf } from '../../livepatch/index.js';
import { isViolatedBy, type ViolatedCell } from '../group.js';

/** What is known of a patch under one model, by what a violation means. */
export interface Standing {
  readonly model: ModelInstance;
  /** Properties of harm that the mechanism lets the patch violate, the shortest run first. */
  readonly harms: readonly ViolatedCell[];
  /** Those that the new functions violate by themselves, whatever the mechanism. */
  readonly ownFaults: readonly ViolatedCell[];
  /** Those that the old functions violated already. */
  readonly oldFaults: readonly ViolatedCell[];
  /** Those that hold, with evidence. */
  readonly holding: readonly Cell[];
  /** Those of which the scenario says nothing. */
  readonly vacuous: readonly Cell[];
  /** Those of which the search did not find out. */
  readonly unknown: readonly Cell[];
  /** Of the other severities: what the mechanism lets the patch violate, and what was measured. */
  readonly mixtures: readonly ViolatedCell[];
  readonly progress: readonly Cell[];
  readonly costs: readonly Cell[];
}

/** The verdict on a patch under a model, in one word. `untold`: no property of harm was asked for. */
export type Safety = 'unsafe' | 'faulty' | 'unknown' | 'safe' | 'no evidence' | 'untold';

/** @param cells of one scenario; the standings are in the order of its models */
export function standings(cells: readonly Cell[]): readonly Standing[] {
  const models = [...new Map(cells.map(({ model }) => [model.name, model])).values()];
  return models.map((model) =>
    standingOf(
      model,
      cells.filter((cell) => cell.model.name === model.name),
    ),
  );
}

function standingOf(model: ModelInstance, cells: readonly Cell[]): Standing {
  const of = (severity: Severity): readonly Cell[] =>
    cells.filter(({ property }) => severityOf(property) === severity);
  const harm = of('harm');
  const violated = shortestFirst(harm);
  return {
    model,
    harms: violated.filter(({ verdict }) => verdict.origin === undefined),
    ownFaults: violated.filter(({ verdict }) => verdict.origin === 'after the patch'),
    oldFaults: violated.filter(({ verdict }) => verdict.origin === 'before the patch'),
    holding: harm.filter(({ verdict }) => verdict.kind === 'holds' && !isVacuous(verdict)),
    vacuous: harm.filter(({ verdict }) => isVacuous(verdict)),
    unknown: harm.filter(({ verdict }) => verdict.kind === 'inconclusive'),
    mixtures: shortestFirst(of('mixture')).filter(({ verdict }) => isViolatedBy(verdict)),
    progress: of('progress'),
    costs: of('cost'),
  };
}

export function shortestFirst(cells: readonly Cell[]): readonly ViolatedCell[] {
  return cells
    .filter((cell): cell is ViolatedCell => cell.verdict.kind === 'violated')
    .sort((one, other) => lengthOf(one) - lengthOf(other));
}

function lengthOf({ verdict }: ViolatedCell): number {
  return verdict.counterexample.steps.length;
}

export function safetyOf({ harms, ownFaults, oldFaults, holding, vacuous, unknown }: Standing): Safety {
  if (harms.length > 0) return 'unsafe';
  if (ownFaults.length > 0) return 'faulty';
  if (unknown.length > 0) return 'unknown';
  if (holding.length + oldFaults.length > 0) return 'safe';
  return vacuous.length > 0 ? 'no evidence' : 'untold';
}
