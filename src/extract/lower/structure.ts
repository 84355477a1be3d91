import { allSteps, mapParts, partsOf, type Step, type Steps } from './step.js';
import { TooTangledError } from './too-tangled.js';

/*
 * Scenarios have no jumps. A jump forwards becomes a copy of what it leads to; one backwards, a loop.
 */

/** Steps, the first of them and all that follow it: what follows is shared, so that its copies are made once. */
interface List {
  readonly step: Step;
  readonly rest: Rest;
}

/** `end`: of the body, or of a round; `here`: of a branch, behind which it goes on as it does behind the other branches. */
type Rest = List | 'end' | 'here';

interface Surroundings {
  /** A jump to there ends the round. */
  readonly head?: string;
  /** What follows the loop, where there is one, and what is around it. */
  readonly outside?: { readonly after: Rest; readonly surroundings: Surroundings };
  /** Whether the end of the list ends the function, not only a round. */
  readonly returnsAtEnd: boolean;
  readonly known: Map<List, Steps>;
}

const mostSteps = 3_000;
/** Each step is gone into by a call of its own, and the stack has an end. */
const mostInOne = 1_000;

/**
 * The same body without jumps.
 *
 * @throws TooTangledError where it would become too long
 */
export function structured(steps: Steps): Steps {
  if ([...allSteps(steps)].length > mostInOne) throw new TooTangledError();
  const list = listOf(steps, 'end');
  return new Structurer(steps, list).expand(list, around());
}

function around(more: Partial<Surroundings> = {}): Surroundings {
  return { returnsAtEnd: false, known: new Map(), ...more };
}

function listOf(steps: Steps, rest: Rest): Rest {
  return steps.reduceRight<Rest>((after, step) => ({ step, rest: after }), rest);
}

class Structurer {
  readonly #backwards: ReadonlySet<string>;
  #made = 0;

  constructor(
    steps: Steps,
    readonly whole: Rest,
  ) {
    this.#backwards = jumpedBackTo(steps);
  }

  expand(list: Rest, surroundings: Surroundings): Steps {
    if (list === 'here') return [];
    if (list === 'end') return surroundings.returnsAtEnd ? [{ kind: 'return', at: { line: 0 } }] : [];
    const known = surroundings.known.get(list);
    if (known) return known;
    const made = this.#expandList(list, surroundings);
    this.#made += made.length;
    if (this.#made > mostSteps) throw new TooTangledError();
    surroundings.known.set(list, made);
    return made;
  }

  #expandList({ step, rest }: List, surroundings: Surroundings): Steps {
    switch (step.kind) {
      case 'return':
        return [step];
      case 'label':
        return this.#backwards.has(step.label) && surroundings.head !== step.label
          ? this.#loopFrom(step.label, step, rest, surroundings)
          : this.expand(rest, surroundings);
      case 'goto':
        return this.#jump(step.label, rest, surroundings);
      case 'choice':
      case 'trylock':
        return this.#branch(step, rest, surroundings);
      case 'loop':
        return this.#loop(step, rest, surroundings);
      default:
        return [step, ...this.expand(rest, surroundings)];
    }
  }

  #jump(label: string, rest: Rest, surroundings: Surroundings): Steps {
    if (label === surroundings.head) return [];
    const ahead = find(label, rest);
    if (ahead !== undefined) return this.expand(ahead, surroundings);
    const { outside } = surroundings;
    // Backwards, to what was jumped over.
    const behind = outside === undefined ? find(label, this.whole) : undefined;
    if (typeof behind === 'object') return this.#loopFrom(label, behind.step, behind.rest, surroundings);
    const beyond = outside && find(label, outside.after);
    // Out of a loop in a loop: one more round of the inner one may be made, which changes nothing but what is possible.
    if (beyond === undefined || outside?.surroundings.outside) return [];
    return [...this.expand(beyond, outside?.surroundings ?? around()), { kind: 'return', at: { line: 0 } }];
  }

  #branch(
    step: Step & { readonly kind: 'choice' | 'trylock' },
    rest: Rest,
    surroundings: Surroundings,
  ): Steps {
    const jumps = partsOf(step).map(hasJump);
    if (!jumps.includes(true))
      return [
        mapParts(step, (part) => this.expand(listOf(part, 'here'), fresh(surroundings))),
        ...this.expand(rest, surroundings),
      ];
    // What follows stands in each branch: where one jumps, it does not come there.
    return [mapParts(step, (part) => this.expand(listOf(part, rest), surroundings))];
  }

  #loop(step: Step & { readonly kind: 'loop' }, rest: Rest, surroundings: Surroundings): Steps {
    const isOutermost = surroundings.outside === undefined && surroundings.head === undefined;
    const takesLocks = [...allSteps(step.body)].some(({ kind }) =>
      ['lock', 'unlock', 'trylock'].includes(kind),
    );
    // To leave in the middle of a round matters where a lock is held there.
    const isExact = isOutermost && (step.endless || takesLocks);
    const inside = around({ outside: { after: isExact ? rest : 'here', surroundings } });
    const body = this.expand(listOf(step.body, 'here'), inside);
    if (isExact && step.endless) return [{ ...step, body }];
    return [{ ...step, endless: false, body }, ...this.expand(rest, surroundings)];
  }

  /** All that follows, again and again: who does not jump back returns. */
  #loopFrom(label: string, step: Step, rest: Rest, surroundings: Surroundings): Steps {
    const isOutermost = surroundings.outside === undefined || surroundings.returnsAtEnd;
    const inside = around({
      head: label,
      returnsAtEnd: isOutermost,
      outside: { after: 'here', surroundings },
    });
    const body = this.expand(rest, inside);
    return [{ kind: 'loop', endless: isOutermost, body, at: step.at }];
  }
}

/** What is behind a branch is another thing than what is behind the list, so nothing that is known of one is true of the other. */
function fresh(surroundings: Surroundings): Surroundings {
  return { ...surroundings, known: new Map() };
}

function find(label: string, list: Rest): Rest | undefined {
  for (let at = list; typeof at === 'object'; at = at.rest)
    if (at.step.kind === 'label' && at.step.label === label) return at;
  return undefined;
}

function hasJump(steps: Steps): boolean {
  return [...allSteps(steps)].some(({ kind }) => kind === 'goto' || kind === 'label');
}

/** The labels to which something jumps that stands behind them. */
function jumpedBackTo(steps: Steps): ReadonlySet<string> {
  const passed = new Set<string>();
  const found = new Set<string>();
  for (const step of allSteps(steps)) {
    if (step.kind === 'label') passed.add(step.label);
    if (step.kind === 'goto' && passed.has(step.label)) found.add(step.label);
  }
  return found;
}
