import { computed, Injectable, signal } from '@angular/core';

/** How many projects need somebody: the number at "Dashboard", in the tab's title and at its icon. Written by the dashboard's data. */
@Injectable({ providedIn: 'root' })
export class Attention {
  readonly count = signal(0);
  readonly text = computed(() =>
    this.count() === 1 ? $localize`1 project needs you` : $localize`${this.count()} projects need you`,
  );
}
