import type { ConformanceStep, Implementation, Observation, Setup } from '../../src/conformance/index.js';

/*
 * A protocol in the manner of kGraft, written by hand and from nothing of `models/`: each task has a universe, and there
 * is one that everybody is to come to.
 */

export type Bug =
  | 'new code at once'
  | 'kernel threads forgotten'
  | 'no migration on kernel entry'
  | 'refusal with an effect';

interface Task {
  readonly isKernelThread: boolean;
  readonly stack: string[];
  universe: 'old' | 'new';
}

export class ToyKgraft implements Implementation {
  private tasks = new Map<string, Task>();
  private target: 'old' | 'new' = 'old';
  private isFinished = true;

  constructor(private readonly bug?: Bug) {}

  start(setup: Setup): void {
    this.target = 'old';
    this.isFinished = true;
    this.tasks = new Map(
      setup.tasks.map(({ name, kind }) => [
        name,
        { isKernelThread: kind === 'kthread', stack: [], universe: 'old' },
      ]),
    );
  }

  step({ process, action, function: name = '' }: ConformanceStep): Observation {
    const task = this.tasks.get(process);
    const taken = task ? this.stepOfTask(task, action, name) : this.stepOfPatcher(action);
    return {
      taken,
      stacks: Object.fromEntries([...this.tasks].map(([each, { stack }]) => [each, [...stack]])),
      inTransition: !this.isFinished,
    };
  }

  private stepOfTask(task: Task, action: string, name: string): boolean {
    if (action.startsWith('calls ')) {
      const version = this.bug === 'new code at once' ? this.target : task.universe;
      task.stack.push(`${name} (${version})`);
    } else if (action.startsWith('returns from ')) {
      task.stack.pop();
    } else if (action.includes('fake signal')) {
      if (task.universe === this.target) return false;
      task.universe = this.target;
    } else if (action.startsWith('enters the kernel')) {
      if (this.bug !== 'no migration on kernel entry') task.universe = this.target;
    } else if (action === 'leaves the kernel' || action === 'passes its safe point') {
      task.universe = this.target;
    } else return false;
    return true;
  }

  private stepOfPatcher(action: string): boolean {
    if (action.startsWith('finds nobody in progress')) {
      if (this.isFinished) return false;
      const awaited = [...this.tasks.values()].filter(
        ({ universe, isKernelThread }) =>
          universe !== this.target && !(isKernelThread && this.bug === 'kernel threads forgotten'),
      );
      if (awaited.length > 0) {
        if (this.bug === 'refusal with an effect') for (const task of awaited) task.universe = this.target;
        return false;
      }
      this.isFinished = true;
      return true;
    }
    const isBeginning = action.startsWith('sets ') || action.startsWith('reverts');
    if (!isBeginning || !this.isFinished) return false;
    this.target = action.startsWith('reverts') ? 'old' : 'new';
    this.isFinished = false;
    return true;
  }
}
