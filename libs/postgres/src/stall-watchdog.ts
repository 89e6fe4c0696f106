/** Calls `onStall` when one wait lasts too long. Time between waits (the consumer holds the pipe back) doesn't count. */
export class StallWatchdog {
  private waiting = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    limitMs: number,
    private readonly onStall: () => void,
  ) {
    this.timer = setTimeout(() => this.expire(), limitMs).unref();
  }

  async during<T>(wait: Promise<T>): Promise<T> {
    this.waiting = true;
    this.timer.refresh();
    try {
      return await wait;
    } finally {
      this.waiting = false;
    }
  }

  stop(): void {
    this.waiting = false;
    clearTimeout(this.timer);
  }

  /** After a blocked event loop bytes may lie there unread: one turn decides. */
  private expire(): void {
    setImmediate(() => {
      if (this.waiting) this.onStall();
    });
  }
}
