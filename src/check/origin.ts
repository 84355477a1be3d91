import { type SearchOptions, type SearchResult, search, unlimited } from '../engine/index.js';
import {
  type Answer,
  type Composition,
  type ModelInstance,
  observe,
  type Property,
  type SafetyProperty,
  type StaticKernel,
  staticKernelsOf,
  type Woven,
  weave,
} from '../livepatch/index.js';
import { replay } from '../replay/index.js';
import type { Scenario } from '../scenario/index.js';
import { BlameCheck, KernelCheck, type KernelStates, variablesOf } from './blame.js';
import type { Verdict } from './verdict.js';

type Violated = Verdict & { readonly kind: 'violated' };

/** Gives the verdict of a search, its run replayed. */
type Conclude = (composition: Composition, result: SearchResult<Answer>, property: string) => Verdict;

/** States are compared one by one, as text: whose a violation of a larger system is, is not found out. */
const maxStates = 20_000;

/** Whose the violations of a scenario are. What the kernels do by themselves is found out once for all models. */
export class Origins {
  private readonly kernels: readonly StaticKernel[];
  private readonly safety: readonly Property[];
  private readonly verdicts = new Map<StaticKernel, Promise<ReadonlyMap<string, Verdict>>>();
  private readonly states = new Map<string, Promise<KernelStates | undefined>>();
  private readonly woven = new Map<ModelInstance, Woven>();

  constructor(
    private readonly scenario: Scenario,
    properties: readonly Property[],
    private readonly conclude: Conclude,
  ) {
    this.kernels = staticKernelsOf(scenario);
    this.safety = properties.filter(({ kind }) => kind === 'safety');
  }

  /**
   * Finds out whether a violation is that of the old functions alone, or of the new ones alone, and nothing that the
   * mechanism adds. Then a run of that kernel is told; else one that is the mechanism's doing. Where it cannot be found out,
   * the verdict stays as it is.
   */
  async attribute(
    woven: Woven,
    property: SafetyProperty,
    verdict: Violated,
    options: SearchOptions,
  ): Promise<Violated> {
    const byThemselves: Verdict[] = [];
    for (const kernel of this.kernels) {
      const its = (await this.verdictsOf(kernel, options)).get(property.name);
      if (!its || its.kind === 'inconclusive') return verdict;
      byThemselves.push(its);
    }
    if (byThemselves.every(({ kind }) => kind !== 'violated')) return verdict;
    const composition = observe(woven, [property]);
    // Of a bad step, no state tells.
    const hasAssertions = ({ graph }: (typeof woven.templates)[number]): boolean =>
      graph.edges.some(({ assertions }) => assertions.length > 0);
    if (composition.system.templates.some(hasAssertions)) return verdict;
    const states: KernelStates[] = [];
    for (const kernel of this.kernels) {
      const its = await this.statesOf(kernel, property, options);
      if (!its) return verdict;
      states.push(its);
    }
    const [before] = this.kernels;
    const variables = before ? variablesOf(observe(this.wovenWith(before.instance), [property])) : [];
    const analyses = new Map([['blame', new BlameCheck(composition, states, variables)]]);
    const asked = { invariants: [], goals: new Map(), analyses };
    const blame = (await search(composition.system, asked, small(options))).answers.get('blame');
    if (!blame) return verdict;
    if (blame.kind === 'mechanism')
      return { kind: 'violated', counterexample: replay(composition, property.name, blame.path) };
    const [own, { when: origin } = {}] = [byThemselves[blame.kernel], this.kernels[blame.kernel]];
    return own?.kind === 'violated' && origin !== undefined ? { ...own, origin } : verdict;
  }

  private wovenWith(kernel: ModelInstance): Woven {
    const woven = this.woven.get(kernel) ?? weave(this.scenario, kernel);
    this.woven.set(kernel, woven);
    return woven;
  }

  private verdictsOf(kernel: StaticKernel, options: SearchOptions): Promise<ReadonlyMap<string, Verdict>> {
    return found(this.verdicts, kernel, async () => {
      const composition = observe(this.wovenWith(kernel.instance), this.safety);
      const result = await search(composition.system, composition.requirements, small(options));
      return new Map(this.safety.map(({ name }) => [name, this.conclude(composition, result, name)]));
    });
  }

  private statesOf(
    kernel: StaticKernel,
    property: SafetyProperty,
    options: SearchOptions,
  ): Promise<KernelStates | undefined> {
    return found(this.states, `${kernel.instance.name}\n${property.name}`, async () => {
      const composition = observe(this.wovenWith(kernel.instance), [property]);
      const analyses = new Map([['states', new KernelCheck(composition)]]);
      const asked = { invariants: [], goals: new Map(), analyses };
      return (await search(composition.system, asked, small(options))).answers.get('states');
    });
  }
}

/** What is known already, or else is found out now. */
function found<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  find: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}

/** Without reductions, for they leave states out. */
function small({ budget = unlimited, signal, parallelism }: SearchOptions): SearchOptions {
  return {
    ...(signal && { signal }),
    ...(parallelism && { parallelism }),
    reductions: [],
    budget: { ...budget, maxStates: Math.min(budget.maxStates, maxStates) },
  };
}
