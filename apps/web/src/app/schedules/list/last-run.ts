import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { When } from '../../format/when';
import { StateWord } from '../../states/state-word';
import { runWords } from '../../states/words';

/** What came of the newest run of a schedule, and when. */
@Component({
  selector: 'sb-last-run',
  imports: [RouterLink, When, StateWord],
  template: `
    @if (schedule().lastRun; as run) {
      <a [routerLink]="['/backups', run.backupId]"><sb-state [word]="word()" /></a>
      <span class="quiet"><sb-when [at]="run.createdAt" as="distance" /></span>
    } @else {
      <span class="quiet" i18n>none yet</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
    }
    a {
      display: inline-flex;
      align-items: center;
      min-height: 24px;
    }
  `,
})
export class LastRun {
  readonly schedule = input.required<Pick<ScheduleDto, 'lastRun'>>();

  protected readonly word = computed(() => runWords[this.schedule().lastRun?.shownStatus ?? 'queued']);
}
