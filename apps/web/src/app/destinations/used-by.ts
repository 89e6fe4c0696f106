import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../api/api';
import { listBackups } from '../api/fn/backups/list-backups';
import { live } from '../live/live';

/** So many of the newest backups are looked at: schedules, which would say it of themselves, aren't there yet. */
const looked = 50;

/** Which projects put copies there, by its newest backups. */
@Component({
  selector: 'sb-used-by',
  imports: [RouterLink],
  template: `
    @if (found(); as text) {
      @if (projects() === 0) {
        <span>{{ text }}</span>
      } @else {
        <a routerLink="/backups" [queryParams]="{ destination: id() }">{{ text }}</a>
      }
    } @else {
      <span class="quiet">{{ backups.problem() === null ? '' : unknown }}</span>
    }
  `,
})
export class UsedBy {
  readonly id = input.required<string>();
  private readonly api = inject(Api);
  protected readonly backups = live({
    by: () => this.id(),
    load: (destination) => this.api.invoke(listBackups, { destination, limit: looked }),
  });
  protected readonly unknown = $localize`could not be asked`;
  protected readonly projects = computed(
    () => new Set(this.backups.value()?.items.map(({ projectId }) => projectId)).size,
  );
  protected readonly found = computed(() => {
    const page = this.backups.value();
    if (page === undefined) return null;
    const count = this.projects();
    if (count === 0) return $localize`no project yet`;
    const projects = count === 1 ? $localize`1 project` : $localize`${count}:count: projects`;
    return page.next === null ? projects : $localize`${projects}:projects: in its last ${looked}:count: backups`;
  });
}
