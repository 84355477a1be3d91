import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { arbitraryScenario, readingSize } from '../../src/arbitraries/index.js';
import { unlimited } from '../../src/engine/index.js';
import { type Bounds, type Judgement, scenariosWithin, surveyScenario } from '../../src/fuzz/index.js';
import type { ModelInstance, Property } from '../../src/livepatch/index.js';
import { findScenarioFiles, parseDocumentOf, type ScenarioDocument } from '../../src/scenario/index.js';

/** A scenario that tells two models apart: one violates the property, the other does not. */
export interface Witness {
  readonly document: ScenarioDocument;
  /** The path of a scenario that ships. */
  readonly file?: string;
  /** Whether the other one holds the property, and not for want of anything to hold. */
  readonly isTelling: boolean;
}

/** What was found out, as plain data. */
export interface Evidence {
  /** How many scenarios of each kind, and how many of them said something of some property. */
  readonly tried: Readonly<Record<SourceName, { readonly all: number; readonly used: number }>>;
  /** By property, by model: in how many scenarios it is violated, and in how many it holds and not vacuously. */
  readonly counts: Readonly<
    Record<string, Readonly<Record<string, { readonly violated: number; readonly holds: number }>>>
  >;
  /** By property, by the model that holds it, by the one that violates it. */
  readonly witnesses: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Witness>>>>>>;
}

export type SourceName = 'library' | 'enumerated' | 'random';

interface Candidate {
  readonly document: ScenarioDocument;
  readonly file?: string;
  readonly maxStates: number;
}

export interface EvidenceRequest {
  readonly models: readonly ModelInstance[];
  readonly properties: readonly Property[];
  readonly bounds: readonly Bounds[];
  readonly randomRuns: number;
  readonly seed: number;
  readonly onProgress?: (source: SourceName, done: number) => void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Judges the scenarios of all three sources under all models. */
export async function gatherEvidence(request: EvidenceRequest): Promise<Evidence> {
  const collector = new Collector(request);
  for (const [source, candidates] of [
    ['library', await shipped()],
    ['enumerated', enumerated(request.bounds)],
    ['random', random(request)],
  ] as const)
    for (const candidate of candidates) await collector.add(source, candidate);
  return collector.evidence();
}

async function shipped(): Promise<readonly Candidate[]> {
  const files = await findScenarioFiles([`${root}scenarios`]);
  if (!files.ok) throw new Error('there are no scenarios');
  return files.value.flatMap((path) => {
    const document = parseDocumentOf(readFileSync(path, 'utf8'), path);
    return document.ok
      ? [{ document: document.value.value, file: path.slice(root.length), maxStates: 100_000 }]
      : [];
  });
}

function* enumerated(bounds: readonly Bounds[]): Generator<Candidate> {
  const seen = new Set<string>();
  for (const each of bounds)
    for (const document of scenariosWithin(each)) {
      const key = JSON.stringify(document);
      if (seen.has(key)) continue;
      seen.add(key);
      yield { document, maxStates: 20_000 };
    }
}

function random({ randomRuns, seed }: EvidenceRequest): readonly Candidate[] {
  const documents = fc.sample(arbitraryScenario(), { numRuns: randomRuns, seed });
  return documents.map((document) => ({ document, maxStates: 2_000 }));
}

type Verdict = Judgement | 'wrong';

class Collector {
  private readonly tried = {
    library: { all: 0, used: 0 },
    enumerated: { all: 0, used: 0 },
    random: { all: 0, used: 0 },
  };
  private readonly counts: Record<string, Record<string, { violated: number; holds: number }>> = {};
  private readonly witnesses: Record<string, Record<string, Record<string, Witness>>> = {};

  constructor(private readonly request: EvidenceRequest) {}

  async add(source: SourceName, candidate: Candidate): Promise<void> {
    const { models, properties, onProgress } = this.request;
    const tried = this.tried[source];
    const budget = { ...unlimited, maxStates: candidate.maxStates };
    const survey = await surveyScenario(candidate.document, tried.all++, { models, properties, budget });
    let isUsed = false;
    for (const { name } of properties) {
      const verdicts = models.map((model) => verdictOf(survey[model.name]?.[name]));
      // What is not known of one says nothing of any pair: so that what is said of all pairs is said of the same scenarios.
      if (verdicts.some((each) => each === 'inconclusive' || each === 'wrong')) continue;
      isUsed = true;
      this.take(name, verdicts, candidate);
    }
    if (isUsed) tried.used++;
    onProgress?.(source, tried.all);
  }

  private take(property: string, verdicts: readonly Verdict[], candidate: Candidate): void {
    const { models } = this.request;
    models.forEach((model, index) => {
      this.counts[property] ??= {};
      const counts = this.counts[property];
      counts[model.name] ??= { violated: 0, holds: 0 };
      const count = counts[model.name];
      if (count && verdicts[index] === 'violated') count.violated++;
      if (count && verdicts[index] === 'holds') count.holds++;
      if (verdicts[index] === 'violated') return;
      models.forEach((other, position) => {
        if (verdicts[position] === 'violated')
          this.keep(property, model.name, other.name, {
            document: candidate.document,
            ...(candidate.file !== undefined && { file: candidate.file }),
            isTelling: verdicts[index] === 'holds',
          });
      });
    });
  }

  private keep(property: string, holding: string, violating: string, witness: Witness): void {
    this.witnesses[property] ??= {};
    const ofProperty = this.witnesses[property];
    ofProperty[holding] ??= {};
    const ofModel = ofProperty[holding];
    const before = ofModel[violating];
    if (!before || isBetter(witness, before)) ofModel[violating] = witness;
  }

  evidence(): Evidence {
    return { tried: this.tried, counts: this.counts, witnesses: this.witnesses };
  }
}

function verdictOf(cell: Readonly<Partial<Record<Verdict, unknown>>> | undefined): Verdict {
  const found = (['holds', 'vacuous', 'inconclusive', 'wrong', 'violated'] as const).find(
    (each) => cell?.[each] === 1,
  );
  return found ?? 'inconclusive';
}

/** One in which the other holds something, before one in which there is nothing to hold; then the one with less to read. */
function isBetter(one: Witness, other: Witness): boolean {
  if (one.isTelling !== other.isTelling) return one.isTelling;
  const [size, otherSize] = [readingSize(one.document), readingSize(other.document)];
  const differing = size.findIndex((each, index) => each !== otherSize[index]);
  return differing >= 0 && Number(size[differing]) < Number(otherSize[differing]);
}
