import { partsOf, type Step, type Steps } from './step.js';

/**
 * Numbers for steps: two have the same one where they differ only in where they stand. Steps share what follows them, so that a body may
 * be far larger written out than it is: each step is looked at once.
 */
export class Identities {
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<Step, number>();

  keyOf(steps: Steps): string {
    return steps.map((step) => this.#numberOf(step)).join();
  }

  #numberOf(step: Step): number {
    const known = this.#known.get(step);
    if (known !== undefined) return known;
    const { at: _, ...told } = step;
    const parts = partsOf(step).map((part) => this.keyOf(part));
    const text = JSON.stringify([{ ...told, branches: 0, body: 0, taken: 0, busy: 0, text: 0 }, parts]);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(step, number);
    return number;
  }
}

/** How many steps a body has, written out. */
export function sizeOf(steps: Steps, known = new Map<Step, number>()): number {
  return steps.reduce((sum, step) => {
    const size = known.get(step) ?? 1 + partsOf(step).reduce((below, part) => below + sizeOf(part, known), 0);
    known.set(step, size);
    return sum + size;
  }, 0);
}
