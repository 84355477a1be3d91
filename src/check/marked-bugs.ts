import { search, unlimited } from '../engine/index.js';
import {
  baselines,
  hasMarkedBugs,
  isMarked,
  type ModelInstance,
  neverFails,
  observe,
} from '../livepatch/index.js';
import { type Diagnostic, InputError, type Scenario } from '../scenario/index.js';
import { type CheckOptions, weaveOrExplain } from './check.js';
import { type Decision, decide } from './decide.js';

/**
 * What is wrong with the bugs that a scenario marks. Each must be there in a kernel that runs the old functions for good, with signals or
 * without, and in none that runs the new ones from the beginning.
 */
async function problemsOfMarkedBugs(
  scenario: Scenario,
  options: CheckOptions = {},
): Promise<readonly Diagnostic[]> {
  const [kernel] = baselines;
  if (!hasMarkedBugs(scenario) || !kernel) return [];
  const marked = weaveOrExplain(scenario, kernel).facts.claims.filter(isMarked);
  const diagnostics: Diagnostic[] = [];
  for (const { label, statement } of marked) {
    const bug = statement.kind === 'assert' ? statement.bug : '';
    const report = (code: Diagnostic['code'], message: string): void => {
      diagnostics.push({ file: scenario.file, ...statement.source, code, message });
    };
    if (scenario.lifecycle) {
      report(
        'misplaced-statement',
        `the bug '${bug}' is marked, and there are several patches: which repairs it?`,
      );
      continue;
    }
    const decisionsOf = async (name: 'unpatched' | 'patched'): Promise<readonly Decision[]> => {
      const kernels = baselines.filter(({ model }) => model.name.startsWith(name));
      const found: Decision[] = [];
      for (const kernel of kernels) found.push(await decided(scenario, kernel, label, options));
      return found;
    };
    const before = await decisionsOf('unpatched');
    const after = await decisionsOf('patched');
    if ([...before, ...after].some((each) => each.kind === 'inconclusive' && each.reason === 'interrupted'))
      return [];
    if (!before.some(({ kind }) => kind === 'violated')) {
      if (before.some(({ kind }) => kind === 'inconclusive'))
        report(
          'too-large',
          `whether the old functions have the bug '${bug}' is not known: the search was not finished`,
        );
      else
        report(
          'bug-not-there',
          `the old functions by themselves do not have the bug '${bug}': they never fail this`,
        );
    }
    if (after.some(({ kind }) => kind === 'violated'))
      report('bug-not-repaired', `the new functions by themselves have the bug '${bug}' too`);
    else if (after.some(({ kind }) => kind === 'inconclusive'))
      report(
        'too-large',
        `whether the new functions have the bug '${bug}' is not known: the search was not finished`,
      );
    else if (after.every((each) => each.kind === 'holds' && each.vacuous !== undefined))
      report('bug-not-repaired', `nobody who has run a new function comes to where '${bug}' would be seen`);
  }
  return diagnostics;
}

/** @throws InputError with what is wrong with the bugs that scenarios mark */
export async function rejectMarkedBugs(
  scenarios: readonly Scenario[],
  options?: CheckOptions,
): Promise<void> {
  const diagnostics: Diagnostic[] = [];
  // One after the other: a search takes what memory there is.
  for (const each of scenarios) diagnostics.push(...(await problemsOfMarkedBugs(each, options)));
  if (diagnostics.length > 0) throw new InputError(diagnostics);
}

async function decided(
  scenario: Scenario,
  kernel: ModelInstance,
  label: Parameters<typeof neverFails>[0],
  { budget = unlimited, signal }: CheckOptions,
): Promise<Decision> {
  const composition = observe(weaveOrExplain(scenario, kernel), [neverFails(label)]);
  const { system, requirements } = composition;
  const result = await search(system, requirements, { budget, ...(signal && { signal }) });
  return decide(composition, result, label);
}
