import type { Requirements } from '../engine/index.js';
import { evaluate, initialStates, type System } from '../system/index.js';
import { askedLabels } from './asked-labels.js';
import { type Claim, claimsOf, type NamedFormula } from './claims.js';
import { declarationsOf } from './declarations.js';
import { headOf, macros } from './head.js';
import { Identifiers } from './identifiers.js';
import { initOf } from './initial.js';
import { Layout } from './layout.js';
import { proctypeOf } from './proctype.js';
import { everywhere } from './scope.js';
import { keeper, type Required } from './steps.js';
import { comment } from './text.js';
import { Translator } from './translate.js';

/** What is to be asked of a system that is exported. The assertions of its steps are asked too. */
export interface ExportRequest {
  /** What the system is, for the head of the file; one line each. */
  readonly about: readonly string[];
  /** What every reachable state must satisfy. */
  readonly invariants: Requirements['invariants'];
  /** What every run must satisfy. */
  readonly formulas: readonly NamedFormula[];
}

/** A system in Promela. */
export interface PromelaModel {
  readonly text: string;
  /** The names of the claims, in the order of the formulas. */
  readonly claims: readonly string[];
  /**
   * How many more states and transitions SPIN counts than there are: it counts the first state as a transition, and
   * has a state before the start where the system may start in several.
   */
  readonly surplus: { readonly states: number; readonly transitions: number };
}

/**
 * Writes a system in Promela, the language of SPIN (Holzmann, *The SPIN Model Checker*, 2003): each step of the system is
 * one step there, and each state one state, so that both count the same.
 *
 * @throws ExportError when it is too large for Promela, or a formula says what SPIN cannot check
 */
export function toPromela(system: System, { about, invariants, formulas }: ExportRequest): PromelaModel {
  const starts = initialStates(system);
  const isBadAtStart = invariants.some(({ holds }) =>
    starts.some((state) => !evaluate(holds, system, state)),
  );
  // Where one state is the first and nothing is wrong with it, the processes are there from the start.
  const isActive = starts.length === 1 && !isBadAtStart;
  const identifiers = new Identifiers();
  const templateNames = system.templates.map(({ name }) => identifiers.allocate(name));
  const asked = askedLabels(system, [
    ...invariants.map(({ holds }) => holds),
    ...formulas.flatMap(({ temporal }) => [...temporal.atoms.values()]),
  ]);
  const layout = new Layout(system, identifiers, isActive ? 0 : 1, asked);
  const translator = new Translator(layout);
  const required: readonly Required[] = invariants.map(({ property, holds }) => ({
    name: identifiers.allocate(property),
    property,
    condition: translator.condition(holds, everywhere),
  }));
  const claims = claimsOf(formulas, translator, identifiers, !isActive);
  const proctypes = system.templates.map((template, index) =>
    proctypeOf(template, translator, identifiers, {
      name: templateNames[index] ?? '',
      isActive,
      required,
      mayRest: formulas.length > 0,
    }),
  );
  const kept = Math.max(...proctypes.map((each) => each.kept));
  const isSeen = !isActive && claims.length > 0;
  const start = {
    proctypes: system.templates.map(({ count }, index) => ({ name: templateNames[index] ?? '', count })),
    required: required.map(({ name }) => name),
    isSeen,
  };
  const surplus = isActive ? { states: 0, transitions: 1 } : { states: 1, transitions: starts.length + 1 };
  const text = [
    headOf({ about, claims: claims.map(({ name }) => name), system, surplus }),
    macros(claims.length > 0),
    layout.codings.definitions.map(({ name, value }) => `#define ${name} ${value}`),
    [
      ...declarationsOf(layout),
      ...Array.from({ length: kept }, (_, number) => `hidden int ${keeper(number)};`),
      ...(isSeen ? [`bool started;  ${comment('a run begins when it is true')}`] : []),
    ],
    required.map(
      ({ name, property, condition }) => `#define ${name} (${condition.text})  ${comment(property)}`,
    ),
    ...proctypes.map(({ lines }) => lines),
    isActive ? [] : initOf(layout, start),
    linesOf(claims),
  ]
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
  return { text, claims: claims.map(({ name }) => name), surplus };
}

function linesOf(claims: readonly Claim[]): readonly string[] {
  if (claims.length === 0) return [];
  return [
    ...claims.flatMap(({ definitions }) => definitions),
    '#ifdef CLAIMS',
    ...claims.flatMap(({ lines }) => lines),
    '#endif',
  ];
}
