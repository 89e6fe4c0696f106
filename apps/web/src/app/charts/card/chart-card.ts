import { NgTemplateOutlet } from '@angular/common';
import { Component, contentChild, input, signal, TemplateRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../../icons/icon';
import { ChartTable, type ChartRows } from './chart-table';

let cards = 0;

/** A picture in numbers, and by a button the same numbers as a table. Project the picture as `<ng-template>`; what follows is below both. */
@Component({
  selector: 'sb-chart-card',
  imports: [NgTemplateOutlet, MatButton, Icon, ChartTable],
  template: `
    <div class="head">
      <h2 [id]="id">{{ heading() }}</h2>
      <button
        matButton
        type="button"
        [attr.aria-pressed]="isTable()"
        [attr.aria-describedby]="id"
        (click)="isTable.set(!isTable())"
      >
        <sb-icon name="table" [size]="18" /><ng-container i18n>Table</ng-container>
      </button>
      <p class="hint">{{ note() }}</p>
    </div>
    @if (isTable()) {
      <sb-chart-table [rows]="rows()" [name]="heading()" />
    } @else {
      <ng-container [ngTemplateOutlet]="picture()" />
    }
    <p class="foot"><ng-content /></p>
  `,
  styleUrl: './chart-card.scss',
  host: { class: 'sb-card' },
})
export class ChartCard {
  readonly heading = input.required<string>();
  /** What it is of: `90 days, stored bytes`. */
  readonly note = input('');
  readonly rows = input.required<ChartRows>();

  protected readonly id = `sb-chart-${(cards += 1)}`;
  protected readonly isTable = signal(false);
  protected readonly picture = contentChild.required(TemplateRef);
}
