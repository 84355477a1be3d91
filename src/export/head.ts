import type { System } from '../system/index.js';
import type { PromelaModel } from './promela.js';

/** What the head of an exported file has to say. */
export interface Head {
  readonly about: readonly string[];
  readonly claims: readonly string[];
  readonly system: System;
  readonly surplus: PromelaModel['surplus'];
}
export function headOf(head: Head): readonly string[] {
  return ['/*', ...head.about.map((each) => ` * ${each}`), ' */'];
}

/** The words that the rest of the file is written in. */
export function macros(hasClaims: boolean): readonly string[] {
  const assertion = '#define require(condition) assert(condition)';
  return [
    '/* A set of processes is a word of bits. */',
    '#define has(set, process) (((set) >> (process)) & 1)',
    '#define with(set, process) ((set) | (1 << (process)))',
    '#define without(set, process) ((set) & ~(1 << (process)))',
    '',
    '/* Always true. The verifier refuses a loop on `true`. */',
    '#define anyway (1 == 1)',
    '',
    ...(hasClaims
      ? [
          '#ifdef CLAIMS',
          '/* A run may rest: what stands at a place that nothing obliges it to leave may stay there. */',
          '#define may_rest(place, condition) :: (condition) -> goto place',
          '#define require(condition) skip',
          '#else',
          '#define may_rest(place, condition)',
          assertion,
          '#endif',
        ]
      : [assertion]),
  ];
}
