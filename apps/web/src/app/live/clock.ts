import { DestroyRef, Injectable, inject, signal } from '@angular/core';

/** The time as the page shows it. Ticks only as often as somebody could see a difference. */
@Injectable({ providedIn: 'root' })
export class Clock {
  private readonly everySecond = signal(new Date());
  private readonly everyMinute = signal(new Date());
  /** For what runs now: one a second. */
  readonly second = this.everySecond.asReadonly();
  /** For ages: four a minute. */
  readonly minute = this.everyMinute.asReadonly();

  constructor() {
    const seconds = setInterval(() => {
      if (!document.hidden) this.everySecond.set(new Date());
    }, 1_000);
    const minutes = setInterval(() => this.everyMinute.set(new Date()), 15_000);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(seconds);
      clearInterval(minutes);
    });
  }
}
