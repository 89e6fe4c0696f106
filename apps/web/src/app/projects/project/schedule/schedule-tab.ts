import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import type { Problem } from '../../../api/models/problem';
import { allDestinations } from '../../../destinations/all-destinations';
import { Empty } from '../../../feedback/empty';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { Icon } from '../../../icons/icon';
import { live } from '../../../live/live';
import { allSchedules } from '../../../schedules/all-schedules';
import { DaysCard } from '../../../schedules/days/days-card';
import { ScheduleTable } from '../../../schedules/list/schedule-table';
import { Session } from '../../../session/session';
import { ProjectRecord } from '../project-record';

/** When this project is backed up by itself. */
@Component({
  imports: [MatButton, RouterLink, Empty, Loading, ProblemPanel, Icon, DaysCard, ScheduleTable],
  templateUrl: './schedule-tab.html',
})
export class ScheduleTab {
  private readonly api = inject(Api);
  protected readonly of = inject(ProjectRecord);
  protected readonly session = inject(Session);
  protected readonly page = live({
    by: () => this.of.id(),
    load: async (project) => {
      const [schedules, destinations] = await Promise.all([allSchedules(this.api, project), allDestinations(this.api)]);
      return { schedules, destinations };
    },
    reloadOn: ({ type }) => type === 'schedule.changed' || type === 'backup.status',
  });
  protected readonly problem = signal<Problem | null>(null);
  protected readonly query = computed(() => ({ project: this.of.id() }));

  protected settle(problem: Problem | null): void {
    this.problem.set(problem);
    this.page.reload();
  }
}
