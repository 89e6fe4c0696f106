import { Component, computed, input } from '@angular/core';
import type { DashboardDestinationDto } from '../../api/models/dashboard-destination-dto';
import { ChartCard } from '../../charts/card/chart-card';
import type { ChartRows } from '../../charts/card/chart-table';
import { UsageBar } from '../../charts/usage-bar';
import { bytes } from '../../format/bytes';

/** The largest few: the others are in the table. */
const most = 5;

/** What lies at each destination, against what fits there. All bars have one scale, and a frame that is the quota. */
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
              <div [style.width.%]="row.share">
                <sb-usage-bar
                  [framed]="true"
                  [used]="row.used"
                  [total]="row.total"
                  [label]="row.label"
                  [state]="row.state"
                />
              </div>
            </li>
          }
        </ul>
      </ng-template>
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

  protected readonly heading = $localize`Stored by destination`;
  protected readonly note = $localize`Today, against quota`;
  private readonly rows = computed(() => rowsOf(this.destinations()));
  protected readonly shown = computed(() => this.rows().slice(0, most));
  protected readonly foot = computed(() => {
    const hidden = this.rows().length - this.shown().length;
    return hidden > 0 ? $localize`${hidden} smaller destinations are in the table` : '';
  });
  protected readonly table = computed((): ChartRows => ({
    columns: [$localize`Destination`, $localize`Stored`, $localize`Backups`, $localize`Free`],
    rows: this.destinations().map(({ name, totalSize, totalBackups, availableSpace }) => [
      name,
      bytes(totalSize),
      String(totalBackups),
      availableSpace === null ? $localize`no limit known` : bytes(availableSpace),
    ]),
  }));
}

/** The fullest first in bytes. @internal */
export function rowsOf(destinations: readonly DashboardDestinationDto[]) {
  const sized = destinations.map((destination) => {
    const { totalSize, availableSpace } = destination;
    return { destination, used: totalSize, total: availableSpace === null ? null : totalSize + availableSpace };
  });
  const widest = Math.max(1, ...sized.map(({ used, total }) => total ?? used));
  return sized
    .sort((a, b) => b.used - a.used || a.destination.name.localeCompare(b.destination.name))
    .map(({ destination: { id, name, state }, used, total }) => {
      const text =
        total === null ? $localize`${bytes(used)}, no limit known` : $localize`${bytes(used)} of ${bytes(total)}`;
      return {
        id,
        name,
        used,
        text,
        // Without a limit the bar is what is stored, and no frame around it.
        total: total ?? Math.max(1, used),
        // A frame too narrow to see would say nothing.
        share: Math.max(2, (100 * (total ?? used)) / widest),
        label: `${name}: ${text}`,
        state: state === 'full' ? ('full' as const) : state === 'ready' ? ('' as const) : ('stale' as const),
      };
    });
}
