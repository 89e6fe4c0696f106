import { DestroyRef, effect, inject, signal, untracked, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Problem } from '../api/models/problem';
import { problemOf } from '../feedback/problem-of';
import type { ApiEvent } from './api-event';
import { EventStream } from './event-stream';

/** Something of the service that a page shows, and keeps true while it is shown. */
export interface Live<T> {
  /** The newest there is; undefined: none yet. It stays when a later load fails. */
  readonly value: Signal<T | undefined>;
  /** Why the last load failed; null: it didn't. */
  readonly problem: Signal<Problem | null>;
  readonly loadedAt: Signal<Date | null>;
  readonly isLoading: Signal<boolean>;
  reload(): void;
  /** What an event or a reply has brought already. */
  set(value: T): void;
}

interface LiveOptions<P, T> {
  /** What to load by; undefined: nothing yet. Loaded anew when it changes. */
  readonly by: () => P | undefined;
  readonly load: (by: P) => Promise<T>;
  /** Whether this event makes it old: it is loaded anew, at most twice a second. */
  readonly reloadOn?: (event: ApiEvent, by: P) => boolean;
}

const settleMs = 500;

/** Call in an injection context. */
export function live<P, T>({ by, load, reloadOn }: LiveOptions<P, T>): Live<T> {
  const value = signal<T | undefined>(undefined);
  const problem = signal<Problem | null>(null);
  const loadedAt = signal<Date | null>(null);
  const isLoading = signal(false);
  const stream = inject(EventStream);
  const destroyed = inject(DestroyRef);
  let current = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function run(given: P): Promise<void> {
    const turn = (current += 1);
    isLoading.set(true);
    try {
      const loaded = await load(given);
      if (turn !== current) return;
      value.set(loaded);
      loadedAt.set(new Date());
      problem.set(null);
    } catch (error) {
      if (turn === current) problem.set(problemOf(error));
    } finally {
      if (turn === current) isLoading.set(false);
    }
  }
  const reload = (): void => {
    const given = untracked(by);
    if (given !== undefined) void run(given);
  };
  const soon = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      reload();
    }, settleMs);
  };

  /** What @defer draws gets its inputs a moment after it is made: what happens until then comes with the first load. */
  let knows = false;
  effect(() => {
    const given = by();
    knows = true;
    if (given !== undefined) untracked(() => void run(given));
  });
  stream.missed.pipe(takeUntilDestroyed()).subscribe(() => {
    if (knows) soon();
  });
  stream.events.pipe(takeUntilDestroyed()).subscribe((event) => {
    if (!knows) return;
    const given = untracked(by);
    if (given !== undefined && reloadOn?.(event, given) === true) soon();
  });
  destroyed.onDestroy(() => {
    current += 1;
    clearTimeout(waiting);
  });
  return {
    value,
    problem,
    loadedAt,
    isLoading,
    reload,
    set: (newer) => {
      value.set(newer);
      loadedAt.set(new Date());
    },
  };
}
