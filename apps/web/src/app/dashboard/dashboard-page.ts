import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Empty } from '../feedback/empty';
import { Loading } from '../feedback/loading';
import { ProblemPanel } from '../feedback/problem-panel';
import { Clock } from '../live/clock';
import { Session } from '../session/session';
import { LatestActivity } from './activity/latest-activity';
import { DurationChart } from './charts/duration-chart';
import { SizeChart } from './charts/size-chart';
import { StoredChart } from './charts/stored-chart';
import { Checklist } from './checklist/checklist';
import { DashboardData } from './dashboard-data';
import { Freshness } from './freshness';
import { ProblemCards } from './problems/problem-cards';
import { problemsOf } from './problems/problems-of';
import { ProjectsCard } from './projects/projects-card';
import { Verdict } from './verdict/verdict';

/** One question: are my projects protected? The answer first, what to do about it, then the evidence. */
@Component({
  imports: [
    MatButton,
    RouterLink,
    Checklist,
    DurationChart,
    Empty,
    LatestActivity,
    Loading,
    ProblemCards,
    ProblemPanel,
    ProjectsCard,
    SizeChart,
    StoredChart,
    Verdict,
  ],
  providers: [DashboardData],
  templateUrl: './dashboard-page.html',
  styleUrl: './dashboard-page.scss',
  host: { '[class.stale]': 'isStale()' },
})
export class DashboardPage {
  private readonly now = inject(Clock).minute;
  protected readonly session = inject(Session);
  protected readonly isStale = inject(Freshness).isStale;
  private readonly source = inject(DashboardData);
  protected readonly data = this.source.dashboard;
  protected readonly shown = this.source.shown;
  protected readonly problems = computed(() => {
    const dashboard = this.shown();
    return dashboard === undefined ? [] : problemsOf(dashboard, this.now());
  });
  protected readonly hasBackups = computed(
    () => this.shown()?.projects.some(({ sizes }) => sizes.some((size) => size !== null)) === true,
  );
}
