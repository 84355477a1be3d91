/*
 * Writes docs/guarantees.md, and the smallest scenario that breaks each cell of its table beside it:
 *
 *   klpcheck enumerate --tasks 2 --functions 2 --statements 2 --max-states 20000 --json > survey.json
 *   npm run guarantees -- survey.json random.json
 *
 * What no scenario of the survey breaks is looked for among larger, random ones, always the same: with seed 1. The second file keeps
 * what they say, so that it can be gone on with.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { models } from '../models/index.js';
import { properties } from '../properties/index.js';
import {
  type AssumptionName,
  assumptionNames,
  assumptions,
  printScenario,
} from '../src/arbitraries/index.js';
import { unlimited } from '../src/engine/index.js';
import {
  type Bounds,
  defaultMaxStates,
  type EnumerateResult,
  type FuzzRequest,
  fuzz,
  type SurveyCell,
  tryRunsInThreads,
  tryScenario,
  weakestAssumptions,
} from '../src/fuzz/index.js';
import { type ConsistencyModel, instantiate, type Property } from '../src/livepatch/index.js';
import { findScenarioFiles, parseDocumentOf, type ScenarioDocument } from '../src/scenario/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}docs/guarantees`;
const runs = 2_000;
/** With something assumed. */
const runsAssumed = 1_000;
const [file, randomFile] = process.argv.slice(2);
/** What random scenarios say: the one that breaks a property, if one was found, and how many were not too large. */
interface RandomSearch {
  readonly document?: ScenarioDocument;
  readonly explored: number;
}

/** By model, property and assumptions. */
const remembered: Record<string, RandomSearch> =
  randomFile !== undefined && existsSync(randomFile) ? JSON.parse(readFileSync(randomFile, 'utf8')) : {};
const asked = properties.filter(({ kind }) => kind !== 'quantity');

/** What is known of a property under a model. */
interface Guarantee {
  readonly model: ConsistencyModel;
  readonly property: Property;
  readonly cell: SurveyCell;
  /** The smallest scenario that breaks it, and whether it is larger than those of the survey. */
  readonly broken?: { readonly document: ScenarioDocument; readonly isLarger: boolean };
  /** A scenario that ships and breaks it, where nothing within the bounds and nothing random does. */
  readonly shipped?: string;
  /** How many random scenarios were explored, and did not break it. */
  readonly explored?: number;
  /** Sets of assumptions under which nothing breaks it. */
  readonly guaranteedIf: readonly (readonly string[])[];
}

async function guaranteeOf(
  model: ConsistencyModel,
  property: Property,
  cell: SurveyCell,
): Promise<Guarantee> {
  const common = { model, property, cell };
  if (cell.smallest)
    return {
      ...common,
      broken: { document: cell.smallest.document, isLarger: false },
      guaranteedIf: weakestAssumptions(cell),
    };
  const { document, explored } = await randomly(model, property, runs, []);
  if (!document) {
    const shipped = await shippedThatBreaks(model, property);
    return { ...common, explored, guaranteedIf: [[]], ...(shipped !== undefined && { shipped }) };
  }
  const guaranteedIf: string[][] = [];
  for (const name of assumptionNames)
    if (!(await randomly(model, property, runsAssumed, [name])).document) guaranteedIf.push([name]);
  return { ...common, broken: { document, isLarger: true }, guaranteedIf };
}

async function shippedThatBreaks(model: ConsistencyModel, property: Property): Promise<string | undefined> {
  const budget = { ...unlimited, maxStates: 100_000 };
  for (const [file, document] of await shippedDocuments())
    if ((await tryScenario(document, { models: [instantiate(model)], property, budget })).isFound)
      return file;
  return undefined;
}

async function shippedDocuments(): Promise<readonly (readonly [string, ScenarioDocument])[]> {
  const files = await findScenarioFiles([`${root}scenarios`]);
  if (!files.ok) throw new Error('there are no scenarios');
  return files.value.flatMap((path) => {
    const document = parseDocumentOf(readFileSync(path, 'utf8'), path);
    return document.ok ? [[path.slice(root.length), document.value.value] as const] : [];
  });
}

async function randomly(
  model: ConsistencyModel,
  property: Property,
  count: number,
  assumed: readonly AssumptionName[],
): Promise<RandomSearch> {
  const key = [model.name, property.name, ...assumed].join();
  const before = remembered[key];
  if (before !== undefined) return before;
  const request: FuzzRequest = {
    ...{ models: [instantiate(model)], property, runs: count, seed: 1, assumptions: assumed, corpus: [] },
    budget: { ...unlimited, maxStates: defaultMaxStates },
  };
  const { found, runs: tried, inconclusive } = await fuzz(request, { tryRuns: tryRunsInThreads(2) });
  console.error(
    `${model.name}, ${property.name}, ${assumed.join() || 'nothing assumed'}: ${found ? 'broken' : `nothing in ${count}`}`,
  );
  const result = { explored: tried - inconclusive, ...(found && { document: found.document }) };
  remembered[key] = result;
  if (randomFile !== undefined) writeFileSync(randomFile, JSON.stringify(remembered));
  return result;
}

function page(
  guarantees: readonly Guarantee[],
  { tasks, functions, statements }: Bounds,
  scenarios: number,
): string {
  const count = (number: number): string => number.toLocaleString('en');
  const of = (model: ConsistencyModel, property: Property): Guarantee | undefined =>
    guarantees.find((each) => each.model === model && each.property === property);
  const leastExplored = Math.min(...guarantees.flatMap(({ explored }) => explored ?? []));
  const head = `| | ${models.map(({ name }) => name).join(' | ')} |\n| --- |${' --- |'.repeat(models.length)}`;
  const rows = asked.map(
    (property) =>
      `| ${property.name} | ${models.map((model) => describe(of(model, property))).join(' | ')} |`,
  );
  const conditions = guarantees.flatMap(({ model, property, broken, guaranteedIf }) =>
    broken
      ? [
          `| ${model.name} | ${property.name} | ${
            guaranteedIf.length === 0
              ? 'none of them, nor all together'
              : guaranteedIf.map((set) => set.join(' and ')).join('; ')
          }${broken.isLarger ? ' (random)' : ''} |`,
        ]
      : [],
  );
  return `# What each consistency model guarantees

Generated by \`npm run guarantees\`: not from some scenarios that somebody thought of, but from all ${count(scenarios)} that there are,
up to the names of things, with at most ${tasks} tasks, ${functions} patched functions and ${statements} statements in their old and new bodies together. Each is
explored exhaustively under each model. Statements are calls, locking and unlocking one lock, sleeping, asserting and setting shared data, and safe
points where only kernel threads come to them; a changed signature counts as one. A task makes one system call of one or two calls, for ever, or is a kernel thread, with a safe
point or without; the patch stays or is removed.

A violation counts only where nothing is wrong without live patching: neither with the old code alone nor with the new code alone,
whether or not signals arrive, is the property violated, or a lock, an assertion or a call misused, or a deadlock reached.

- A number: **guaranteed within these bounds**, and in so many scenarios there was something to guarantee. Then ${count(runs)} random scenarios, which may be larger (3
  tasks, 3 functions, branches, loops, two locks, a counter, events, error paths, signallers), were tried as well: of each ${count(runs)}, at least ${count(leastExplored)} have
  no more than ${count(defaultMaxStates)} states and were explored, and none breaks it. That is no proof beyond the bounds.
- **broken**: the smallest scenario that was found to break it. With a *, none within the bounds does, but a larger one.
- †: guaranteed within these bounds, but broken by a scenario that ships, which has something that none of these has.
- vacuous: nothing within the bounds puts it to the test.
- ?: not all scenarios could be explored within 20,000 states.

${head}
${rows.join('\n')}

## Under which assumptions a guarantee holds

What can be assumed of patch and workload:

${assumptions.map(({ name, summary }) => `- \`${name}\`: ${summary}.`).join('\n')}

For each cell that is broken, the weakest sets of these with which no scenario within the bounds breaks it: any one of them is
enough. No scenario within the bounds waits for an event or sleeps uninterruptibly, so that nothing is said about what these
would break. "(random)": the cell is broken by larger scenarios only, and with that single assumption ${count(runsAssumed)} random ones, less those that were too large, did not break it.

| model | property | guaranteed if |
| --- | --- | --- |
${conditions.join('\n')}
`;
}

function describe(guarantee: Guarantee | undefined): string {
  if (!guarantee) return '';
  const { broken, cell, model, property, shipped } = guarantee;
  if (broken) return `[broken](guarantees/${fileOf(model, property)})${broken.isLarger ? ' *' : ''}`;
  if (cell.inconclusive > 0) return '?';
  const within = cell.holds > 0 ? cell.holds.toLocaleString('en') : 'vacuous';
  return shipped === undefined ? within : `${within} [†](../${shipped})`;
}

function fileOf(model: ConsistencyModel, property: Property): string {
  return `${model.name}-${property.name}.yaml`;
}

/** The scenario with the verdict that it stands for, so that \`klpcheck check\` confirms it. */
function withVerdict({ model, property, broken }: Guarantee): string {
  if (!broken) throw new Error('nothing breaks it');
  return printScenario({
    ...broken.document,
    scenario: `the smallest scenario found that breaks ${property.name} under ${model.name}`,
    expect: { [model.name]: { [property.name]: 'violated' } },
  });
}

if (file === undefined) throw new Error('expected the file that klpcheck enumerate --json has written');
const { bounds, scenarios, survey, isComplete } = JSON.parse(
  readFileSync(file, 'utf8'),
) as EnumerateResult & { readonly bounds: Bounds };
if (!isComplete) throw new Error('the enumeration was stopped before its end');
const guarantees: Guarantee[] = [];
for (const property of asked)
  for (const model of models) {
    const cell = survey[model.name]?.[property.name];
    if (!cell) throw new Error(`the survey says nothing about ${property.name} under ${model.name}`);
    guarantees.push(await guaranteeOf(model, property, cell));
  }
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const each of guarantees)
  if (each.broken) writeFileSync(`${folder}/${fileOf(each.model, each.property)}`, withVerdict(each));
writeFileSync(`${root}docs/guarantees.md`, page(guarantees, bounds, scenarios));
