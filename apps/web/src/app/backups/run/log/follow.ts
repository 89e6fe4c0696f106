import { signal } from '@angular/core';

/** So near to the end counts as the end, pixels. */
const near = 24;

export interface Scrolled {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** Whether a list that grows stays at its end: until somebody scrolls up, and again when they come back. */
export class Follow {
  private readonly following = signal(true);
  private readonly missed = signal(0);
  private lines = 0;
  readonly isOn = this.following.asReadonly();
  /** Lines that came since somebody scrolled up. */
  readonly newLines = this.missed.asReadonly();

  /** @param lines how many there are now */
  grown(lines: number): void {
    const more = lines - this.lines;
    this.lines = lines;
    if (this.following() || more < 0) this.missed.set(0);
    else this.missed.update((before) => before + more);
  }

  scrolled({ scrollTop, scrollHeight, clientHeight }: Scrolled): void {
    this.following.set(scrollHeight - scrollTop - clientHeight < near);
    if (this.following()) this.missed.set(0);
  }

  /** To the end, and from there on again. */
  resume(): void {
    this.following.set(true);
    this.missed.set(0);
  }
}
