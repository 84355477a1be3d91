import { assumptions, readingSize } from '../arbitraries/index.js';
import type { Property } from '../livepatch/index.js';
import { resolveDocument, type ScenarioDocument } from '../scenario/index.js';
import { type JudgingRequest, judge } from './judge.js';
import { judgeByItself, type Rightness } from './target.js';

/** What some scenarios say of a property under a model. Plain data. */
export interface SurveyCell {
  readonly holds: number;
  readonly vacuous: number;
  /** Scenarios of which it is not known whether they violate it, or whether they are right by themselves. */
  readonly inconclusive: number;
  /** Scenarios that violate it, but where something is wrong also without live patching. */
  readonly wrong: number;
  /** Scenarios that are right by themselves and violate it. */
  readonly violated: number;
  /** Of those, the one with least to read; of several such, the first. */
  readonly smallest?: { readonly index: number; readonly document: ScenarioDocument };
  /** What can be assumed of those, each set once: bit by bit, in the order of `assumptions`. */
  readonly assumedBy: readonly number[];
}

/** By model, by property. */
export type Survey = Readonly<Record<string, Readonly<Record<string, SurveyCell>>>>;

const emptyCell: SurveyCell = {
  holds: 0,
  vacuous: 0,
  inconclusive: 0,
  wrong: 0,
  violated: 0,
  assumedBy: [],
};

/** What scenarios are judged for. */
export interface SurveyRequest extends JudgingRequest {
  readonly properties: readonly Property[];
}

/**
 * Judges one scenario under all models, for all properties.
 *
 * @throws InputError when something is wrong with a model from a file
 */
export async function surveyScenario(
  document: ScenarioDocument,
  index: number,
  { models, modelFiles, properties, budget }: SurveyRequest,
): Promise<Survey> {
  const resolved = resolveDocument(document, 'generated');
  if (!resolved.ok) throw new Error(resolved.diagnostics.map(({ message }) => message).join('\n'));
  let byItself: ReadonlyMap<string, Rightness> | undefined;
  const survey: Record<string, Record<string, SurveyCell>> = {};
  for (const model of models) {
    const { judgements } = await judge(resolved.value, model, properties, budget, modelFiles);
    const cells: Record<string, SurveyCell> = {};
    for (const property of properties) {
      const judgement = judgements.get(property.name) ?? 'inconclusive';
      if (judgement === 'violated') byItself ??= await judgeByItself(resolved.value, properties, budget);
      const rightness = judgement === 'violated' ? byItself?.get(property.name) : undefined;
      if (rightness !== 'right') cells[property.name] = { ...emptyCell, [rightness ?? judgement]: 1 };
      else
        cells[property.name] = {
          ...{ ...emptyCell, violated: 1, smallest: { index, document } },
          assumedBy: [assumptionBits(document)],
        };
    }
    survey[model.name] = cells;
  }
  return survey;
}

function assumptionBits(document: ScenarioDocument): number {
  return assumptions.reduce(
    (bits, { holds }, position) => (holds(document) ? bits | (1 << position) : bits),
    0,
  );
}

/** What two surveys of different scenarios say together. */
export function mergeSurveys(one: Survey, other: Survey): Survey {
  const merged: Record<string, Record<string, SurveyCell>> = {};
  for (const model of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const cells: Record<string, SurveyCell> = {};
    for (const property of new Set([...Object.keys(one[model] ?? {}), ...Object.keys(other[model] ?? {})]))
      cells[property] = mergeCells(
        one[model]?.[property] ?? emptyCell,
        other[model]?.[property] ?? emptyCell,
      );
    merged[model] = cells;
  }
  return merged;
}

function mergeCells(one: SurveyCell, other: SurveyCell): SurveyCell {
  const smallest =
    one.smallest && other.smallest
      ? isSmaller(other.smallest, one.smallest)
        ? other.smallest
        : one.smallest
      : (one.smallest ?? other.smallest);
  return {
    holds: one.holds + other.holds,
    vacuous: one.vacuous + other.vacuous,
    inconclusive: one.inconclusive + other.inconclusive,
    wrong: one.wrong + other.wrong,
    violated: one.violated + other.violated,
    ...(smallest && { smallest }),
    assumedBy: [...new Set([...one.assumedBy, ...other.assumedBy])].sort((a, b) => a - b),
  };
}

type Smallest = NonNullable<SurveyCell['smallest']>;

function isSmaller(one: Smallest, other: Smallest): boolean {
  const [size, otherSize] = [readingSize(one.document), readingSize(other.document)];
  const differing = size.findIndex((each, index) => each !== otherSize[index]);
  return differing < 0
    ? one.index < other.index
    : (size[differing] as number) < (otherSize[differing] as number);
}

/**
 * The weakest assumptions under which no scenario of the survey violates a property: sets of names, none of which contains
 * another. The empty set alone where none violates it at all; no set where something violates it whatever is assumed.
 */
export function weakestAssumptions({
  assumedBy,
}: Pick<SurveyCell, 'assumedBy'>): readonly (readonly string[])[] {
  const all = 2 ** assumptions.length;
  const bitCount = (bits: number): number => bits.toString(2).replaceAll('0', '').length;
  const sufficient = Array.from({ length: all }, (_, bits) => bits)
    .filter((bits) => assumedBy.every((satisfied) => (satisfied & bits) !== bits))
    .sort((one, other) => bitCount(one) - bitCount(other) || one - other);
  const weakest = sufficient.filter(
    (bits) => !sufficient.some((other) => other !== bits && (other & bits) === other),
  );
  return weakest.map((bits) =>
    assumptions.flatMap(({ name }, position) => ((bits >> position) & 1 ? [name] : [])),
  );
}
