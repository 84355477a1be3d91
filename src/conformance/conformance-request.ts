import type { ModelChoice, ScenarioChoice } from '../names/index.js';
import type { Implementation } from './implementation.js';

/** What is held against which model, and how often. */
export interface ConformanceRequest {
  /** The tasks, and what they do while it is being patched. */
  readonly scenario: ScenarioChoice;
  /** The consistency model: `kgraft:wake=nobody`, or a model of your own. */
  readonly model: ModelChoice;
  readonly implementation: Implementation;
  /** How many walks; 100 unless said. */
  readonly runs?: number;
  /** How many steps a walk has at most; 60 unless said. */
  readonly length?: number;
  /** Whether to ask for steps of the mechanism that the model forbids too, which are to be refused; true unless said. */
  readonly forbidden?: boolean;
  /** What the walks are drawn from; random unless said. */
  readonly seed?: number;
  /** Which walk of that seed to begin with: see `DivergenceError.replay`. */
  readonly path?: string;
}
