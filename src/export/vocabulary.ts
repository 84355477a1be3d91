/** A name that the rest of an exported file is written in. */
interface Word {
  readonly name: string;
  readonly meaning: string;
  readonly definition: string;
}

const words: readonly Word[] = [
  {
    name: 'has',
    meaning: 'whether a process is in a set, which is a word of bits',
    definition: 'has(set, process) (((set) >> (process)) & 1)',
  },
  {
    name: 'with',
    meaning: 'the set with a process',
    definition: 'with(set, process) ((set) | (1 << (process)))',
  },
  {
    name: 'without',
    meaning: 'the set without a process',
    definition: 'without(set, process) ((set) & ~(1 << (process)))',
  },
  {
    name: 'several',
    meaning: 'whether two or more are in a set',
    definition: 'several(set) (((set) & ((set) - 1)) != 0)',
  },
  {
    name: 'anyway',
    meaning: 'always true; the verifier refuses a loop on `true`',
    definition: 'anyway (1 == 1)',
  },
];

/** The definitions of those words that a text is written in. */
export function vocabularyOf(used: ReadonlySet<string>): readonly string[] {
  return words
    .filter(({ name }) => used.has(name))
    .map(({ definition, meaning }) => `#define ${definition}  /* ${meaning} */`);
}

/** How assertions are written, and where a run may rest. Claims are checked by themselves. */
export function modes(hasAssertions: boolean, hasClaims: boolean): readonly string[] {
  const assertion = hasAssertions ? ['#define require(condition) assert(condition)'] : [];
  if (!hasClaims) return assertion;
  return [
    '#ifdef CLAIMS',
    ...(hasAssertions ? ['#define require(condition) skip'] : []),
    '/* A run may rest: a process at a location that nothing obliges it to leave may stay there. */',
    '#define may_rest(location, condition) :: (condition) -> goto location',
    '#else',
    ...assertion,
    '#define may_rest(location, condition)',
    '#endif',
  ];
}
