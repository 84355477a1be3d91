import { allSteps, type Steps } from '../lower/index.js';
import type { DraftBody } from './body.js';
import type { DraftFunction } from './draft-function.js';
import type { Root } from './roots.js';

/**
 * Of functions whose signature changes and which no function of the draft calls: whoever calls them is compiled to other code, and so is
 * replaced too, wherever it stands.
 */
export function callersOutside(
  otherSignature: readonly string[],
  functions: readonly DraftFunction[],
): readonly { readonly caller: DraftFunction; readonly root: Root }[] {
  const called = new Set(
    functions.flatMap(({ bodies }) =>
      [bodies.old, bodies.new].flatMap((body) =>
        [...allSteps(body?.steps ?? [])].flatMap((step) => (step.kind === 'call' ? [step.name] : [])),
      ),
    ),
  );
  return otherSignature
    .filter((name) => !called.has(name))
    .map((name) => {
      const steps: Steps = [{ kind: 'call', name, throughField: false, usesResult: false, at: { line: 0 } }];
      const body: DraftBody = { steps, conditions: [], isTooTangled: false };
      const caller = `callers-of.${name}`;
      return {
        caller: { name: caller, isPatched: true, bodies: { old: body, new: body } },
        root: { function: caller, tables: [], callers: [], task: 'user', callersLocks: [], heldAfter: [] },
      };
    });
}
