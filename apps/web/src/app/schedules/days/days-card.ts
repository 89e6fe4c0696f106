import { Component, computed, inject, input } from '@angular/core';
import { Api } from '../../api/api';
import { getDashboard } from '../../api/fn/dashboard/get-dashboard';
import { getUpcomingRuns } from '../../api/fn/schedules/get-upcoming-runs';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import type { UpcomingDto } from '../../api/models/upcoming-dto';
import { ChartCard } from '../../charts/card/chart-card';
import { StripLegend } from '../../charts/strip/strip-legend';
import { ProblemPanel } from '../../feedback/problem-panel';
import { viewerZone } from '../../format/moment';
import { live } from '../../live/live';
import { heatRows, heatSummary, type HeatDay } from './heat-day';
import { HeatStrip } from './heat-strip';

const behind = 28;
/** What weighs most, first: the worst of a day's projects is the day's. */
const worst = ['failed', 'missed', 'gaps', 'running', 'ok', 'none', 'before'] as const;

/** The last four weeks of projects that have schedules, and what is planned in the next two. */
@Component({
  selector: 'sb-days-card',
  imports: [ChartCard, HeatStrip, StripLegend, ProblemPanel],
  template: `
    @if (page.value()) {
      <sb-chart-card heading="Days behind and ahead" i18n-heading [note]="note()" [rows]="rows()">
        <ng-template><sb-heat-strip [days]="days()" [label]="label()" /></ng-template>
        <sb-strip-legend />
      </sb-chart-card>
    } @else if (page.problem(); as problem) {
      <sb-problem [problem]="problem" [assertive]="false" [retry]="true" (again)="page.reload()" />
    }
  `,
})
export class DaysCard {
  readonly schedules = input.required<readonly Pick<ScheduleDto, 'projectId'>[]>();
  /** Of one project alone. */
  readonly projectId = input<string>();

  private readonly api = inject(Api);
  protected readonly page = live({
    by: () => ({ timeZone: viewerZone(), project: this.projectId() }),
    load: async ({ timeZone, project }) => {
      const [dashboard, upcoming] = await Promise.all([
        this.api.invoke(getDashboard, { timeZone }),
        this.api.invoke(getUpcomingRuns, { timeZone, ...(project === undefined ? {} : { project }) }),
      ]);
      return { dashboard, upcoming };
    },
    reloadOn: ({ type }) => type === 'schedule.changed' || type === 'backup.status',
  });
  protected readonly days = computed(() => {
    const value = this.page.value();
    const projects = new Set(this.schedules().map(({ projectId }) => projectId));
    return value === undefined ? [] : heatDays(value.dashboard, value.upcoming, projects);
  });
  protected readonly rows = computed(() => heatRows(this.days()));
  protected readonly label = computed(() => heatSummary(this.days()));
  protected readonly note = computed(() =>
    this.page.value()?.upcoming.complete === false
      ? $localize`Times in ${viewerZone()}:zone:; not every planned run is counted.`
      : $localize`Times in ${viewerZone()}:zone:; numbers are planned runs.`,
  );
}

/** @param projects whose days count */
export function heatDays(
  { days, projects: all }: Pick<DashboardDto, 'days' | 'projects'>,
  { days: ahead }: UpcomingDto,
  projects: ReadonlySet<string>,
): readonly HeatDay[] {
  const strips = all.filter(({ id }) => projects.has(id)).map(({ strip }) => strip.slice(-behind));
  const dates = days.slice(-behind);
  const past = dates.map((date, n): HeatDay => {
    const cells = strips.flatMap((strip) => strip[n] ?? []);
    return {
      date,
      when: n === dates.length - 1 ? 'today' : 'past',
      result: worst.find((result) => cells.some((cell) => cell.result === result)) ?? 'none',
      runs: cells.reduce((sum, { runs }) => sum + runs, 0),
      planned: n === dates.length - 1 ? (ahead.find((day) => day.date === date)?.runs ?? 0) : 0,
    };
  });
  const coming = ahead
    .filter(({ date }) => date > (dates.at(-1) ?? ''))
    .map(({ date, runs }): HeatDay => ({ date, when: 'coming', result: null, runs: 0, planned: runs }));
  return [...past, ...coming];
}
