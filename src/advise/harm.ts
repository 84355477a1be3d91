import { type Cell, type CheckOptions, check, isVacuous } from '../check/index.js';
import { type ModelInstance, type Property, severityOf } from '../livepatch/index.js';
import type { Scenario } from '../scenario/index.js';

/** What a mechanism lets a patch do to the kernel. */
export interface Harm {
  /** The properties of harm that are violated. */
  readonly violated: readonly Cell[];
  /** Those of which the search did not find out. */
  readonly undecided: readonly Cell[];
  /** The names of those that hold with evidence. */
  readonly holding: ReadonlySet<string>;
}

/** Checks what is of harm, and nothing else. What the old functions do by themselves is not the patch's. */
export async function harmOf(
  scenario: Scenario,
  model: ModelInstance,
  known: readonly Property[],
  options: Omit<CheckOptions, 'onProgress'>,
): Promise<Harm> {
  const { cells } = await check(
    {
      scenarios: [{ ...scenario, expectations: [] }],
      knownModels: [model.model],
      knownProperties: known,
      models: [model],
      properties: known.filter((property) => severityOf(property) === 'harm'),
    },
    options,
  );
  return {
    violated: cells.filter(
      ({ verdict }) => verdict.kind === 'violated' && verdict.origin !== 'before the patch',
    ),
    undecided: cells.filter(({ verdict }) => verdict.kind === 'inconclusive'),
    holding: new Set(
      cells
        .filter(({ verdict }) => verdict.kind === 'holds' && !isVacuous(verdict))
        .map(({ property }) => property.name),
    ),
  };
}
