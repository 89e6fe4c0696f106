import type { Pace } from '../../backups/queue/pace';

/** What is done more rarely than a turn comes round. */
export class Occasions {
  private readonly next = new Map<string, number>();

  constructor(private readonly pace: Pick<Pace, 'now'>) {}

  /** True once in `everyMs`; for the first time after `firstMs`. */
  isDue(name: string, everyMs: number, firstMs = 0): boolean {
    const now = this.pace.now();
    const due = this.next.get(name) ?? now + firstMs;
    this.next.set(name, now >= due ? now + everyMs : due);
    return now >= due;
  }
}
