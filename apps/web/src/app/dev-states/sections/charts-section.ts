import { Component } from '@angular/core';
import { Bars } from '../../charts/bars/bars';
import { ChangeBar } from '../../charts/change-bar';
import { Lines } from '../../charts/lines/lines';
import { Spark } from '../../charts/spark';
import { UsageBar } from '../../charts/usage-bar';
import { Section } from './section';

const MiB = 1024 ** 2;
const days = Array.from({ length: 30 }, (_, n) => new Date(Date.UTC(2026, 9, 26 + n)).toISOString().slice(0, 10));
const seconds = days.map((_, n) => (n === 21 || n === 12 ? null : n === 25 ? 744 : 340 + ((n * 37) % 40)));
const sizes = (last: number, step: number): (number | null)[] =>
  days.map((_, n) => (n === 18 ? last * 0.7 : n >= 6 && n < 9 ? null : last - (29 - n) * step));

/** Marks of charts: an outlier, a day that failed, a gap, names at lines, a quota, changes. */
@Component({
  selector: 'sb-dev-charts',
  imports: [Section, Bars, ChangeBar, Lines, Spark, UsageBar],
  template: `
    <sb-dev-section name="Chart marks" i18n-name>
      <div class="row">
        <figure><sb-bars [values]="seconds" [days]="days" [failed]="[21]" [label]="texts.bars" /></figure>
        <figure><sb-lines [series]="series" [days]="days" [label]="texts.lines" /></figure>
        <figure class="stack">
          <sb-usage-bar [framed]="true" [used]="65" [total]="100" [label]="texts.quota" />
          <sb-usage-bar [framed]="true" [used]="99.6" [total]="100" [label]="texts.full" [state]="'full'" />
          <sb-usage-bar [used]="65" [total]="100" [label]="texts.quota" />
          <sb-usage-bar [used]="65" [total]="100" [label]="texts.stale" [state]="'stale'" />
          <sb-usage-bar [used]="65" [total]="null" [label]="texts.open" />
          <sb-spark [values]="series[0]?.values ?? []" [label]="texts.spark" />
          <span>
            @for (percent of changes; track percent) {
              <sb-change-bar [percent]="percent" />
            }
          </span>
        </figure>
      </div>
    </sb-dev-section>
  `,
  styles: `
    .row {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(286px, 100%), 1fr));
      gap: 16px 24px;
    }
    .stack {
      display: flex;
      flex-direction: column;
      gap: 10px;
    }
    span {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
    }
  `,
})
export class ChartsSection {
  protected readonly days = days;
  protected readonly seconds = seconds;
  protected readonly series = [
    { id: 'a', name: 'analytics-eu', values: sizes(430 * MiB, 3 * MiB) },
    { id: 'b', name: 'shop-prod', values: days.map((_, n) => (210 - (29 - n)) * MiB) },
  ];
  protected readonly changes = [9.4, 100, 0, -3, -92];
  protected readonly texts = {
    bars: 'Duration: one slow run, one failed, one day without any',
    lines: 'Size: one outlier, three days without any',
    spark: 'Size of analytics-eu',
    quota: '65 of 100 used',
    full: '99.6 % used',
    stale: '65 of 100 used, three days ago',
    open: '65 used, no limit known',
  };
}
