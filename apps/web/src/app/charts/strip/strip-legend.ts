import { Component } from '@angular/core';
import { resultWords } from './strip-day';
import { StripDrawing } from './strip-drawing';

const shown = ['ok', 'gaps', 'failed', 'missed', 'none'] as const;

/** What the marks of a strip mean. */
@Component({
  selector: 'sb-strip-legend',
  imports: [StripDrawing],
  template: `<ul>
    @for (entry of entries; track entry.word) {
      <li><sb-strip-drawing [days]="entry.days" [pitch]="12" [isTodayMarked]="false" />{{ entry.word }}</li>
    }
  </ul>`,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 0 12px;
      padding: 0;
      list-style: none;
    }
    li {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      font-size: 12px;
      line-height: 24px;
      color: var(--mat-sys-on-surface-variant);
    }
  `,
})
export class StripLegend {
  protected readonly entries = shown.map((result) => ({ word: resultWords[result], days: [{ result }] }));
}
