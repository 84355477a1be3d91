import { fileURLToPath } from 'node:url';
import { findScenarioFiles, loadScenario, printDiagnostic, type Scenario } from '../../src/scenario/index.js';

/** All scenarios that ship. @throws Error when one is not well-formed */
export async function loadScenarios(): Promise<readonly Scenario[]> {
  const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));
  const files = await findScenarioFiles([folder]);
  if (!files.ok) throw new Error(files.diagnostics.map(printDiagnostic).join('\n'));
  const loaded = await Promise.all(files.value.map(loadScenario));
  return loaded.map((scenario) => {
    if (!scenario.ok) throw new Error(scenario.diagnostics.map(printDiagnostic).join('\n'));
    return scenario.value;
  });
}
