import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../../api/api';
import { listBackups } from '../../../api/fn/backups/list-backups';
import { BackUpNowDialogs } from '../../../backups/back-up-now/back-up-now-dialogs';
import { Strip } from '../../../charts/strip/strip';
import type { StripDay } from '../../../charts/strip/strip-day';
import { StripLegend } from '../../../charts/strip/strip-legend';
import { DaysTables } from '../../../dashboard/projects/days-tables';
import { stripDays, stripLabel } from '../../../dashboard/projects/strip-days';
import { Empty } from '../../../feedback/empty';
import { Loading } from '../../../feedback/loading';
import { ProblemPanel } from '../../../feedback/problem-panel';
import { When } from '../../../format/when';
import { Icon } from '../../../icons/icon';
import { live } from '../../../live/live';
import { Session } from '../../../session/session';
import { StateWord } from '../../../states/state-word';
import { ProjectRecord } from '../project-record';
import { copiesMatrix } from './copies-matrix';

/** Why the project is as it is, its last 30 days, its last ten backups and where they lie. */
@Component({
  imports: [MatButton, RouterLink, Strip, StripLegend, DaysTables, Empty, Loading, ProblemPanel, When, Icon, StateWord],
  templateUrl: './overview-tab.html',
  styleUrl: './overview-tab.scss',
})
export class OverviewTab {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly dialogs = inject(BackUpNowDialogs);
  protected readonly session = inject(Session);
  protected readonly of = inject(ProjectRecord);
  protected readonly backups = live({
    by: () => this.of.id(),
    load: (project) => this.api.invoke(listBackups, { project, limit: 10 }),
    reloadOn: ({ type }) => type === 'backup.status',
  });
  protected readonly matrix = computed(() => {
    const page = this.backups.value();
    return page === undefined ? null : copiesMatrix(page.items);
  });
  protected readonly days = computed(() => {
    const state = this.of.state();
    return state === undefined ? [] : stripDays(state, this.of.days());
  });
  protected readonly label = computed(() => {
    const state = this.of.state();
    return state === undefined ? '' : stripLabel(state);
  });
  protected readonly only = this.of.only;

  protected openDay({ date }: StripDay): void {
    void this.router.navigate(['/backups'], { queryParams: { project: this.of.id(), day: date } });
  }

  protected backUp(): void {
    void this.dialogs.open(this.of.id());
  }
}
