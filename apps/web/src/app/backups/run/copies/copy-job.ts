import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { CopyJobDto } from '../../../api/models/copy-job-dto';
import { bytes, rate } from '../../../format/bytes';
import { duration } from '../../../format/duration';

import { When } from '../../../format/when';
import { Clock } from '../../../live/clock';
import { Session } from '../../../session/session';

/** A backup on its way to one destination from another: how far it is, and the way to stop it. */
@Component({
  selector: 'sb-copy-job',
  imports: [MatButton, When],
  template: `
    <div
      class="bar"
      role="progressbar"
      aria-valuemin="0"
      aria-valuemax="100"
      [attr.aria-valuenow]="percent().toFixed(0)"
      [attr.aria-label]="label()"
    >
      <i [style.inline-size.%]="percent()"></i>
    </div>
    <p class="hint">
      @if (text(); as said) {
        <span>{{ said }}</span>
      }
      @if (waitsUntil(); as at) {
        <span
          >{{ job().error?.text }}&ngsp;<ng-container i18n>Tried again</ng-container>&ngsp;<sb-when
            [at]="at"
            as="distance"
          />.</span
        >
      }
      @if (mayCancel()) {
        <button matButton type="button" (click)="cancelled.emit()">
          <ng-container i18n>Stop copying</ng-container
          ><span class="sb-hidden" i18n>&ngsp;to {{ job().destinationName }}</span>
        </button>
      }
    </p>
  `,
  styleUrl: './copy-job.scss',
})
export class CopyJob {
  readonly job = input.required<CopyJobDto>();
  readonly cancelled = output();

  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  protected readonly label = computed(() => $localize`Copying to ${this.job().destinationName}:name:`);
  protected readonly percent = computed(() => {
    const { size, storedBytes } = this.job();
    return size === 0 ? 0 : Math.min(100, (100 * storedBytes) / size);
  });
  protected readonly waitsUntil = computed(() => {
    const { status, runAfter } = this.job();
    return status === 'queued' && new Date(runAfter) > this.clock.minute() ? runAfter : null;
  });
  protected readonly text = computed(() => {
    const { status, cancelRequested, storedBytes, size, bytesPerSecond, secondsLeft } = this.job();
    if (status === 'committing') return $localize`Every byte is there; it is being published.`;
    if (cancelRequested) return $localize`Being stopped…`;
    if (status === 'queued') return this.waitsUntil() === null ? $localize`It begins as soon as its turn comes.` : '';
    const done = $localize`${bytes(storedBytes)}:done: of ${bytes(size)}:all: copied`;
    const pace = bytesPerSecond === null ? '' : `, ${rate(bytesPerSecond)}`;
    return secondsLeft === null ? `${done}${pace}` : $localize`${done}${pace}, ${duration(secondsLeft)}:time: left`;
  });
  protected readonly mayCancel = computed(
    () => this.session.mayOperate() && this.job().status !== 'committing' && !this.job().cancelRequested,
  );
}
