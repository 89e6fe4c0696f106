import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { ChartCard } from '../../charts/card/chart-card';
import type { ChartRows } from '../../charts/card/chart-table';
import { Lines } from '../../charts/lines/lines';
import { shrinksOf } from '../../charts/series/outliers';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';

/** More lines than these are a thicket. */
const most = 3;

/** How the sizes of backups went: of the largest projects, with what shrank. */
@Component({
  selector: 'sb-size-chart',
  imports: [ChartCard, Lines, RouterLink],
  template: `
    <sb-chart-card [heading]="heading" [note]="note()" [rows]="table()">
      <ng-template><sb-lines [series]="series()" [days]="dashboard().days" [label]="label()" /></ng-template>
      @if (shrunk(); as worst) {
        {{ worst.text }}&ngsp;<a routerLink="/backups" [queryParams]="{ project: worst.id, day: worst.date }" i18n
          >See why</a
        >
      }
    </sb-chart-card>
  `,
})
export class SizeChart {
  readonly dashboard = input.required<DashboardDto>();

  protected readonly heading = $localize`Backup size`;
  protected readonly series = computed(() => largest(this.dashboard()));
  protected readonly note = computed(() => {
    const [shown, all] = [this.series().length, this.dashboard().projects.length];
    const what = $localize`90 days, stored bytes`;
    return all > shown && shown > 0 ? $localize`${what}; the ${shown} largest of ${all} projects` : what;
  });
  protected readonly label = computed(() => {
    const parts = this.series().map(({ name, last }) => `${name} ${bytes(last)}`);
    return parts.length === 0 ? $localize`No backup yet` : $localize`Newest sizes: ${parts.join(', ')}`;
  });
  protected readonly shrunk = computed(() => {
    const all = this.series().flatMap(({ id, name, values }) => shrinksOf(values).map((one) => ({ ...one, id, name })));
    const [worst] = [...all].sort((a, b) => a.percent - b.percent);
    if (worst === undefined) return null;
    const date = this.dashboard().days[worst.index] ?? '';
    const what = $localize`${worst.name} shrank on ${dayText(date)}.`;
    const count = all.length === 1 ? $localize`1 outlier` : $localize`${all.length} outliers`;
    return { id: worst.id, date, text: `${count}: ${what}` };
  });
  protected readonly table = computed((): ChartRows => {
    const series = this.series();
    const rows = this.dashboard().days.flatMap((day, n) => {
      const values = series.map(({ values: all }) => all[n] ?? null);
      return values.every((value) => value === null)
        ? []
        : [[dayText(day), ...values.map((value) => (value === null ? '' : bytes(value)))]];
    });
    return { columns: [$localize`Day`, ...series.map(({ name }) => name)], rows: rows.reverse() };
  });
}

function largest({ projects }: DashboardDto) {
  return projects
    .flatMap(({ id, name, sizes: values }) => {
      const last = values.findLast((value) => value !== null) ?? null;
      return last === null ? [] : [{ id, name, values, last }];
    })
    .sort((a, b) => b.last - a.last)
    .slice(0, most);
}
