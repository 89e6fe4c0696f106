import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { clockTime } from '../format/moment';
import { Icon } from '../icons/icon';
import { Clock } from './clock';
import { EventStream } from './event-stream';

/** "Connection lost, showing 14:02. Retrying in 5 s" */
@Component({
  selector: 'sb-connection-bar',
  imports: [Icon, MatButton],
  template: `
    @if (stream.isLost()) {
      <div class="sb-panel tone-idle" role="status">
        <sb-icon name="shield-unknown" />
        <p>
          @if (stream.isStopping()) {
            <strong i18n>The service restarts; running backups finish first.</strong>
          } @else {
            <strong i18n>Connection lost, showing {{ shown() }}.</strong>
          }
          <span aria-hidden="true" i18n>&ngsp;Retrying in {{ seconds() }} s</span>
        </p>
        <button matButton (click)="stream.tryNow()" i18n>Try now</button>
      </div>
    }
  `,
  styles: `
    .sb-panel {
      align-items: center;
      margin: 16px 24px 0;
      padding-block: 4px;
    }
  `,
})
export class ConnectionBar {
  protected readonly stream = inject(EventStream);
  private readonly clock = inject(Clock);
  protected readonly shown = computed(() => {
    const at = this.stream.heardAt();
    return at === null ? $localize`nothing yet` : clockTime(at);
  });
  protected readonly seconds = computed(() => {
    const at = this.stream.retryAt();
    return at === null ? 0 : Math.max(0, Math.ceil((at.getTime() - this.clock.second().getTime()) / 1_000));
  });
}
