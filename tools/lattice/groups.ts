import type { Property } from '../../src/livepatch/index.js';
import type { Evidence, Witness } from './evidence.js';
import type { Class, Comparison } from './order.js';

/** Properties that are asked about together: a model is above another if it is for each of them. */
export interface Group {
  readonly name: string;
  readonly title: string;
  readonly properties: readonly string[];
}

/** What code runs when, and with what data; and whether everybody gets on. */
export function groupsOf(properties: readonly Property[]): readonly [Group, Group] {
  const isAboutCode = ({ kind, name }: Property): boolean => kind === 'safety' && name !== 'deadlock-freedom';
  const namesOf = (chosen: readonly Property[]): readonly string[] => chosen.map(({ name }) => name);
  return [
    {
      name: 'code',
      title: 'which code runs, on which data',
      properties: namesOf(properties.filter(isAboutCode)),
    },
    {
      name: 'progress',
      title: 'whether all get on',
      properties: namesOf(properties.filter((each) => !isAboutCode(each))),
    },
  ];
}

/** What tells a pair apart in any of those of some properties that say something of both. */
export function comparisonFor(
  evidence: Evidence,
  models: readonly string[],
  properties: readonly string[],
): Comparison {
  const askedIn = new Map(
    properties.map((property) => [property, new Set(askedOf(evidence, models, property).asked)] as const),
  );
  return {
    models,
    isViolatedWhereOtherIsNot: (first, second) =>
      [...askedIn].some(
        ([property, asked]) =>
          asked.has(first) &&
          asked.has(second) &&
          evidence.witnesses[property]?.[second]?.[first] !== undefined,
      ),
  };
}

/** The models of which some scenario says something, and those of which none does. */
export function askedOf(
  { counts }: Evidence,
  models: readonly string[],
  property: string,
): { readonly asked: readonly string[]; readonly unasked: readonly string[] } {
  const isAsked = (model: string): boolean => {
    const { violated = 0, holds = 0 } = counts[property]?.[model] ?? {};
    return violated + holds > 0;
  };
  return { asked: models.filter(isAsked), unasked: models.filter((each) => !isAsked(each)) };
}

export interface Pair {
  readonly holding: string;
  readonly violating: string;
  readonly witness: Witness;
}

/** Of the pairs of two classes, one that a telling scenario tells apart; of those, one that ships. */
export function bestPair(
  { witnesses }: Evidence,
  property: string,
  holding: Class,
  violating: Class,
): Pair | undefined {
  const pairs = holding.flatMap((one) =>
    violating.flatMap((other): readonly Pair[] => {
      const witness = witnesses[property]?.[one]?.[other];
      return witness ? [{ holding: one, violating: other, witness }] : [];
    }),
  );
  const rank = ({ witness: { isTelling, file } }: Pair): number =>
    (isTelling ? 0 : 2) + (file === undefined ? 1 : 0);
  return [...pairs].sort((one, other) => rank(one) - rank(other))[0];
}
