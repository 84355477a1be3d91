import { type Edge, isConstrained, type Location, type ProcessTemplate } from '../system/index.js';
import { Identifiers } from './identifiers.js';
import type { Scope } from './scope.js';
import { cannotBeTaken, type Option, optionsOf, type Required } from './steps.js';
import { conjunction } from './term.js';
import { comment, indent } from './text.js';
import type { Translator } from './translate.js';

const maximumLineLength = 110;

/** A process template, as it is exported. */
export interface Proctype {
  readonly lines: readonly string[];
  /** How many variables its steps need to keep values in. */
  readonly kept: number;
}

export interface ProctypeOptions {
  readonly name: string;
  /** Whether its processes are there from the start; else somebody runs them. */
  readonly isActive: boolean;
  readonly required: readonly Required[];
  /** Whether its processes are to be able to rest, in the runs of which claims speak. */
  readonly mayRest: boolean;
}

/** Each location becomes a label, and each edge one option that ends in a goto: one step of the verifier. */
export function proctypeOf(
  template: ProcessTemplate,
  translator: Translator,
  identifiers: Identifiers,
  { name, isActive, required, mayRest }: ProctypeOptions,
): Proctype {
  const { graph, count } = template;
  const scoped = new Identifiers(identifiers);
  // The first location is the first of the body: there the process starts.
  const locations = [...graph.locations].sort(
    (one, other) => Number(other.name === graph.initial) - Number(one.name === graph.initial),
  );
  const labels = new Map(
    locations.map((each) => [each.name, scoped.allocateLabel(each.name, each.end === true)]),
  );
  const labelOf = (location: Location): string => labels.get(location.name) ?? '';
  let kept = 0;
  const body = locations.flatMap((location, index) => {
    const scope: Scope = { self: { template, location }, bound: new Map() };
    const leaving = graph.edges.filter(({ from }) => from === location.name);
    const options = leaving.flatMap((edge) => optionsOf(edge, scope, translator, required));
    kept = Math.max(kept, ...options.map((each) => each.kept));
    const rest = mayRest ? restingAt(leaving, scope, translator) : undefined;
    return [
      ...(index === 0 ? [] : ['']),
      `${labelOf(location)}:${labelOf(location) === location.name ? '' : `  ${comment(location.name)}`}`,
      ...indent(
        alternatives(
          [
            ...options.flatMap((option) => printOption(option, location, labelOf(option.target))),
            ...(rest ? [`may_rest(${labelOf(location)}, ${rest})`] : []),
          ],
          options.length === 0,
          index === locations.length - 1,
        ),
      ),
    ];
  });
  const activation = isActive ? `active ${count === 1 ? '' : `[${count}] `}` : '';
  return { lines: [`${activation}proctype ${name}() {`, ...body, '}'], kept };
}

/** A process without a way on stays where it is: it must not come to the end of its body, where it would vanish. */
function alternatives(options: readonly string[], isStuck: boolean, isLast: boolean): readonly string[] {
  const end = isLast ? '' : ';';
  if (options.length === 0) return [`false${end}`];
  const never = isStuck ? [':: false'] : [];
  return ['if', ...never, ...options, `fi${end}`];
}

function printOption(option: Option, location: Location, label: string): readonly string[] {
  const { guard, statements, target } = option;
  // The verifier refuses a loop from a location to itself that is plainly without a condition.
  const isIdle = target.name === location.name && !option.changesSomething;
  const condition = guard.constant === undefined ? guard.text : isIdle ? 'anyway' : undefined;
  const said = comment(option.comment);
  const [only, ...more] = statements;
  if (only === undefined) return [said, `:: ${condition ?? 'true'} -> goto ${label}`];
  if (condition === undefined && more.length === 0) return [said, `:: ${only}; goto ${label}`];
  const short = `:: d_step { ${condition === undefined ? '' : `${condition} -> `}${statements.join('; ')} }; goto ${label}`;
  if (short.length <= maximumLineLength) return [said, short];
  return [
    said,
    ':: d_step {',
    ...(condition === undefined ? [] : [`     ${condition} ->`]),
    ...statements.map((each, index) => `     ${each}${index === statements.length - 1 ? '' : ';'}`),
    `   }; goto ${label}`,
  ];
}

/**
 * The condition under which a process may stay at a location, in the runs of which claims speak: that one of the
 * constraints does not oblige it to leave. Of several, the one that speaks of the most steps; any would do, as a process
 * that never leaves finds each of them, again and again, not obliging it.
 */
function restingAt(leaving: readonly Edge[], scope: Scope, translator: Translator): string | undefined {
  const { system } = translator.layout;
  const [obliged = []] = system.fairness
    .filter(({ template }) => template === scope.self?.template.name)
    .map((constraint) => leaving.filter((edge) => isConstrained(constraint, edge)))
    .sort((one, other) => other.length - one.length);
  const isFree = conjunction(obliged.map((edge) => cannotBeTaken(edge, scope, translator)));
  if (isFree.constant === undefined) return isFree.text;
  return isFree.constant ? 'anyway' : undefined;
}
