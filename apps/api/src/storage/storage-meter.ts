import { Injectable } from '@nestjs/common';
import type { StorageMetrics } from '@stowbase/storage';

/** A total with what it is of. */
export interface Metered {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Totals of one kind, by their labels. */
class Totals {
  private readonly byLabels = new Map<string, { readonly labels: Record<string, string>; value: number }>();

  add(labels: Record<string, string>, amount: number): void {
    const key = Object.values(labels).join('\n');
    const known = this.byLabels.get(key);
    if (known === undefined) this.byLabels.set(key, { labels, value: amount });
    else known.value += amount;
  }

  get all(): Metered[] {
    return [...this.byLabels.values()];
  }
}

/** What this process has moved to and from each destination, how its calls ended and what was tried again. Counts from the start of the process. */
@Injectable()
export class StorageMeter {
  private readonly moved = new Totals();
  private readonly calls = new Totals();
  private readonly retries = new Totals();

  of({ id, type }: { readonly id: string; readonly type: string }): StorageMetrics {
    const destination = { destination_id: id, type };
    return {
      transferred: (direction, bytes) => this.moved.add({ ...destination, direction }, bytes),
      ended: (operation, outcome) => this.calls.add({ ...destination, operation, outcome }, 1),
      retried: (kind) => this.retries.add({ ...destination, kind }, 1),
    };
  }

  /** Labels: `destination_id`, `type` and `direction`; `operation` and `outcome`; `kind`. */
  get totals(): { readonly bytes: Metered[]; readonly calls: Metered[]; readonly retries: Metered[] } {
    return { bytes: this.moved.all, calls: this.calls.all, retries: this.retries.all };
  }
}
