import { Component, computed, input } from '@angular/core';
import type { DashboardDestinationDto } from '../../api/models/dashboard-destination-dto';
import { ChartCard } from '../../charts/card/chart-card';
import type { ChartRows } from '../../charts/card/chart-table';
import { UsageBar } from '../../charts/usage-bar';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';

/** The largest few: the others are in the table. */
const most = 5;

/** What lies at each destination, against what fits there: each frame is that destination's quota, so that a full one is seen among larger ones. */
@Component({
  selector: 'sb-stored-chart',
  imports: [ChartCard, UsageBar],
  template: `
    <sb-chart-card [heading]="heading" [note]="note" [rows]="table()">
      <ng-template>
        <ul>
          @for (row of shown(); track row.id) {
            <li>
              <p>
                <strong [title]="row.name">{{ row.name }}</strong>&ngsp;<span>{{ row.text }}</span>
              </p>
              <sb-usage-bar
                [framed]="true"
                [used]="row.used"
                [total]="row.total"
                [label]="row.label"
                [state]="row.state"
                [forecast]="row.fullInDays !== null"
              />
            </li>
          }
        </ul>
      </ng-template>
      @if (soonest(); as next) {
        <ng-container i18n
          >{{ next.name }} is full in <strong>≈ {{ next.days }}</strong> ({{ next.date }})</ng-container
        >
      }
      {{ foot() }}
    </sb-chart-card>
  `,
  styles: `
    ul {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 0;
      list-style: none;
    }
    p {
      display: flex;
      justify-content: space-between;
      gap: 12px;
      padding-block-end: 4px;
      font-size: 12px;
      line-height: 16px;
    }
    strong {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-weight: 600;
    }
    span {
      flex: none;
      font-size: 11px;
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class StoredChart {
  readonly destinations = input.required<readonly DashboardDestinationDto[]>();
  /** When all this was so: ISO 8601. */
  readonly at = input.required<string>();

  protected readonly heading = $localize`Stored by destination`;
  protected readonly note = $localize`Today, against quota`;
  private readonly rows = computed(() => rowsOf(this.destinations()));
  protected readonly shown = computed(() => this.rows().slice(0, most));
  /** Of those that grow the one that is full first. */
  protected readonly soonest = computed(() => {
    const growing = this.rows().flatMap(({ name, fullInDays }) => (fullInDays === null ? [] : [{ name, fullInDays }]));
    const [first] = growing.sort((a, b) => a.fullInDays - b.fullInDays);
    if (first === undefined) return null;
    const day = new Date(Date.parse(this.at()) + first.fullInDays * 86_400_000);
    return { name: first.name, days: daysText(first.fullInDays), date: dayText(day.toISOString().slice(0, 10)) };
  });
  protected readonly foot = computed(() => {
    const hidden = this.rows().length - this.shown().length;
    return hidden > 0 ? $localize`${hidden} smaller destinations are in the table` : '';
  });
  protected readonly table = computed((): ChartRows => ({
    columns: [$localize`Destination`, $localize`In use`, $localize`Backups`, $localize`Free`, $localize`Full in`],
    rows: this.destinations().map(({ name, totalSize, totalBackups, availableSpace, fullInDays }) => [
      name,
      bytes(totalSize),
      String(totalBackups),
      availableSpace === null ? $localize`no limit known` : bytes(availableSpace),
      fullInDays === null ? '' : `≈ ${daysText(fullInDays)}`,
    ]),
  }));
}

/** Those with the most first. */
function rowsOf(destinations: readonly DashboardDestinationDto[]) {
  return [...destinations]
    .sort((a, b) => b.totalSize - a.totalSize || a.name.localeCompare(b.name))
    .map(({ id, name, state, totalSize: used, availableSpace, fullInDays }) => {
      const total = availableSpace === null ? null : used + availableSpace;
      const text =
        total === null ? $localize`${bytes(used)}, no limit known` : $localize`${bytes(used)} of ${bytes(total)}`;
      const soon = fullInDays === null ? '' : $localize`, full in about ${daysText(fullInDays)}`;
      return { id, name, used, text, total, fullInDays, label: `${name}: ${text}${soon}`, state: lookOf(state) };
    });
}

const daysText = (days: number): string => (days === 1 ? $localize`1 day` : $localize`${days} days`);

function lookOf(state: DashboardDestinationDto['state']): '' | 'full' | 'stale' {
  if (state === 'full') return 'full';
  return state === 'ready' ? '' : 'stale';
}
