import { DestroyRef, inject, signal } from '@angular/core';

/** Between two messages, milliseconds: who listens must be able to hear the end of one. */
const gapMs = 5_000;

interface Message {
  readonly text: string;
  readonly isUrgent: boolean;
}

/** What is read aloud while a run is watched: one message in five seconds at most, the newest; a failure isn't displaced by anything. */
export class Announcements {
  private readonly said = signal<Message | null>(null);
  private waiting: Message | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly polite = (): string => this.textOf(false);
  readonly assertive = (): string => this.textOf(true);

  /** Call in an injection context. */
  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  say(text: string, isUrgent = false): void {
    if (this.waiting?.isUrgent !== true) this.waiting = { text, isUrgent };
    if (this.timer === undefined) this.next();
  }

  private next(): void {
    this.timer = undefined;
    if (this.waiting === null) return;
    this.said.set(this.waiting);
    this.waiting = null;
    this.timer = setTimeout(() => this.next(), gapMs);
  }

  private textOf(isUrgent: boolean): string {
    const said = this.said();
    return said?.isUrgent === isUrgent ? said.text : '';
  }
}
