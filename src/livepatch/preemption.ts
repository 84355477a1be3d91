import { type Expression, or, type ProcessReference } from '../system/index.js';
import type { AtomicSections } from './atomic-sections.js';
import type { Locks } from './locks.js';

/** Where the tasks of a workload have preemption off: in sections of theirs, and with spinlocks. */
export class Preemption {
  constructor(
    private readonly sections: AtomicSections,
    private readonly locks: Locks,
  ) {}

  /** True while `task` has preemption off by statements of its own. */
  isOff(task: ProcessReference): Expression<boolean> {
    return or(
      this.sections.keepPreemptionOff(task),
      this.locks.holdsSpinlock(task),
      this.locks.isSpinning(task),
    );
  }

  /** Whether any task ever has it off. */
  get isEverOff(): boolean {
    return this.sections.everTurnPreemptionOff || this.locks.spinlocks.length > 0;
  }

  /** True where `task` has preemption off still after a section of that kind has ended, or after it has released that spinlock. */
  staysOff(
    task: ProcessReference,
    ended: 'preempt-enable' | 'local-irq-restore' | { readonly released: string },
  ): Expression<boolean> {
    return typeof ended === 'object'
      ? or(this.sections.keepPreemptionOff(task), this.locks.holdsSpinlock(task, ended.released))
      : or(this.sections.keepPreemptionOff(task, ended), this.locks.holdsSpinlock(task));
  }
}
