import { Component, computed, inject } from '@angular/core';
import { clockTime, viewerZone } from '../format/moment';
import { EventStream } from './event-stream';
import { LiveDot } from './live-dot';

/** At the foot of the drawer: how fresh the page is, and in which zone its times are. */
@Component({
  selector: 'sb-live-foot',
  imports: [LiveDot],
  template: `
    <p>
      <sb-live-dot />
      @if (heard(); as time) {
        <span>&ngsp;· {{ time }}</span>
      }
    </p>
    <p i18n>Times in {{ zone }}</p>
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 8px 0;
      border-block-start: 1px solid var(--mat-sys-outline-variant);
      font-size: 12px;
      line-height: 18px;
      color: var(--mat-sys-on-surface-variant);
    }
    sb-live-dot {
      padding: 0;
      font-size: 12px;
      color: var(--mat-sys-on-surface);
    }
  `,
})
export class LiveFoot {
  private readonly stream = inject(EventStream);
  protected readonly zone = viewerZone();
  protected readonly heard = computed(() => {
    const at = this.stream.heardAt();
    return at === null ? null : clockTime(at);
  });
}
