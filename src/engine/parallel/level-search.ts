import type { Moves } from '../blocking/index.js';
import { batchSize, type ConcurrentMachine, type Findings } from '../machine/index.js';
import type { Control } from './control.js';

/** What one thread does in a level: it takes some states, expands them, and inspects the new ones that it enters. */
export class LevelSearch {
  transitions = 0;

  /**
   * @param moves where it is noted which processes move on, if a deadlock is looked for
   * @param waitForRoom waits until the index has grown, or the search is to stop
   */
  constructor(
    private readonly machine: ConcurrentMachine,
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
    while (machine.enter() === 'short') {
      if (control.stop !== 'none') {
        machine.discard();
        return;
      }
      control.askForPause();
      yield* this.waitForRoom();
    }
    const count = machine.takeFresh();
    for (let each = 0; each < count; each++) machine.inspect(machine.fresh[each] as number);
    if (control.isPauseAsked) yield* this.waitForRoom();
    yield;
  }
}
