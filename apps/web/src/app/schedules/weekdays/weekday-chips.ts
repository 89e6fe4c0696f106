import { Component, input, output } from '@angular/core';
import { weekdays, type Weekday } from '../cron/plan';

export const weekdayNames: readonly { readonly day: Weekday; readonly short: string; readonly name: string }[] = [
  { day: 1, short: $localize`Mo`, name: $localize`Monday` },
  { day: 2, short: $localize`Tu`, name: $localize`Tuesday` },
  { day: 3, short: $localize`We`, name: $localize`Wednesday` },
  { day: 4, short: $localize`Th`, name: $localize`Thursday` },
  { day: 5, short: $localize`Fr`, name: $localize`Friday` },
  { day: 6, short: $localize`Sa`, name: $localize`Saturday` },
  { day: 7, short: $localize`Su`, name: $localize`Sunday` },
];

/** Days of the week, each on or off. The last one stays on: no day at all would say nothing. */
@Component({
  selector: 'sb-weekday-chips',
  template: `<div class="days" role="group" [attr.aria-label]="label()">
    @for (each of names; track each.day) {
      <button
        type="button"
        [class.on]="days().includes(each.day)"
        [attr.aria-pressed]="days().includes(each.day)"
        [title]="each.name"
        (click)="toggle(each.day)"
      >
        <span aria-hidden="true">{{ each.short }}</span><span class="sb-hidden">{{ each.name }}</span>
      </button>
    }
  </div>`,
  styleUrl: './weekday-chips.scss',
})
export class WeekdayChips {
  readonly days = input.required<readonly Weekday[]>();
  readonly label = input($localize`Days of the week`);
  readonly changed = output<readonly Weekday[]>();

  protected readonly names = weekdayNames;

  protected toggle(day: Weekday): void {
    const before = this.days();
    const days = weekdays.filter((each) => (each === day ? !before.includes(day) : before.includes(each)));
    if (days.length > 0) this.changed.emit(days);
  }
}
