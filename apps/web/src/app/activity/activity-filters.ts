import { Component, computed, inject, input, output } from '@angular/core';
import { Api } from '../api/api';
import { listUsers } from '../api/fn/users/list-users';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import { Icon } from '../icons/icon';
import { live } from '../live/live';
import { kinds, type ActivityFilter } from './filter';

/** Who, what kind and which days; what is chosen stands in the address. */
@Component({
  selector: 'sb-activity-filters',
  imports: [Icon],
  templateUrl: './activity-filters.html',
  styleUrl: './activity-filters.scss',
})
export class ActivityFilters {
  readonly filter = input.required<ActivityFilter>();
  /** Those that are shown: who is in them can be chosen. */
  readonly events = input<readonly AuditEventDto[]>([]);
  readonly choose = output<ActivityFilter>();

  private readonly api = inject(Api);
  // Without them the names in the list can still be chosen: its failing is no news.
  private readonly users = live({ by: () => 'all', load: () => this.api.invoke(listUsers, { limit: 200 }) });
  protected readonly kinds = kinds;
  protected readonly actors = computed(() => {
    const users = this.users.value()?.items.map(({ email }) => email) ?? [];
    const seen = this.events().map(({ actorName }) => actorName);
    const chosen = this.filter().actor ?? '';
    return [...new Set([...users, ...seen, ...(chosen === '' ? [] : [chosen])])].toSorted();
  });
  protected readonly objectName = computed(() => {
    const { object } = this.filter();
    if (object === undefined || object === '') return null;
    return this.events().find(({ objectId }) => objectId === object)?.objectName ?? $localize`one object`;
  });

  protected isChosen(kind: string | null): boolean {
    const { kind: chosen } = this.filter();
    return kind === null ? !kinds.some(({ id }) => id !== null && id === chosen) : kind === chosen;
  }
}
