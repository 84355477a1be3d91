import { actionName, type Edge, type Location } from '../system/index.js';
import { bind, type Scope } from './scope.js';
import { conjunction, negation, overlap, type Term } from './term.js';
import type { Translator } from './translate.js';
import { inSequence, updatesOf } from './updates.js';

/** A condition that is true in every reachable state, if all is well, under the name it was defined by. */
export interface Required {
  readonly name: string;
  readonly property: string;
  readonly condition: Term;
}

/** One way on from a location: what is written after `::`, and what is said of it. */
export interface Option {
  readonly comment: string;
  readonly guard: Term;
  readonly statements: readonly string[];
  readonly target: Location;
  /** Whether anything else than where the process stands may be another afterwards. */
  readonly changesSomething: boolean;
  /** How many variables it needs to keep values in. */
  readonly kept: number;
}

/** The options of an edge for a process that leaves a location: of a choice, one for each process to be chosen. */
export function optionsOf(
  edge: Edge,
  scope: Scope,
  translator: Translator,
  required: readonly Required[],
): readonly Option[] {
  return instancesOf(edge, scope, translator)
    .map(({ inner, chosen }) => optionOf(edge, inner, chosen, translator, required))
    .filter(({ guard }) => guard.constant !== false);
}

/** True where an edge cannot be taken, whoever is chosen. */
export function cannotBeTaken(edge: Edge, scope: Scope, translator: Translator): Term {
  return conjunction(
    instancesOf(edge, scope, translator).map(({ inner }) =>
      negation(translator.condition(edge.guard, inner)),
    ),
  );
}

function instancesOf(
  { choice }: Edge,
  scope: Scope,
  { layout }: Translator,
): readonly { readonly inner: Scope; readonly chosen?: string }[] {
  if (!choice) return [{ inner: scope }];
  const numbers = layout.numbersOf(choice.role);
  return numbers.map((number) => ({
    inner: bind(scope, choice.binder, number),
    chosen: layout.system.processes[number - layout.codings.first]?.name ?? '',
  }));
}

function optionOf(
  edge: Edge,
  scope: Scope,
  chosen: string | undefined,
  translator: Translator,
  required: readonly Required[],
): Option {
  const { action, assertions, from, to } = edge;
  const target = scope.self?.template.graph.locations.find(({ name }) => name === to);
  if (!target) throw new Error(`there is no location '${to}' to which a step leads from '${from}'`);
  const { statements, writes, kept } = inSequence(updatesOf(edge, scope, translator), keeper);
  const before = assertions
    .map(({ condition, property }) => ({ property, condition: translator.condition(condition, scope) }))
    .filter(({ condition }) => condition.constant !== true)
    .map(({ condition, property }) => requirement(condition.text, property));
  const after = required
    .filter(({ condition }) => condition.reads.some((access) => writes.some((each) => overlap(each, access))))
    .map(({ name, property }) => requirement(name, property));
  const line = action.source ? ` (line ${action.source.line})` : '';
  return {
    comment: `${actionName(action, chosen)}${line}`,
    guard: translator.condition(edge.guard, scope),
    statements: [...before, ...statements, ...after],
    target,
    changesSomething: writes.length > 0,
    kept,
  };
}

function requirement(condition: string, property: string): string {
  return `require(${condition}) /* ${property} */`;
}

/** The name of a variable in which a step keeps a value until it is assigned. */
export function keeper(number: number): string {
  return `kept_${number + 1}`;
}
