import { partsOf, type Step, type Steps } from './step.js';

/*
 * Which locks are held where: a dataflow analysis over steps with their jumps, until nothing changes (Kildall, POPL 1973).
 */

/** What a call does to the locks of whoever calls. */
export interface LockEffect {
  /** Held when it returns, whichever way it went. */
  readonly acquires: ReadonlySet<string>;
  /** Given back though it had not taken them, and not held again when it returns. */
  readonly releases: ReadonlySet<string>;
}

export interface HeldLocks {
  /** Before each step: held whichever way led there. Steps that nothing leads to are not there. */
  readonly before: ReadonlyMap<Step, ReadonlySet<string>>;
  /** Held when it returns, whichever way it went. */
  readonly atExit: ReadonlySet<string>;
  /** Given back though no way has taken them: the locks of whoever calls. */
  readonly ofCaller: ReadonlySet<string>;
}

type Locks = ReadonlySet<string>;
/** Where nothing leads to. */
type State = Locks | undefined;

/** @param initially held when the function is entered */
export function heldLocks(
  steps: Steps,
  effectOf: (call: string) => LockEffect | undefined,
  initially: Locks = new Set(),
): HeldLocks {
  const surely = new Flow(effectOf, (one, other) => new Set([...one].filter((lock) => other.has(lock))));
  const perhaps = new Flow(effectOf, (one, other) => new Set([...one, ...other]));
  const ofCaller = new Set<string>();
  const atExit = surely.run(steps, initially);
  perhaps.run(steps, initially);
  for (const [step, locks] of perhaps.before) {
    if (step.kind === 'unlock' && !locks.has(step.lock)) ofCaller.add(step.lock);
    if (step.kind === 'call' && !step.throughField)
      for (const lock of effectOf(step.name)?.releases ?? []) if (!locks.has(lock)) ofCaller.add(lock);
  }
  return { before: surely.before, atExit: atExit ?? new Set(), ofCaller };
}

class Flow {
  readonly before = new Map<Step, Locks>();
  readonly #atLabels = new Map<string, Locks>();
  #atExit: State;
  #changed = true;

  constructor(
    readonly effectOf: (call: string) => LockEffect | undefined,
    readonly meet: (one: Locks, other: Locks) => Locks,
  ) {}

  run(steps: Steps, initially: Locks): State {
    // Each round but the last changes what holds at a label; of locks there are few.
    for (let rounds = 0; this.#changed && rounds < 50; rounds++) {
      this.#changed = false;
      this.#atExit = undefined;
      const end = this.#through(steps, initially);
      this.#atExit = this.#join(this.#atExit, end);
    }
    return this.#atExit;
  }

  #join(one: State, other: State): State {
    if (one === undefined || other === undefined) return one ?? other;
    return this.meet(one, other);
  }

  #through(steps: Steps, begin: State): State {
    return steps.reduce<State>((state, step) => this.#after(step, state), begin);
  }

  #after(step: Step, state: State): State {
    if (step.kind === 'label') return this.#join(state, this.#atLabels.get(step.label));
    if (state === undefined) return undefined;
    this.before.set(step, state);
    switch (step.kind) {
      case 'lock':
        return new Set([...state, step.lock]);
      case 'unlock':
        return without(state, [step.lock]);
      case 'call':
        return this.#afterCall(step, state);
      case 'trylock':
        return this.#join(
          this.#through(step.taken, new Set([...state, step.lock])),
          this.#through(step.busy, state),
        );
      case 'choice':
        return partsOf(step)
          .map((branch) => this.#through(branch, state))
          .reduce<State>((one, other) => this.#join(one, other), undefined);
      case 'loop': {
        const round = this.#through(step.body, state);
        const again = this.#join(state, round);
        return step.endless ? undefined : this.#join(again, this.#through(step.body, again));
      }
      case 'goto':
        this.#arrive(step.label, state);
        return undefined;
      case 'return':
        this.#atExit = this.#join(this.#atExit, state);
        return undefined;
      default:
        return state;
    }
  }

  #afterCall(step: Step & { readonly kind: 'call' }, state: Locks): State {
    const effect = step.throughField ? undefined : this.effectOf(step.name);
    return effect ? new Set([...without(state, [...effect.releases]), ...effect.acquires]) : state;
  }

  #arrive(label: string, state: Locks): void {
    const known = this.#atLabels.get(label);
    const joined = this.#join(known, state) ?? state;
    if (known === undefined || known.size !== joined.size) {
      this.#atLabels.set(label, joined);
      this.#changed = true;
    }
  }
}

function without(locks: Locks, gone: readonly string[]): Locks {
  return new Set([...locks].filter((lock) => !gone.includes(lock)));
}
