import type { Requirements } from '../engine/index.js';
import { evaluate, initialStates, type System } from '../system/index.js';
import { askedLabels } from './asked-labels.js';
import { type Claim, claimsOf, type NamedFormula } from './claims.js';
import { declarationsOf } from './declarations.js';
import { headOf, type Surplus } from './head.js';
import { Identifiers } from './identifiers.js';
import { initOf } from './initial.js';
import { Layout } from './layout.js';
import { proctypeOf } from './proctype.js';
import { everywhere } from './scope.js';
import { keeper, type Required } from './steps.js';
import { comment } from './text.js';
import { Translator } from './translate.js';
import { modes, vocabularyOf } from './vocabulary.js';

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
   * SPIN counts the first state as a transition; and where the system may start in several states, there is one more
   * before them.
   */
  readonly surplus: Surplus;
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
  const required = invariants.flatMap(({ property, holds }): readonly Required[] => {
    const condition = translator.condition(holds, everywhere);
    return condition.constant === true ? [] : [{ name: identifiers.allocate(property), property, condition }];
  });
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
  const names = claims.map(({ name }) => name);
  const body: readonly (readonly string[])[] = [
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
  ];
  const head = headOf({ about, claims: names, system, surplus });
  return {
    text: paragraphs([head, ...definitionsFor(body, layout, claims), ...body]),
    claims: names,
    surplus,
  };
}

/** The definitions of what a body is written in, and of nothing else. */
function definitionsFor(
  body: readonly (readonly string[])[],
  layout: Layout,
  claims: readonly Claim[],
): readonly (readonly string[])[] {
  const written = body.flat().join('\n');
  const words = new Set(written.match(/\w+/g));
  return [
    [...vocabularyOf(words), ...modes(words.has('require'), claims.length > 0)],
    layout.codings.definitions
      .filter(({ name }) => words.has(name))
      .map(({ name, value }) => `#define ${name} ${value}`),
  ];
}

function paragraphs(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n');
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
