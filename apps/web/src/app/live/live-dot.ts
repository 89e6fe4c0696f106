import { Component, computed, inject } from '@angular/core';
import { EventStream } from './event-stream';

/** Whether what is shown is of now. */
@Component({
  selector: 'sb-live-dot',
  template: `<i></i><span>{{ word() }}</span>`,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      padding-inline: 8px;
      font-size: 13px;
    }
    i {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--sb-tone-mark);
    }
    :host(.tone-idle) i {
      background: none;
      border: 1.5px solid var(--sb-tone-mark);
    }
    @media (max-width: 599.98px) {
      span {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  `,
  host: { '[class]': '"tone-" + (stream.connection() === "live" ? "ok" : "idle")' },
})
export class LiveDot {
  protected readonly stream = inject(EventStream);
  protected readonly word = computed(() => {
    switch (this.stream.connection()) {
      case 'live':
        return $localize`Live`;
      case 'connecting':
        return $localize`Connecting`;
      case 'lost':
        return $localize`Not live`;
    }
  });
}
