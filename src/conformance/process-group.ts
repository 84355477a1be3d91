import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { onExit } from 'signal-exit';

/** How long what a program has written before its end is waited for, where another process keeps its streams open. */
const drainMs = 1000;

/**
 * A program in a process group of its own, which ends whole: with it ends what it has started, such as the program behind a
 * shell. It does not outlive this process either, however that ends, but for SIGKILL.
 */
export class ProcessGroup {
  readonly leader: ChildProcessWithoutNullStreams;
  private readonly forget: () => void;

  /** @throws what `spawn` throws */
  constructor(
    command: string,
    args: readonly string[],
    options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
  ) {
    this.leader = spawn(command, args, { stdio: 'pipe', detached: true, ...options });
    this.forget = onExit(() => this.killMembers());
    this.leader.on('error', () => this.forget());
    this.leader.on('exit', () => {
      this.killMembers();
      const giveUp = setTimeout(() => this.destroyStreams(), drainMs);
      this.leader.on('close', () => clearTimeout(giveUp));
    });
  }

  /** Ends all of it, whatever it is doing. What it has written is not read any more. */
  kill(): void {
    this.killMembers();
    this.destroyStreams();
    this.leader.unref();
  }

  private killMembers(): void {
    this.forget();
    const { pid } = this.leader;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // Either nobody is left, or the system has no process groups.
      this.leader.kill('SIGKILL');
    }
  }

  private destroyStreams(): void {
    for (const stream of this.leader.stdio) stream?.destroy();
  }
}
