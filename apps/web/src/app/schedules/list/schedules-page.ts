import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../api/api';
import type { Problem } from '../../api/models/problem';
import { allDestinations } from '../../destinations/all-destinations';
import { Empty } from '../../feedback/empty';
import { Loading } from '../../feedback/loading';
import { ProblemPanel } from '../../feedback/problem-panel';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { Session } from '../../session/session';
import { allSchedules } from '../all-schedules';
import { Approvals } from '../approvals/approvals';
import { DaysCard } from '../days/days-card';
import { ScheduleTable } from './schedule-table';

/** When backups are made by themselves. */
@Component({
  imports: [MatButton, RouterLink, Icon, Empty, Loading, ProblemPanel, Approvals, DaysCard, ScheduleTable],
  templateUrl: './schedules-page.html',
})
export class SchedulesPage {
  private readonly api = inject(Api);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => 'all',
    load: async () => {
      const [schedules, destinations] = await Promise.all([allSchedules(this.api), allDestinations(this.api)]);
      return { schedules, destinations };
    },
    reloadOn: ({ type }) => type === 'schedule.changed' || type === 'backup.status',
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly summary = computed(() => {
    const all = this.page.value()?.schedules ?? [];
    const paused = all.filter(({ enabled }) => !enabled).length;
    if (all.length === 0) return '';
    const count = all.length === 1 ? $localize`1 schedule` : $localize`${all.length}:count: schedules`;
    return paused === 0 ? `${count}.` : $localize`${count}:count:, ${paused}:paused: paused.`;
  });

  protected settle(problem: Problem | null): void {
    this.problem.set(problem);
    this.page.reload();
  }
}
