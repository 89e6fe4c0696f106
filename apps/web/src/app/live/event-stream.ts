import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { Subject, type Observable } from 'rxjs';
import { Session } from '../session/session';
import { eventTypes, type ApiEvent } from './api-event';

export type Connection = 'connecting' | 'live' | 'lost';

/** The service says `ping` each 15 s: a stream that is silent for so long is dead, whatever the browser thinks. */
const silenceMs = 40_000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * The one stream of events that feeds every page (design/lifecycle.md, "Events to the browser"). Open only while the tab is seen: browsers
 * allow six connections to a host, and seven tabs would stop each other. On return it goes on after the last event it saw.
 */
@Injectable({ providedIn: 'root' })
export class EventStream {
  private readonly session = inject(Session);
  private readonly document = inject(DOCUMENT);
  private readonly subject = new Subject<ApiEvent>();
  private readonly gone = new Subject<void>();
  private readonly isVisible = signal(!this.document.hidden);
  private source: EventSource | null = null;
  private lastId: string | null = null;
  private retryMs = firstRetryMs;
  private timers: ReturnType<typeof setTimeout>[] = [];

  readonly connection = signal<Connection>('connecting');
  /** When the service was last heard. */
  readonly heardAt = signal<Date | null>(null);
  /** When the next try is due; null: none is. */
  readonly retryAt = signal<Date | null>(null);
  /** The service said that it stops: backups that run finish first. */
  readonly isStopping = signal(false);
  readonly isLost = computed(() => this.connection() === 'lost');

  readonly events: Observable<ApiEvent> = this.subject;
  /** Events were missed for good: everything shown is fetched anew. */
  readonly missed: Observable<void> = this.gone;

  constructor() {
    const seen = (): void => this.isVisible.set(!this.document.hidden);
    this.document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => {
      this.document.removeEventListener('visibilitychange', seen);
      this.close();
    });
    effect(() => {
      if (this.session.user() !== null && this.isVisible()) this.open();
      else this.close();
    });
  }

  /** Now, not when it is due. */
  tryNow(): void {
    this.close();
    this.open();
  }

  private open(): void {
    if (this.source !== null) return;
    if (this.connection() !== 'lost') this.connection.set('connecting');
    const query = this.lastId === null ? '' : `?lastEventId=${encodeURIComponent(this.lastId)}`;
    const source = new EventSource(`/api/events${query}`);
    this.source = source;
    source.onopen = () => this.heard();
    source.onerror = () => this.lose();
    source.addEventListener('ping', (event: MessageEvent) => this.heard(event));
    source.addEventListener('end', (event: MessageEvent<string>) => this.end(event));
    source.addEventListener('reset', (event) => {
      this.heard(event);
      this.gone.next();
    });
    for (const type of eventTypes) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        this.heard(event);
        this.subject.next(JSON.parse(event.data) as ApiEvent);
      });
    }
    this.watch();
  }

  private heard(event?: MessageEvent): void {
    if (event !== undefined && event.lastEventId !== '') this.lastId = event.lastEventId;
    this.retryMs = firstRetryMs;
    this.retryAt.set(null);
    this.connection.set('live');
    this.isStopping.set(false);
    this.heardAt.set(new Date());
    this.watch();
  }

  /** The service ends the stream: it stops, or nobody is signed in any more. The next request of a page asks to sign in again. */
  private end(event: MessageEvent<string>): void {
    this.isStopping.set((JSON.parse(event.data) as { reason: string }).reason === 'stopping');
    this.lose();
  }

  private watch(): void {
    this.clearTimers();
    this.timers.push(setTimeout(() => this.lose(), silenceMs));
  }

  private lose(): void {
    this.close();
    this.connection.set('lost');
    const wait = this.retryMs;
    this.retryMs = Math.min(wait * 2, longestRetryMs);
    this.retryAt.set(new Date(Date.now() + wait));
    this.timers.push(setTimeout(() => this.open(), wait));
  }

  private close(): void {
    this.clearTimers();
    this.source?.close();
    this.source = null;
  }

  private clearTimers(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}
