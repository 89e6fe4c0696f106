/** What a task needs for itself, or shares with others that share it. */
export interface LockedTask {
  readonly locks: ReadonlyMap<string, 'shared' | 'alone'>;
}

/**
 * Hands out tasks so that two which want the same table never run at once, unless both share it. Each task gets all it needs at once or
 * nothing, so no two can wait for each other: there is no deadlock by construction.
 */
export class LockQueue<Task extends LockedTask> {
  private readonly waiting: Task[];
  /** How many share it; -1: one has it alone. */
  private readonly held = new Map<string, number>();
  private wake: (() => void)[] = [];

  constructor(tasks: readonly Task[]) {
    this.waiting = [...tasks];
  }

  /** The first task that is free; waits while all that are left want a table in use; null when none is left. */
  async take(): Promise<Task | null> {
    while (this.waiting.length > 0) {
      const index = this.waiting.findIndex((task) => this.isFree(task));
      const [task] = index < 0 ? [] : this.waiting.splice(index, 1);
      if (task !== undefined) {
        this.hold(task);
        return task;
      }
      await new Promise<void>((resolve) => this.wake.push(resolve));
    }
    return null;
  }

  /** Each task that was taken, however it ended. */
  release(task: Task): void {
    for (const [name] of task.locks) {
      const left = (this.held.get(name) ?? 0) - 1;
      if (left > 0) this.held.set(name, left);
      else this.held.delete(name);
    }
    this.wakeAll();
  }

  /** Nothing more is handed out. */
  stop(): void {
    this.waiting.length = 0;
    this.wakeAll();
  }

  private isFree(task: Task): boolean {
    return [...task.locks].every(([name, use]) => {
      const held = this.held.get(name);
      return held === undefined || (use === 'shared' && held > 0);
    });
  }

  private hold(task: Task): void {
    for (const [name, use] of task.locks) this.held.set(name, use === 'alone' ? -1 : (this.held.get(name) ?? 0) + 1);
  }

  private wakeAll(): void {
    const wake = this.wake;
    this.wake = [];
    for (const resolve of wake) resolve();
  }
}
