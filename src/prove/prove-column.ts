import { type Cell, type CheckOptions, type CheckRequest, checkColumn, type Plan } from '../check/index.js';
import { type ModelInstance, statementOf } from '../livepatch/index.js';
import { isBad } from '../report/index.js';
import { type Certificate, digestOf } from '../verify/index.js';
import { klpcheckVersion } from '../version.js';
import { claimOf } from './certify.js';
import { Survey } from './survey.js';

/** A column of the table of verdicts, and what shows it. */
export interface ProvenColumn {
  readonly cells: readonly Cell[];
  readonly certificate: Certificate;
}

/** What a certificate says of where it is from. */
export type Provenance = Pick<Certificate, 'scenario' | 'model' | 'inputs'>;

/**
 * Checks a scenario under a model, and makes a certificate of all that was found. Every state is visited: what a reduction leaves out
 * would be missing in the set.
 *
 * @throws what a check throws, and an error where the certificate would say something else than the search: a mistake in klpcheck
 */
export async function proveColumn(
  plan: Plan,
  model: ModelInstance,
  request: CheckRequest,
  provenance: Provenance,
  options: CheckOptions,
): Promise<ProvenColumn> {
  let survey: Survey | undefined;
  const { cells, searches } = await checkColumn(plan, model, request, {
    ...options,
    reductions: [],
    survey: (composition) => {
      survey = new Survey(statementOf(composition));
      return survey;
    },
  });
  const [search, ...more] = searches;
  if (!search || !survey || more.length > 0) throw new Error('expected one search for all properties');
  const { composition, result } = search;
  const { machine, sections, stateCount } = survey;
  const its = survey;
  return {
    cells,
    certificate: {
      klpcheck: klpcheckVersion,
      ...provenance,
      statement: digestOf(statementOf(composition)),
      reductions: [],
      ...(result.stopped === undefined && {
        states: { section: 0, count: stateCount, words: machine.layout.words },
      }),
      claims: composition.properties.map((property) => claimOf(search, its, property)),
      failing: cells.filter(isBad).map(({ property }) => property.name),
      sections: result.stopped === undefined ? sections : [],
    },
  };
}
