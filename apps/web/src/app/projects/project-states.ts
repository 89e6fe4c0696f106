import { computed, inject, Injectable, type Signal } from '@angular/core';
import { Api } from '../api/api';
import { getDashboard } from '../api/fn/dashboard/get-dashboard';
import type { DashboardDto } from '../api/models/dashboard-dto';
import type { DashboardProjectDto } from '../api/models/dashboard-project-dto';
import type { Problem } from '../api/models/problem';
import { Freshness } from '../dashboard/freshness';
import { live } from '../live/live';
import { projectWords, type Word } from '../states/words';

/** How the projects are doing, as the service judges it. Where it says nothing, or has been silent, nobody knows: Unknown. */
@Injectable()
export class ProjectStates {
  private readonly api = inject(Api);
  private readonly freshness = inject(Freshness);
  private readonly dashboard = live({
    by: () => true,
    load: () => this.api.invoke(getDashboard),
    reloadOn: ({ type }) => type === 'project.changed' || type === 'backup.status',
  });

  readonly problem: Signal<Problem | null> = this.dashboard.problem;
  readonly days = computed(() => this.dashboard.value()?.days ?? []);
  private readonly byId = computed(
    () => new Map(this.dashboard.value()?.projects.map((project, rank) => [project.id, { project, rank }]) ?? []),
  );

  /** The dashboard with this project alone; null: not judged. */
  only(id: string): DashboardDto | null {
    const [dashboard, project] = [this.dashboard.value(), this.of(id)];
    return dashboard === undefined || project === undefined ? null : { ...dashboard, projects: [project] };
  }

  of(id: string): DashboardProjectDto | undefined {
    return this.byId().get(id)?.project;
  }

  /** The place among all, bad ones first; after all others: not judged. */
  rank(id: string): number {
    return this.byId().get(id)?.rank ?? Number.MAX_SAFE_INTEGER;
  }

  word(id: string): Word {
    const state = this.of(id)?.state;
    return state === undefined || this.freshness.isStale() ? projectWords.unknown : projectWords[state];
  }
}
