import {
  type FunctionDefinition,
  isExport,
  type KernelIndex,
  type Reference,
} from '../kernel-index/index.js';
import type { ChangedFunction, PatchFacts } from './facts.js';
import type { FindingsRequest, Observation, Place } from './finding.js';

/** What follows of who calls a function, and of where its address is. */
export function callerFindings(
  changed: ChangedFunction,
  definition: FunctionDefinition | undefined,
  request: FindingsRequest,
): readonly Observation[] {
  const { name, change, signature } = changed;
  if (change === 'added' || !definition) return [];
  const { index, isWhole, facts } = request;
  const outside = realCallers(index, definition).filter((caller) => !isPatched(caller, facts));
  const references = index.referencesTo(definition);
  if (change === 'removed')
    return [
      {
        rule: 'removed-function',
        message:
          outside.length > 0
            ? `${name} is removed, and ${namesOf(outside)} still ${outside.length === 1 ? 'calls' : 'call'} it`
            : `${name} is removed; old code goes on to call it`,
        places: outside,
      },
    ];
  if (signature.length === 0) return [];
  const differences = signature.join('; ');
  const exports = references.filter(isExport);
  const addresses = references.filter((each) => !isExport(each));
  const observations: Observation[] = [];
  if (outside.length > 0)
    observations.push({
      rule: 'caller-outside',
      message: `${name} is called by ${namesOf(outside)}, which the patch leaves as ${outside.length === 1 ? 'it is' : 'they are'}: ${differences}`,
      places: outside,
    });
  if (addresses.length > 0)
    observations.push({
      rule: 'called-through-table',
      message: `${name} is called through ${[...new Set(addresses.map(whereOf))].join(', ')}: ${differences}`,
      places: addresses.map(placeOf),
    });
  if (exports.length > 0)
    observations.push({
      rule: 'exported-signature',
      message: `${name} is exported: ${differences}`,
      places: exports.map(placeOf),
    });
  if (!isWhole && !definition.traits.has('static'))
    observations.push({
      rule: 'callers-unknown',
      message: `who calls ${name} outside of these files is not known: ${differences}`,
    });
  return observations;
}

/** Who calls a function, also by a macro that does. */
function realCallers(index: KernelIndex, definition: FunctionDefinition): readonly FunctionDefinition[] {
  const found = new Map(index.callersOf(definition).map((each) => [each.id, each]));
  // Those that are found meanwhile are visited too.
  for (const caller of found.values())
    if (caller.traits.has('macro')) for (const each of index.callersOf(caller)) found.set(each.id, each);
  return [...found.values()].filter(({ traits }) => !traits.has('macro'));
}

function isPatched({ name, file }: FunctionDefinition, { functions }: PatchFacts): boolean {
  return functions.some(
    (each) => each.file === file && (each.name === name || `__do_sys_${each.name}` === name),
  );
}

function whereOf({ how }: Reference): string {
  switch (how.kind) {
    case 'field':
      return `${how.type === undefined ? '' : `${how.type}.`}${how.field}`;
    case 'assignment':
      return `.${how.field}`;
    case 'argument':
      return `${how.callee}()`;
    case 'element':
      return how.type === undefined ? 'a table' : `a table of ${how.type}`;
    default:
      return 'a pointer';
  }
}

function placeOf({ target, file, line, within }: Reference): Place {
  return { name: within?.name ?? target, file, line };
}

const shown = 4;

export function namesOf(functions: readonly { readonly name: string }[]): string {
  const names = [...new Set(functions.map((each) => each.name))];
  const hidden = names.length - shown;
  return names.slice(0, shown).join(', ') + (hidden > 0 ? ` and ${hidden} more` : '');
}
