import type { FunctionDefinition, KernelIndex } from '../kernel-index/index.js';
import { callerFindings } from './callers.js';
import { codeFindings } from './code.js';
import type { ChangedData, ChangedFunction } from './facts.js';
import type { FindingsRequest, Observation, StaticFinding } from './finding.js';
import { type FindingRule, ruleDescriptions, type Severity } from './rules.js';

const order: readonly Severity[] = ['blocks', 'hazard', 'note'];

/** What a static look at a patch finds: what keeps it from being applied first, then what may go wrong, then what is to be known. */
export function staticFindings(request: FindingsRequest): readonly StaticFinding[] {
  const { facts } = request;
  const found = [
    ...facts.types.map((each) =>
      dataFinding('type-layout', each, 'is another one now: objects of the old one exist'),
    ),
    ...facts.tables.map((each) =>
      dataFinding('static-initialiser', each, 'is initialised otherwise, and has its old value already'),
    ),
    ...facts.functions.flatMap((each) => functionFindings(each, request)),
  ];
  const rank = ({ severity }: StaticFinding): number => order.indexOf(severity);
  return found
    .map((finding, at) => ({ finding, at }))
    .sort((one, other) => rank(one.finding) - rank(other.finding) || one.at - other.at)
    .map(({ finding }) => finding);
}

function functionFindings(changed: ChangedFunction, request: FindingsRequest): readonly StaticFinding[] {
  const definition = definitionOf(request.index, changed);
  const observations = [
    ...callerFindings(changed, definition, request),
    ...codeFindings(changed, definition, request),
  ];
  return observations.map((each) => findingOf(changed, each));
}

/** The function in the index: the source may have it as it is before the patch, or after it. */
function definitionOf(index: KernelIndex, { name, file }: ChangedFunction): FunctionDefinition | undefined {
  return index
    .functionsIn(file)
    .find((each) => !each.traits.has('macro') && (each.name === name || each.name === `__do_sys_${name}`));
}

function dataFinding(rule: FindingRule, changed: ChangedData, what: string): StaticFinding {
  return findingOf(changed, { rule, message: `${changed.name} ${what}` });
}

function findingOf(
  { name, file, line }: ChangedData | ChangedFunction,
  { rule, message, places = [] }: Observation,
): StaticFinding {
  return { rule, severity: ruleDescriptions[rule].severity, subject: name, file, line, message, places };
}
