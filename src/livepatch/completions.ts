import {
  type Assignment,
  add,
  and,
  at,
  conditional,
  type Expression,
  less,
  not,
  or,
  type ProcessReference,
  range,
  type SharedVariable,
  shared,
  subtract,
  type Variable,
} from '../system/index.js';
import { found } from './found.js';
import { waitsFor } from './vocabulary.js';

/** How many tasks may have been let through before they come, as far as that is counted. */
export const mostCompleted = 7;
/** All that ever come are let through: `complete_all()`. */
const all = mostCompleted + 1;

/** The completions of a workload (`struct completion`): how many tasks each lets through that wait, or will. */
export class Completions {
  private readonly counts: ReadonlyMap<string, SharedVariable<number>>;

  constructor(names: readonly string[]) {
    this.counts = new Map(names.map((name) => [name, shared(`completion ${name}`, range(0, all), 0)]));
  }

  variables(): readonly Variable[] {
    return [...this.counts.values()];
  }

  has(name: string): boolean {
    return this.counts.has(name);
  }

  /** True where a task that waits is let through. */
  isDone(name: string): Expression<boolean> {
    return less(0, this.countOf(name).value);
  }

  /** What a task takes that is let through. */
  take(name: string): readonly Assignment[] {
    const { is, value, becomes } = this.countOf(name);
    return [becomes(conditional<number>(is(all), all, subtract(value, 1)))];
  }

  complete(name: string): readonly Assignment[] {
    const { value, becomes } = this.countOf(name);
    return [becomes(conditional<number>(less(value, mostCompleted), add(value, 1), value))];
  }

  completeAll(name: string): readonly Assignment[] {
    return [this.countOf(name).becomes(all)];
  }

  reinit(name: string): readonly Assignment[] {
    return [this.countOf(name).becomes(0)];
  }

  /** True while `task` waits for one that lets it through. */
  isWoken(task: ProcessReference): Expression<boolean> {
    return or(...[...this.counts.keys()].map((name) => and(at(task, waitsFor(name)), this.isDone(name))));
  }

  /** True where one more that is let through can be counted. */
  canBeCounted(name: string): Expression<boolean> {
    return not(this.countOf(name).is(mostCompleted));
  }

  private countOf(name: string): SharedVariable<number> {
    return found(this.counts, name);
  }
}
