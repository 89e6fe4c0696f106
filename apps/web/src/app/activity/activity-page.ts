import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { listAuditEvents } from '../api/fn/audit/list-audit-events';
import type { AuditEventsDto } from '../api/models/audit-events-dto';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import type { Problem } from '../api/models/problem';
import { Empty } from '../feedback/empty';
import { Loading } from '../feedback/loading';
import { problemOf } from '../feedback/problem-of';
import { ProblemPanel } from '../feedback/problem-panel';
import { Icon } from '../icons/icon';
import { live, type Live } from '../live/live';
import { saveFile } from '../files/save-file';
import { Session } from '../session/session';
import { ActivityFilters } from './activity-filters';
import { ActivityRows } from './activity-rows';
import { allEvents, csvOf, jsonOf } from './export';
import { paramsOf, type ActivityFilter } from './filter';

/** Who did what, when and from where; the log only ever grows. */
@Component({
  imports: [MatButton, RouterLink, Icon, Empty, Loading, ProblemPanel, ActivityFilters, ActivityRows],
  templateUrl: './activity-page.html',
})
export class ActivityPage {
  // Of the query.
  readonly kind = input<string>();
  readonly actor = input<string>();
  readonly object = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly filter = computed<ActivityFilter>(() => ({
    kind: this.kind(),
    actor: this.actor(),
    object: this.object(),
    from: this.from(),
    to: this.to(),
  }));
  private readonly params = computed(() => paramsOf(this.filter()));
  protected readonly isFiltered = computed(() => Object.keys(this.params()).length > 0);
  protected readonly page: Live<AuditEventsDto> = live({
    by: () => (this.session.isOwner() ? this.params() : undefined),
    load: (params) => this.api.invoke(listAuditEvents, params),
    // Whoever has gone back in it reads on undisturbed.
    reloadOn: ({ type }) => !/progress|log/.test(type) && this.older().items.length === 0,
  });
  protected readonly older = linkedSignal<{ items: readonly AuditEventDto[]; next: string | null }>(() => ({
    items: [],
    next: this.page.value()?.next ?? null,
  }));
  protected readonly events = computed(() => [...(this.page.value()?.items ?? []), ...this.older().items]);
  protected readonly count = computed(() => {
    const count = this.events().length;
    return count === 1 ? $localize`1 entry` : $localize`${count}:count: entries, newest first`;
  });
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | null>(null);

  protected async apply(filter: ActivityFilter): Promise<void> {
    await this.router.navigate([], { queryParams: filter, queryParamsHandling: 'merge' });
  }

  protected async showOlder(): Promise<void> {
    const { items, next: cursor } = this.older();
    if (cursor === null) return;
    await this.trying(async () => {
      const page = await this.api.invoke(listAuditEvents, { ...this.params(), cursor });
      this.older.set({ items: [...items, ...page.items], next: page.next });
    });
  }

  protected async export(as: 'csv' | 'json'): Promise<void> {
    await this.trying(async () => {
      const events = await allEvents(this.api, this.params());
      const day = new Date().toISOString().slice(0, 10);
      saveFile(
        `stowbase-activity-${day}.${as}`,
        as === 'csv' ? 'text/csv' : 'text/plain',
        as === 'csv' ? csvOf(events) : jsonOf(events),
      );
    });
  }

  private async trying(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(null);
    try {
      await work();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
