import { nullModel } from '../../models/index.js';
import {
  callCompatibility,
  dataCompatibility,
  deadlockFreedom,
  lockDiscipline,
} from '../../properties/index.js';
import { type Cell, type CheckRequest, type CheckRunOptions, check } from '../check/index.js';
import type { Extraction, PrintedDraft } from '../extract/index.js';
import { instantiate, type ModelInstance, type Property } from '../livepatch/index.js';
import { InputError, parseScenario, type Scenario } from '../scenario/index.js';
import { type Finding, findingsOf, type Judgement, judge, type Searched } from './judge.js';

/** What is asked of a draft: whatever harms in it comes from what the diff changes. */
export const askedOfDrafts: readonly Property[] = [
  callCompatibility,
  lockDiscipline,
  deadlockFreedom,
  dataCompatibility,
];

/** What is to be said of a fix, and on what that rests. */
export interface Assessment {
  readonly patchName: string;
  readonly extraction: Extraction;
  readonly cells: readonly Cell[];
  /** Properties that one version violates all by itself: the draft is too coarse for them, and they say nothing about the patch. */
  readonly tooCoarse: ReadonlyMap<Property, readonly ('old' | 'new')[]>;
  /** Properties for which one version was not searched to the end. */
  readonly unsearched: ReadonlySet<Property>;
  readonly findings: readonly Finding[];
  readonly judgement: Judgement;
}

/**
 * Checks a draft: each version against itself first, then both against each other.
 *
 * @param columns the models that are known, and those under which it is checked
 * @throws InputError where a draft is too large to be searched
 */
export async function assess(
  patchName: string,
  extraction: Extraction,
  columns: Pick<CheckRequest, 'knownModels' | 'otherModels' | 'modelFiles'> & {
    readonly models: readonly ModelInstance[];
  },
  options: CheckRunOptions = {},
): Promise<Assessment> {
  const run = async (text: string, models: readonly ModelInstance[], properties: readonly Property[]) => {
    const scenario = scenarioOf(text, patchName);
    const request = { ...columns, models, scenarios: [scenario], knownProperties: askedOfDrafts, properties };
    return (await check(request, options)).cells;
  };
  const { text, baselines, onlySections, onlyContracts } = extraction;
  const weakest = [instantiate(nullModel)];
  const tooCoarse = new Map<Property, ('old' | 'new')[]>();
  const unsearched = new Set<Property>();
  for (const version of ['old', 'new'] as const)
    for (const { property, verdict } of await run(baselines[version], weakest, askedOfDrafts)) {
      if (verdict.kind === 'violated') tooCoarse.set(property, [...(tooCoarse.get(property) ?? []), version]);
      // What was not searched to the end may be violated.
      if (verdict.kind === 'inconclusive') unsearched.add(property);
    }
  const cells = await run(text, columns.models, askedOfDrafts);
  const about = async (only: PrintedDraft | undefined): Promise<Searched | undefined> =>
    only && { cells: await run(only.text, columns.models, [dataCompatibility]), places: only.places };
  const findings = findingsOf({
    cells,
    silent: new Set([...tooCoarse.keys(), ...unsearched]),
    extraction,
    sections: await about(onlySections),
    contracts: await about(onlyContracts),
  });
  return {
    patchName,
    extraction,
    cells,
    tooCoarse,
    unsearched,
    findings,
    judgement: judge(findings, { tooCoarse, unsearched, cells, extraction }),
  };
}

function scenarioOf(text: string, patchName: string): Scenario {
  const parsed = parseScenario(text, `${patchName} (draft)`);
  if (parsed.ok) return parsed.value;
  throw new InputError(parsed.diagnostics);
}
