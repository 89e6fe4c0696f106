import { Component } from '@angular/core';
import { Ladder } from '../../charts/ladder/ladder';
import { inWords, resultWords, type StripDay } from '../../charts/strip/strip-day';
import { Strip } from '../../charts/strip/strip';
import { StripLegend } from '../../charts/strip/strip-legend';
import { checkWords, notChecked } from '../../states/words';
import { Section } from './section';

const results: readonly StripDay['result'][] = [
  ...Array.from({ length: 3 }, () => 'before' as const),
  ...Array.from({ length: 2 }, () => 'none' as const),
  ...([
    'ok',
    'ok',
    'ok',
    'gaps',
    'ok',
    'ok',
    'ok',
    'failed',
    'ok',
    'ok',
    'missed',
    'ok',
    'ok',
    'none',
    'none',
  ] as const),
  ...Array.from({ length: 9 }, () => 'ok' as const),
  'running',
];

/** Ladders and the strip. */
@Component({
  selector: 'sb-dev-strip',
  imports: [Section, Ladder, Strip, StripLegend],
  template: `
    <sb-dev-section name="Check: a ladder of four dots" i18n-name>
      <ul>
        @for (level of levels; track level.steps) {
          <li>
            <sb-ladder [level]="level.steps" /><strong>{{ level.word }}</strong>
          </li>
        }
        <li>
          <sb-ladder [level]="2" [overdue]="true" /><strong class="overdue">{{ overdue }}</strong>
        </li>
      </ul>
      <sb-ladder [vertical]="true" [level]="3" [texts]="texts" />
    </sb-dev-section>
    <sb-dev-section name="Strip" i18n-name>
      <sb-strip [days]="days" [label]="label" />
      <sb-strip-legend />
    </sb-dev-section>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 12px 32px;
      padding: 0;
      list-style: none;
      font-size: 13px;
    }
    li {
      display: flex;
      flex-direction: column;
      gap: 4px;
    }
    .overdue {
      color: var(--sb-warn);
    }
    sb-strip {
      align-self: flex-start;
    }
  `,
})
export class StripSection {
  protected readonly levels = [notChecked, ...checkWords].map((word, steps) => ({ word, steps }));
  protected readonly overdue = `${checkWords[1]} · 34 d, overdue by 4 d`;
  protected readonly texts = [
    '10 Nov 02:45, at all 3 destinations',
    '20 Nov 03:31 at R2; next due 20 Dec',
    '10 Nov 03:34',
    'never',
  ];
  protected readonly days = results.map((result, n): StripDay => {
    const date = new Date(Date.UTC(2026, 10, 24 - results.length + 1 + n)).toISOString().slice(0, 10);
    return { date, result, text: result === 'before' ? date : `${date}: ${resultWords[result]}\n1 run` };
  });
  protected readonly label = inWords(this.days);
}
