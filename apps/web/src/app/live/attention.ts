import { computed, Injectable, signal } from '@angular/core';
import type { VerdictDto } from '../api/models/verdict-dto';

/** How all projects are, as far as each page knows it: the number at "Dashboard", in the tab's title and at its icon. */
@Injectable({ providedIn: 'root' })
export class Attention {
  private readonly told = signal<VerdictDto | null>(null);
  /** When it was last so; null: nobody has said yet. */
  readonly at = signal<Date | null>(null);
  /** The newest; null: nobody has said yet. */
  readonly verdict = this.told.asReadonly();

  /** How many projects need somebody. */
  readonly count = computed(() => {
    const counts = this.told()?.counts;
    return counts === undefined ? 0 : counts.not_protected + counts.at_risk;
  });
  /** How bad the worst of them is; null: none is. */
  readonly worst = computed(() => {
    const counts = this.told()?.counts;
    if (counts === undefined || this.count() === 0) return null;
    return counts.not_protected > 0 ? 'bad' : 'warn';
  });
  readonly text = computed(() =>
    this.count() === 1 ? $localize`1 project needs you` : $localize`${this.count()} projects need you`,
  );

  tell(verdict: VerdictDto): void {
    this.told.set(verdict);
    this.at.set(new Date());
  }

  forget(): void {
    this.told.set(null);
    this.at.set(null);
  }
}
