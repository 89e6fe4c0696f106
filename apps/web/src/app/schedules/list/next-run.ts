import { Component, computed, inject, input } from '@angular/core';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { dateFormat } from '../../format/date-format';
import { distance } from '../../format/duration';
import { exactMoment, moment } from '../../format/moment';
import { Clock } from '../../live/clock';

/** `in 3 h (02:30 Europe/Berlin)`: how far away, and by the clock of the schedule's zone. */
@Component({
  selector: 'sb-next-run',
  template: `
    @if (schedule().waitingSlot !== null) {
      <ng-container i18n>waits for the backup that runs</ng-container>
    } @else if (schedule().nextSlot; as at) {
      <time [attr.datetime]="at" [title]="exact()">{{ text() }}</time>
    } @else {
      <span class="quiet" i18n>none, it is paused</span>
    }
  `,
})
export class NextRun {
  readonly schedule = input.required<Pick<ScheduleDto, 'nextSlot' | 'waitingSlot' | 'timeZone'>>();

  private readonly clock = inject(Clock);
  private readonly at = computed(() => new Date(this.schedule().nextSlot ?? 0));
  protected readonly exact = computed(() => exactMoment(this.at(), this.schedule().timeZone));
  protected readonly text = computed(() => nextText(this.at(), this.clock.minute(), this.schedule().timeZone));
}

/** Beyond a day the date is told too: `in 5 d (6 Dec 02:30 Europe/Berlin)`. */
export function nextText(at: Date, now: Date, timeZone: string): string {
  const isSoon = at.getTime() - now.getTime() < 20 * 3_600_000;
  const clock = isSoon
    ? dateFormat({ hour: '2-digit', minute: '2-digit', timeZone }).format(at)
    : moment(at, now, timeZone);
  const away = at.getTime() <= now.getTime() ? $localize`now` : distance(now, at);
  return `${away} (${clock} ${timeZone})`;
}
