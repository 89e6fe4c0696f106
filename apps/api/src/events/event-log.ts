import { randomBytes } from 'node:crypto';
import type { ApiEvent } from './event-hub';
import type { EventSettings } from './event-settings';
import { frame } from './frame';

/** One event as it is sent, with its place in the order. */
export interface KeptEvent {
  readonly n: number;
  readonly bytes: Buffer;
}

/** Where a reader begins. `reset`: it has missed something, and has to fetch everything again. */
export interface Resumed {
  readonly after: number;
  readonly reset: 'restarted' | 'gap' | null;
}

/**
 * The last events, numbered `<boot id>-<n>`: bounded in number and bytes. Of a run only the newest progress is kept, so that it reaches back
 * much further than a few minutes.
 */
export class EventLog {
  /** New with each start: who comes back with another one has missed what nobody knows. */
  readonly boot = randomBytes(6).toString('hex');
  private readonly kept: KeptEvent[] = [];
  private readonly progressOf = new Map<string, number>();
  private last = 0;
  private forgotten = 0;
  private size = 0;

  constructor(private readonly limits: Pick<EventSettings, 'keptEvents' | 'keptBytes'>) {}

  get latest(): number {
    return this.last;
  }

  get latestId(): string {
    return this.idOf(this.last);
  }

  idOf(n: number): string {
    return `${this.boot}-${n}`;
  }

  add(event: ApiEvent): void {
    const n = (this.last += 1);
    if (event.type === 'backup.progress' || event.type === 'copy.progress')
      this.supersede(`${event.type} ${event.id}`, n);
    const bytes = frame(event.type, this.idOf(n), event);
    this.kept.push({ n, bytes });
    this.size += bytes.length;
    // The newest stays, however large: nobody could ever catch up otherwise.
    while (this.kept.length > 1 && (this.kept.length > this.limits.keptEvents || this.size > this.limits.keptBytes))
      this.forgetOldest();
  }

  /** The oldest one after `n` that is kept; undefined: there is none. */
  next(n: number): KeptEvent | undefined {
    return this.kept[this.indexAfter(n)];
  }

  /** Whether something after `n` is not kept any more. */
  hasForgotten(n: number): boolean {
    return n < this.forgotten;
  }

  /** Something was never added: nobody who comes back may think that it has seen everything. */
  forget(): void {
    this.last += 1;
    this.forgotten = this.last;
    this.kept.length = 0;
    this.size = 0;
    this.progressOf.clear();
  }

  /** @param lastId the last id that the reader has seen; undefined or empty: it is new and has fetched everything just now */
  resume(lastId: string | undefined): Resumed {
    if (lastId === undefined || lastId === '') return { after: this.last, reset: null };
    const [, boot, digits] = /^([0-9a-f]{12})-(\d{1,15})$/.exec(lastId) ?? [];
    if (boot !== this.boot) return { after: this.last, reset: 'restarted' };
    const n = Number(digits);
    return n > this.last || this.hasForgotten(n) ? { after: this.last, reset: 'gap' } : { after: n, reset: null };
  }

  /** A run's older progress says nothing any more. */
  private supersede(backupId: string, n: number): void {
    const before = this.progressOf.get(backupId);
    this.progressOf.set(backupId, n);
    if (before === undefined) return;
    const index = this.indexAfter(before - 1);
    const [removed] = this.kept.splice(index, this.kept[index]?.n === before ? 1 : 0);
    this.size -= removed?.bytes.length ?? 0;
  }

  private forgetOldest(): void {
    const oldest = this.kept.shift();
    if (oldest === undefined) return;
    this.forgotten = oldest.n;
    this.size -= oldest.bytes.length;
    for (const [backupId, n] of this.progressOf) if (n <= oldest.n) this.progressOf.delete(backupId);
  }

  /** By bisection: the numbers rise. */
  private indexAfter(n: number): number {
    let [low, high] = [0, this.kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.kept[middle]?.n ?? 0) > n) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
