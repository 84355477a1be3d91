import { Identities, sizeOf } from './identity.js';
import { mapParts, type Step, type Steps } from './step.js';
import { TooTangledError } from './too-tangled.js';

/** More than anybody reads. */
const mostSteps = 3_000;

/**
 * The same paths in fewer steps: what is nowhere different is said once, and nothing is said of an end that comes anyhow.
 *
 * @throws TooTangledError where it would still be too long
 */
export function simplified(steps: Steps): Steps {
  const simplifier = new Simplifier();
  const made = simplifier.withoutEnd(simplifier.simplified(steps));
  if (sizeOf(made) > mostSteps) throw new TooTangledError();
  return made;
}

/** What is known of a step is kept: what follows several branches is shared by them, and looked at once. */
class Simplifier {
  readonly #identities = new Identities();
  readonly #known = new WeakMap<Step, Steps>();
  readonly #ends = new WeakMap<Step, boolean>();
  readonly #endless = new WeakMap<Steps, Steps>();

  simplified(steps: Steps): Steps {
    const made: Step[] = [];
    for (const step of steps) {
      for (const each of this.#simplifiedStep(step)) {
        const last = made.at(-1);
        if (!(last && changesNothing(each) && this.#isSame([last], [each]))) made.push(each);
      }
      if (this.#endsHere(made.at(-1))) break;
    }
    return made;
  }

  /** Without what ends the body where it ends anyhow. */
  withoutEnd(steps: Steps): Steps {
    const known = this.#endless.get(steps);
    if (known) return known;
    const made = this.#withoutEnd(steps);
    this.#endless.set(steps, made);
    return made;
  }

  #withoutEnd(steps: Steps): Steps {
    const last = steps.at(-1);
    if (!last) return steps;
    if (isIdle(last)) return this.withoutEnd(steps.slice(0, -1));
    if (last.kind !== 'choice' && last.kind !== 'trylock') return steps;
    return this.simplified([...steps.slice(0, -1), mapParts(last, (part) => this.withoutEnd(part))]);
  }

  #isSame(one: Steps, other: Steps): boolean {
    return this.#identities.keyOf(one) === this.#identities.keyOf(other);
  }

  /** Whether nothing behind a step is reached. */
  #endsHere(step: Step | undefined): boolean {
    if (step === undefined) return false;
    const known = this.#ends.get(step);
    if (known !== undefined) return known;
    const ends = (steps: Steps): boolean => this.#endsHere(steps.at(-1));
    const answer =
      step.kind === 'return' ||
      (step.kind === 'loop' && step.endless) ||
      (step.kind === 'choice' && step.branches.every(ends)) ||
      (step.kind === 'trylock' && ends(step.taken) && ends(step.busy));
    this.#ends.set(step, answer);
    return answer;
  }

  #simplifiedStep(step: Step): Steps {
    const known = this.#known.get(step);
    if (known) return known;
    const inner = mapParts(step, (part) => this.simplified(part));
    const made = this.#simplifiedOuter(inner);
    this.#known.set(step, made);
    return made;
  }

  #simplifiedOuter(step: Step): Steps {
    switch (step.kind) {
      case 'loop':
        return this.#simplifiedLoop(step);
      case 'choice':
        return step.condition === undefined
          ? this.#simplifiedChoice(step, step.branches)
          : this.#simplifiedIf(step);
      default:
        return [step];
    }
  }

  #simplifiedLoop(step: Step & { readonly kind: 'loop' }): Steps {
    if (step.body.length === 0) return [];
    const [only, ...more] = step.body;
    if (only?.kind === 'visit' && more.length === 0 && !step.endless) return [only];
    // Rounds in which nothing happens: it goes on by one of the others.
    if (step.endless && more.length === 0 && only?.kind === 'choice') {
      const telling = only.branches.filter((branch) => branch.length > 0);
      if (telling.length > 0 && telling.every((branch) => this.#endsHere(branch.at(-1))))
        return this.#simplifiedChoice(only, telling);
    }
    return this.#endsHere(step.body.at(-1)) ? step.body : [step];
  }

  /** Both ways are the same, or end in the same way. */
  #simplifiedIf(step: Step & { readonly kind: 'choice' }): Steps {
    const [whenTrue = [], whenFalse = []] = step.branches;
    if (this.#isSame(whenTrue, whenFalse)) return whenTrue;
    const end = this.#commonEnd([whenTrue, whenFalse]);
    if (end === 0) return [step];
    return [
      { ...step, branches: step.branches.map((branch) => branch.slice(0, branch.length - end)) },
      ...whenTrue.slice(whenTrue.length - end),
    ];
  }

  #simplifiedChoice({ at }: Step, branches: readonly Steps[]): Steps {
    const flat = branches.flatMap((branch) => {
      const [only, ...more] = branch;
      return more.length === 0 && only?.kind === 'choice' && only.condition === undefined
        ? only.branches
        : [branch];
    });
    const several = [...this.#groups(flat, (branch) => branch).values()].flatMap(([first]) =>
      first ? [first] : [],
    );
    // That a visit may be left out makes no difference.
    const visit = several.find(([only, ...more]) => only?.kind === 'visit' && more.length === 0);
    const different = visit ? several.filter((branch) => branch.length > 0) : several;
    const [first = []] = different;
    if (different.length <= 1) return first;
    const groups = this.#groups(different, (branch) => branch.slice(-1));
    if (groups.size === different.length) return [{ kind: 'choice', branches: different, at }];
    const joined = [...groups.values()].map((group) => this.#joined(group, at));
    return joined.length === 1 ? (joined[0] ?? []) : [{ kind: 'choice', branches: joined, at }];
  }

  /** Those that end in the same way are one branch, which begins in one of several. */
  #joined(group: readonly Steps[], at: Step['at']): Steps {
    const [one = []] = group;
    if (group.length === 1 || one.length === 0) return one;
    const end = this.#commonEnd(group);
    const begin = group.map((branch) => branch.slice(0, branch.length - end));
    return [
      ...this.#simplifiedChoice({ kind: 'choice', branches: begin, at }, begin),
      ...one.slice(one.length - end),
    ];
  }

  #groups(branches: readonly Steps[], by: (branch: Steps) => Steps): ReadonlyMap<string, readonly Steps[]> {
    const groups = new Map<string, Steps[]>();
    for (const branch of branches) {
      const key = this.#identities.keyOf(by(branch));
      groups.set(key, [...(groups.get(key) ?? []), branch]);
    }
    return groups;
  }

  /** How many steps at the end all of them share. */
  #commonEnd(branches: readonly Steps[]): number {
    const shortest = Math.min(...branches.map(({ length }) => length));
    const [first = []] = branches;
    let end = 0;
    const stepAt = (branch: Steps): Steps => branch.slice(branch.length - end - 1, branch.length - end);
    while (end < shortest && branches.every((branch) => this.#isSame(stepAt(branch), stepAt(first))))
      end += 1;
    return end;
  }
}

/** Whether it is the same to do it once or twice: to visit, and to return or not. */
function changesNothing(step: Step): boolean {
  if (step.kind !== 'choice') return step.kind === 'visit';
  return step.branches.every(
    ([first, ...more]) => more.length === 0 && (first === undefined || first.kind === 'return'),
  );
}

/** Whether nothing happens but that it may return. */
function isIdle(step: Step): boolean {
  return (
    step.kind === 'return' ||
    (step.kind === 'choice' && step.branches.every((branch) => branch.every(isIdle)))
  );
}
