import { Component, computed, input } from '@angular/core';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { Bars } from '../../charts/bars/bars';
import { ChartCard } from '../../charts/card/chart-card';
import type { ChartRows } from '../../charts/card/chart-table';
import { slowOnes } from '../../charts/series/outliers';
import { medianOf } from '../../charts/series/segments';
import { duration } from '../../format/duration';
import { dayText } from '../../format/day';

const shownDays = 30;

/** How long backups took: of the project whose backups take longest. */
@Component({
  selector: 'sb-duration-chart',
  imports: [ChartCard, Bars],
  template: `
    <sb-chart-card [heading]="heading" [note]="view().note" [rows]="table()">
      <ng-template
        ><sb-bars [values]="view().seconds" [days]="days()" [failed]="view().failed" [label]="view().label"
      /></ng-template>
      @if (view().median; as median) {
        <ng-container i18n>Median</ng-container>&ngsp;<strong>{{ median }}</strong
        >{{ view().rest }}
      }
    </sb-chart-card>
  `,
})
export class DurationChart {
  readonly dashboard = input.required<DashboardDto>();

  protected readonly heading = $localize`Duration`;
  protected readonly days = computed(() => this.dashboard().days.slice(-shownDays));
  protected readonly view = computed(() => viewOf(slowestOf(this.dashboard())));
  protected readonly table = computed((): ChartRows => {
    const { seconds, failed } = this.view();
    const rows = this.days().flatMap((day, n) => {
      const value = seconds[n] ?? null;
      if (value === null && !failed.includes(n)) return [];
      return [[dayText(day), value === null ? $localize`failed` : duration(value)]];
    });
    return { columns: [$localize`Day`, $localize`Duration`], rows: rows.reverse() };
  });
}

type Project = DashboardDto['projects'][number];

/** Undefined: none has a backup. */
function slowestOf({ projects }: DashboardDto): Project | undefined {
  const median = ({ seconds }: Project): number => medianOf(seconds.slice(-shownDays)) ?? -1;
  const [first] = [...projects].sort((a, b) => median(b) - median(a));
  return first !== undefined && median(first) >= 0 ? first : undefined;
}

function viewOf(project: Project | undefined) {
  const seconds = project?.seconds.slice(-shownDays) ?? [];
  const failed = (project?.strip ?? []).flatMap(({ result }, n) => (result === 'failed' ? [n] : []));
  const median = medianOf(seconds);
  const slow = slowOnes(seconds).length;
  const parts = [
    slow === 0 ? '' : slow === 1 ? $localize`1 slow run` : $localize`${slow} slow runs`,
    failed.length === 0 ? '' : $localize`${failed.length} failed`,
  ].filter((part) => part !== '');
  const rest = parts.length === 0 ? '' : `; ${parts.join(', ')}`;
  const text = median === null ? '' : duration(median);
  return {
    seconds,
    failed,
    median: text,
    rest,
    note: project === undefined ? $localize`30 days` : $localize`${project.name}, 30 days`,
    label:
      project === undefined || median === null
        ? $localize`No backup yet`
        : $localize`Backups of ${project.name} in 30 days: median ${text}${rest}`,
  };
}
