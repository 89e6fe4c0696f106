import { Component, input } from '@angular/core';

/** A picture's numbers. The first cell of a row names it. */
export interface ChartRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The twin of a picture: the same numbers in words, newest first where they are of days. */
@Component({
  selector: 'sb-chart-table',
  template: `<div class="scroll" role="region" tabindex="0" [attr.aria-label]="name()">
    <table class="sb-table">
      <thead>
        <tr>
          @for (column of rows().columns; track $index) {
            <th scope="col" [class.number]="$index > 0">{{ column }}</th>
          }
        </tr>
      </thead>
      <tbody>
        @for (row of rows().rows; track $index) {
          <tr>
            @for (cell of row; track $index) {
              @if ($first) {
                <th scope="row">{{ cell }}</th>
              } @else {
                <td class="number">{{ cell }}</td>
              }
            }
          </tr>
        } @empty {
          <tr>
            <td [attr.colspan]="rows().columns.length" i18n>Nothing was measured yet.</td>
          </tr>
        }
      </tbody>
    </table>
  </div>`,
  styles: `
    :host {
      display: block;
      margin-inline: -16px;
    }
    .scroll {
      max-height: 200px;
      overflow: auto;
    }
    thead th {
      position: sticky;
      inset-block-start: 0;
      background: var(--mat-sys-surface-container-lowest);
    }
    tbody th {
      border-block-start: 1px solid var(--mat-sys-outline-variant);
      font-size: 13px;
      color: var(--mat-sys-on-surface);
    }
    td,
    tbody th {
      padding-block: 6px;
    }
  `,
})
export class ChartTable {
  readonly rows = input.required<ChartRows>();
  readonly name = input.required<string>();
}
