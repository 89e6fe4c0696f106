import { computed, inject, Injectable } from '@angular/core';
import { clockTime } from '../format/moment';
import { Attention } from '../live/attention';
import { Clock } from '../live/clock';
import { EventStream } from '../live/event-stream';

/** Without news for so long nobody knows (design/ux.md §4). */
const newsMs = 2 * 60_000;

/** Whether what the dashboard shows is of now. */
@Injectable({ providedIn: 'root' })
export class Freshness {
  private readonly stream = inject(EventStream);
  private readonly attention = inject(Attention);
  private readonly clock = inject(Clock);

  /** When the service last said something. */
  readonly newsAt = computed(() => {
    const times = [this.stream.heardAt(), this.attention.at()].filter((at) => at !== null);
    return times.length === 0 ? null : new Date(Math.max(...times.map((at) => at.getTime())));
  });
  /** Why nothing can be asked for now, and nobody knows how the projects are; null: all is well. */
  readonly lost = computed(() => {
    const at = this.newsAt();
    if (this.stream.isLost()) return $localize`The connection is lost.`;
    if (at !== null && this.clock.minute().getTime() - at.getTime() > newsMs) return $localize`There is no news.`;
    return null;
  });
  readonly isStale = computed(() => this.lost() !== null);
  readonly since = computed(() => {
    const at = this.newsAt();
    return at === null ? '' : clockTime(at).slice(0, 5);
  });
}
