import type { ProcessTemplate, System } from '../../system/index.js';

/** More code than this takes longer to write and to load than a search that could end. */
export const maximumCodeCharacters = 1 << 24;

/** All words of a state are arguments of the generated functions, and stand on the stack. */
export const maximumWords = 8192;

/** Thrown when the code for a system, or a packed state of it, would be too large. */
export class SystemTooLargeError extends Error {
  override readonly name = 'SystemTooLargeError';
  /** What has the largest part in it. */
  readonly template: ProcessTemplate;

  constructor(system: System, words: number) {
    const template = system.templates.reduce((one, other) => (partOf(other) > partOf(one) ? other : one));
    const { name, count, graph } = template;
    const how =
      words > maximumWords
        ? `a state has ${words.toLocaleString('en')} words of 32 bits, more than ${maximumWords.toLocaleString('en')}`
        : `the code for its steps has more than ${maximumCodeCharacters.toLocaleString('en')} characters`;
    super(
      `too large to be searched: ${how}. The largest part is '${name}': ${count} of it, with ${graph.edges.length.toLocaleString('en')} steps each, in a state of ${words.toLocaleString('en')} words`,
    );
    this.template = template;
  }
}

function partOf({ count, graph }: ProcessTemplate): number {
  return count * graph.edges.length;
}
