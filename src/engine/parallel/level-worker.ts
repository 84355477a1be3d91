import type { Moves } from '../blocking/moves.js';
import { batchSize, blockSize } from '../codegen/store.js';
import { type Findings, type Hooks, type Machine, noteViolation } from '../compiled/program.js';
import type { Store } from '../packing/store.js';
import type { Control } from './control.js';

/** What one thread does in a level: it takes some states, expands them, and inspects the new ones that it enters. */
export class LevelWorker {
  transitions = 0;

  /**
   * @param moves where it is noted who moves on, if a deadlock is looked for
   * @param waitForRoom waits until the index has grown, or the search is to stop
   */
  constructor(
    private readonly machine: Machine,
    private readonly control: Control,
    private readonly findings: Findings,
    private readonly moves: Moves | undefined,
    private readonly waitForRoom: () => Generator<void>,
  ) {}

  /** Works until no state of the level is left, or the search is to stop. Yields after each batch. */
  *run(): Generator<void> {
    const { machine, control, moves } = this;
    machine.setOpen(control.level.begin, Number.POSITIVE_INFINITY, control.open);
    for (let chunk = control.takeChunk(); chunk && control.stop === 'none'; chunk = control.takeChunk())
      for (let state = chunk.begin; state < chunk.end; state++) {
        const successors = machine.expand(state);
        moves?.note(state, machine.pendingCount() - successors, machine.pendingCount());
        this.transitions += successors;
        if (machine.pendingCount() >= batchSize) yield* this.enter();
      }
    yield* this.enter();
    this.shareFired();
  }

  /** All threads would write to the same cache line with each step if they had these in common. */
  private shareFired(): void {
    const { fired } = this.findings;
    for (const [edge, isFired] of this.machine.fired.entries()) if (isFired === 1) fired[edge] = 1;
  }

  private *enter(): Generator<void> {
    const { machine, control } = this;
    while (machine.enter() < 0) {
      if (control.stop !== 'none') {
        machine.discard();
        return;
      }
      control.askForPause();
      yield* this.waitForRoom();
    }
    const count = machine.takeFresh?.() ?? 0;
    for (let each = 0; each < count; each++) machine.inspect(machine.fresh[each] as number);
    if (control.isPauseAsked) yield* this.waitForRoom();
    yield;
  }
}

/** What all threads find out, but for the steps that have been taken, which each notes for itself. */
export function ownFired(findings: Findings): Findings {
  return { ...findings, fired: new Uint8Array(findings.fired.length) };
}

/** What the code of each thread calls. */
export function hooksFor(control: Control, findings: Findings, maximumSuccessors: number): Hooks {
  const slack = roomPerThread(maximumSuccessors) * (control.helpers + 1);
  return {
    reportViolation: (property, state, edge) => noteViolation(findings, property, state, edge),
    reportOutOfRange(edge, state) {
      control.reportBadStep(edge, state);
      throw new StepOutOfRange();
    },
    open(state) {
      throw new Error(`state ${state} is not in the level`);
    },
    claimBlock: () => control.claimBlock(),
    isShort: (limit) => control.claimed + slack > limit,
  };
}

/** How many numbers a thread may claim between two moments at which it looks whether there is room. */
export function roomPerThread(maximumSuccessors: number): number {
  return batchSize + maximumSuccessors + 2 * blockSize;
}

/** Ends the work of a thread: what is wrong with the step is told in the words of the reference semantics. */
export class StepOutOfRange extends Error {
  override readonly name = 'StepOutOfRange';
}

/** Empties one part of the index and enters the states that belong there; then, with the others, what no part had room for. */
export function rebuildTogether(machine: Machine, control: Control, store: Store): void {
  const { low, high } = control.takePart();
  const leftOver: number[] = [];
  store.index.fill(0, low, high);
  let begin = 0;
  for (const [from, to] of [...control.gaps, [control.claimed, control.claimed] as const]) {
    machine.rebuildPart?.(low, high, begin, from, leftOver);
    begin = to;
  }
  control.markRebuilt();
  while (!control.isRebuilt);
  for (const state of leftOver) machine.enterLeftOver?.(state);
  control.markLeftOverEntered();
}
