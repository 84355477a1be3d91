import type { System } from '../system/index.js';

/** How many more states and transitions SPIN counts than there are. */
export interface Surplus {
  readonly states: number;
  readonly transitions: number;
}

/** What the head of an exported file has to say. */
export interface Head {
  readonly about: readonly string[];
  readonly claims: readonly string[];
  readonly system: System;
  readonly surplus: Surplus;
}

/** The head of an exported file: what it is, how it is searched, and which counts have to agree. */
export function headOf({ about, claims, system, surplus }: Head): readonly string[] {
  const lines = [
    ...about,
    '',
    'Every state that can be reached, with the assertions:',
    '  spin -o2 -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -E -m1000000',
    'Each step is one step here, so SPIN and klpcheck count the same:',
    `  "states, stored":           as many states as klpcheck${more(surplus.states)}`,
    `  "transitions" (not atomic): as many transitions as klpcheck${more(surplus.transitions)}`,
    '-E: a process may be blocked for ever without being at an end, which is asked of nobody here.',
    '-c0 goes on after an error. Without -o2, SPIN takes variables that nobody reads out of the states; without',
    '-DNOREDUCE, it leaves out states that make no difference to the assertions.',
    ...(claims.length === 0 ? [] : ['', ...aboutClaims(claims, system)]),
  ];
  return ['/*', ...lines.map((line) => (line === '' ? ' *' : ` * ${plain(line)}`)), ' */'];
}

function aboutClaims(claims: readonly string[], { fairness }: System): readonly string[] {
  const [first = ''] = claims;
  return [
    `The claims, one at a time (${claims.join(', ')}):`,
    '  spin -DCLAIMS -o2 -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c',
    `  ./pan -a -m1000000 -N ${first}${fairness.length === 0 ? '' : '      and with weak fairness of processes: ./pan -a -f ...'}`,
    'A run may rest where nothing obliges anybody to go on, so with -DCLAIMS there are more transitions.',
    ...(fairness.length === 0
      ? ['Nothing is assumed to be fair, so SPIN and klpcheck have to give the same verdict.']
      : [
          'klpcheck asks of fair runs only, by kinds of steps; SPIN knows weak fairness of processes. With -f and without it,',
          'SPIN looks at more runs: what it finds no error in holds in klpcheck, and what it finds an error in need not be',
          'violated there. What klpcheck assumes, of each process of a template:',
          ...fairness.map(({ strength, template, steps }) => {
            const which =
              steps === undefined
                ? 'every step'
                : 'withTag' in steps
                  ? `steps tagged '${steps.withTag}'`
                  : `steps not tagged '${steps.withoutTag}'`;
            return `  ${strength}: ${template}, ${which}`;
          }),
        ]),
  ];
}

function more(count: number): string {
  return count === 0 ? '' : ` + ${count}`;
}

/** A line that does not end the comment. */
function plain(line: string): string {
  return line.replaceAll('*/', '* /');
}
