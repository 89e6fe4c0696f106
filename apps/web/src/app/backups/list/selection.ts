import { computed, signal, type Signal } from '@angular/core';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';

/** The rows that somebody has chosen, of those that are shown. */
export class Selection {
  private readonly ids = signal<ReadonlySet<string>>(new Set());
  readonly chosen = computed(() => (this.shown() ?? []).filter(({ id }) => this.ids().has(id)));
  readonly isAll = computed(() => this.chosen().length > 0 && this.chosen().length === this.shown()?.length);
  readonly isSome = computed(() => this.chosen().length > 0 && !this.isAll());

  constructor(private readonly shown: Signal<readonly BackupSummaryDto[] | undefined>) {}

  has(id: string): boolean {
    return this.ids().has(id);
  }

  choose(id: string, isChosen: boolean): void {
    const ids = new Set(this.ids());
    if (isChosen) ids.add(id);
    else ids.delete(id);
    this.ids.set(ids);
  }

  chooseAll(isChosen: boolean): void {
    this.ids.set(new Set(isChosen ? (this.shown() ?? []).map(({ id }) => id) : []));
  }
}
