import type { Cell } from '../check/index.js';
import { severityOf } from '../livepatch/index.js';
import { printableJson } from '../text/index.js';
import { toJson } from '../trace/index.js';
import { klpcheckVersion } from '../version.js';
import type { CheckDocument } from './check-schema.js';
import { summarise } from './group.js';
import type { Render, Reporter } from './reporter.js';

const render: Render = (report) => {
  const document: CheckDocument = {
    schemaVersion: 1,
    klpcheckVersion,
    results: report.cells.map(toResult),
    unreached: report.unreached.map(({ scenario, model, ...rest }) => ({
      scenario: scenario.name,
      file: scenario.file,
      model: model.name,
      ...rest,
    })),
    summary: summarise(report),
  };
  return printableJson(document);
};

/** For a script: one document, as `schema/check.schema.json` describes it. */
export const json: Reporter = { audience: 'program', render };

function toResult({
  scenario,
  model,
  property,
  verdict,
  expected,
  asExpected,
  exhaustive,
  fairness,
  statistics,
}: Cell): CheckDocument['results'][number] {
  return {
    scenario: scenario.name,
    file: scenario.file,
    model: model.name,
    property: property.name,
    severity: severityOf(property),
    verdict: verdict.kind,
    ...(expected && { expected }),
    ...(asExpected !== undefined && { asExpected }),
    ...((verdict.kind === 'holds' || verdict.kind === 'measured') && {
      vacuous: verdict.vacuous !== undefined,
      ...(verdict.vacuous !== undefined && { reason: verdict.vacuous }),
    }),
    ...(verdict.kind === 'measured' && {
      value: verdict.measures.map((each) => ({ ...each })),
      ...(verdict.run && { worstCase: toJson(verdict.run) }),
    }),
    ...(verdict.kind === 'inconclusive' && { reason: verdict.reason }),
    ...(verdict.kind === 'violated' && {
      counterexample: toJson(verdict.counterexample),
      ...(verdict.origin && { origin: verdict.origin }),
    }),
    ...(fairness && { fairness: [...fairness] }),
    exhaustive,
    statistics: { ...statistics, reductions: statistics.reductions.map((each) => ({ ...each })) },
  };
}
