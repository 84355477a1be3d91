import path from 'node:path';
import fc from 'fast-check';
import { arbitraryScenario } from '../../src/arbitraries/index.js';
import { type Cell, check } from '../../src/check/index.js';
import { unlimited } from '../../src/engine/index.js';
import { defaultMaxStates, judge } from '../../src/fuzz/index.js';
import {
  type ConsistencyModel,
  compose,
  formulaProperty,
  instantiate,
  type ModelInstance,
  type Property,
} from '../../src/livepatch/index.js';
import { findModel, isUnknown } from '../../src/names/index.js';
import { resolveDocument, type Scenario } from '../../src/scenario/index.js';

/** A way to tell a mutant from its original. */
export interface Killer {
  readonly name: string;
  /**
   * Gives what told them apart, or nothing.
   *
   * @throws SystemDefinitionError when the mutant is no model at all
   */
  kill(original: ConsistencyModel, mutant: ConsistencyModel): Promise<string | undefined>;
}

/** What the scenarios are checked with. */
export interface CheckKillerOptions {
  readonly models: readonly ConsistencyModel[];
  readonly properties: readonly Property[];
  readonly scenarios: readonly Scenario[];
  /** How many states a search may visit. What it has not found by then does not tell. */
  readonly maxStates: number;
}

/** A scenario under the original, or under a variant of it that the scenario names. */
interface Trial {
  readonly scenario: Scenario;
  readonly instance: ModelInstance;
  readonly size: number;
  readonly system: string;
}

/** A mutant is killed by a verdict that is not the one which a scenario expects of the original; small scenarios first. */
export function byCheck({ models, properties, scenarios, maxStates }: CheckKillerOptions): Killer {
  const trials = new Map<ConsistencyModel, readonly Trial[]>();
  return {
    name: 'check',
    async kill(original, mutant) {
      const knownModels = models.map((each) => (each.name === original.name ? mutant : each));
      if (!trials.has(original)) trials.set(original, trialsOf(original, scenarios, properties));
      for (const { scenario, instance, system } of trials.get(original) ?? []) {
        const mutated = instantiate(mutant, instance.wake, instance.parameters);
        // The same system has the same verdicts.
        if (printSystem(scenario, mutated, properties).system === system) continue;
        const { cells } = await check(
          { scenarios: [scenario], knownModels, knownProperties: properties, models: [mutated] },
          { budget: { ...unlimited, maxStates }, parallelism: { jobs: 1 } },
        );
        const unexpected = cells.find(
          ({ asExpected, verdict }) => asExpected === false && verdict.kind !== 'inconclusive',
        );
        if (unexpected) return describe(unexpected);
      }
      return undefined;
    },
  };
}

function trialsOf(
  model: ConsistencyModel,
  scenarios: readonly Scenario[],
  properties: readonly Property[],
): readonly Trial[] {
  return scenarios
    .flatMap((scenario) =>
      instancesOf(model, scenario).map((instance) => ({
        scenario,
        instance,
        ...printSystem(scenario, instance, properties),
      })),
    )
    .sort((one, other) => one.size - other.size);
}

/** A model, and the variants of it of which a scenario expects something. */
function instancesOf(model: ConsistencyModel, { expectations }: Scenario): readonly ModelInstance[] {
  const named = expectations.flatMap(({ model: name }) => {
    const found = findModel(name, [model]);
    return isUnknown(found) ? [] : [found];
  });
  return [...new Map([instantiate(model), ...named].map((each) => [each.name, each])).values()];
}

/** All that is searched, as a text, and how large it may be: the logarithm of the product of all locations. */
function printSystem(
  scenario: Scenario,
  instance: ModelInstance,
  properties: readonly Property[],
): { readonly system: string; readonly size: number } {
  const { system, requirements, premises, questions } = compose(scenario, instance, [
    ...properties,
    ...scenario.formulas.map(formulaProperty),
  ]);
  const { invariants, goals } = requirements;
  const searched = { ...system, processes: undefined, invariants, goals, premises, questions };
  return {
    system: JSON.stringify(searched, (_, value) => (value instanceof Map ? [...value] : value)),
    size: system.processes.reduce((sum, { template }) => sum + Math.log(template.graph.locations.length), 0),
  };
}

function describe({ scenario, model, property, verdict, expected }: Cell): string {
  return `${path.basename(scenario.file)}: ${model.name}, ${property.name} is ${verdict.kind}, expected ${expected}`;
}

/** What is known of a random scenario under an original, which all of its mutants are compared with. */
interface Original {
  system?: string;
  judged?: Awaited<ReturnType<typeof judge>>;
}

/** What the random search is told. */
export interface FuzzKillerOptions {
  readonly properties: readonly Property[];
  readonly runs: number;
  readonly seed: number;
}

/** A mutant is killed by a random scenario that violates a property under one of the two, and not under the other. */
export function byFuzz({ properties, runs, seed }: FuzzKillerOptions): Killer {
  const asked = properties.filter(({ kind }) => kind !== 'quantity');
  const budget = { ...unlimited, maxStates: defaultMaxStates };
  const scenarios = fc.sample(arbitraryScenario(), { seed, numRuns: runs }).map((document, run): Scenario => {
    const resolved = resolveDocument(document, 'random');
    if (!resolved.ok) throw new Error(`random scenario ${run} is not well-formed`);
    return resolved.value;
  });
  const originals = new Map<ConsistencyModel, readonly Original[]>();
  return {
    name: 'fuzz',
    async kill(original, mutant) {
      const known = originals.get(original) ?? scenarios.map(() => ({}));
      originals.set(original, known);
      for (const [run, scenario] of scenarios.entries()) {
        const kept = known[run] as Original;
        kept.system ??= printSystem(scenario, instantiate(original), properties).system;
        if (printSystem(scenario, instantiate(mutant), properties).system === kept.system) continue;
        kept.judged ??= await judge(scenario, instantiate(original), asked, budget);
        const one = kept.judged;
        const other = await judge(scenario, instantiate(mutant), asked, budget);
        const told = asked.find(({ name }) => {
          const pair = [one.judgements.get(name), other.judgements.get(name)];
          return !pair.includes('inconclusive') && pair.filter((each) => each === 'violated').length === 1;
        });
        if (told) return `random scenario ${run} of seed ${seed}, ${told.name}`;
      }
      return undefined;
    },
  };
}
