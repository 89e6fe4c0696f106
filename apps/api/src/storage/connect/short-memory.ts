import { newSecret } from '../../accounts/secret-token';

/** Whose a kept thing is: nobody else gets it, not even another login session of the same person. */
export interface Holder {
  readonly userId: string;
  readonly sessionId: string;
}

export interface Limits {
  readonly lifetimeMs: number;
  /** Of one holder; with one more the oldest of the same holder goes. */
  readonly mostEach: number;
  /** Of all; with one more the oldest goes. */
  readonly most: number;
}

interface Kept<T> {
  readonly holder: Holder;
  readonly value: T;
  readonly endsAt: Date;
  readonly timer: NodeJS.Timeout;
}

/** Things that must outlive a request and never reach a disk: kept for minutes, for one login session, and not many of them. */
export class ShortMemory<T> {
  /** By id, the oldest first. */
  private readonly kept = new Map<string, Kept<T>>();

  constructor(
    private readonly now: () => Date,
    private readonly limits: Limits,
  ) {}

  /** @returns the id, which can't be guessed, and until when it leads to the value */
  keep(holder: Holder, value: T): { id: string; endsAt: Date } {
    const { lifetimeMs, mostEach, most } = this.limits;
    const own = [...this.kept].filter(([, each]) => isSame(each.holder, holder)).map(([id]) => id);
    const surplus = own.slice(0, Math.max(0, own.length + 1 - mostEach));
    surplus.forEach((id) => this.drop(id));
    if (this.kept.size >= most) [...this.kept.keys()].slice(0, 1).forEach((id) => this.drop(id));
    const id = newSecret();
    const endsAt = new Date(this.now().getTime() + lifetimeMs);
    // What nobody asks for any more must not stay in memory until somebody does.
    const timer = setTimeout(() => this.drop(id), lifetimeMs).unref();
    this.kept.set(id, { holder, value, endsAt, timer });
    return { id, endsAt };
  }

  /** Null: unknown, too old, or somebody else's. */
  find(id: string, holder: Holder): { readonly value: T; readonly endsAt: Date } | null {
    const found = this.kept.get(id);
    return found !== undefined && this.isFor(found, holder) ? found : null;
  }

  /** The one of this holder that fits. */
  search(holder: Holder, fits: (value: T) => boolean): { readonly id: string; readonly value: T } | null {
    for (const [id, each] of this.kept)
      if (this.isFor(each, holder) && fits(each.value)) return { id, value: each.value };
    return null;
  }

  forget(id: string, holder: Holder): void {
    if (this.find(id, holder) !== null) this.drop(id);
  }

  private isFor({ holder: own, endsAt }: Kept<T>, holder: Holder): boolean {
    return isSame(own, holder) && this.now() < endsAt;
  }

  private drop(id: string): void {
    clearTimeout(this.kept.get(id)?.timer);
    this.kept.delete(id);
  }
}

const isSame = (one: Holder, other: Holder): boolean =>
  one.userId === other.userId && one.sessionId === other.sessionId;
