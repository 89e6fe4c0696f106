import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../live/clock';
import { distance } from './duration';
import { exactMoment, moment } from './moment';

/** A time: as a distance that goes on, or as a date; the exact one, with its zone, in the title. */
@Component({
  selector: 'sb-when',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ shown() }}</time>`,
})
export class When {
  /** ISO 8601. */
  readonly at = input.required<string>();
  readonly as = input<'date' | 'distance'>('date');

  private readonly clock = inject(Clock);
  private readonly date = computed(() => new Date(this.at()));
  protected readonly exact = computed(() => exactMoment(this.date()));
  protected readonly shown = computed(() =>
    this.as() === 'date' ? moment(this.date(), this.clock.minute()) : distance(this.clock.minute(), this.date()),
  );
}
