import { DestroyRef, effect, inject, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../api/api';
import { getSummary } from '../api/fn/dashboard/get-summary';
import { Session } from '../session/session';
import { Attention } from './attention';
import { EventStream } from './event-stream';

/** A backup becomes late by time alone, and a hidden tab has no stream: it is asked for once a minute. */
const pollMs = 60_000;
/** After an event, and after the page was opened: what the page itself loads first mostly says it already. */
const settleMs = 2_000;

const concerns = ['backup.status', 'project.changed', 'destination.changed'];

/** Keeps `Attention` true while somebody is signed in, on every page and in hidden tabs. Call in an injection context. */
export function keepAttention(): void {
  const api = inject(Api);
  const attention = inject(Attention);
  const session = inject(Session);
  let next: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    plan(pollMs);
    try {
      const { verdict } = await api.invoke(getSummary);
      if (session.user() !== null) attention.tell(verdict);
    } catch {
      // The connection bar and the page say that the service does not answer; what is known stays, with its age.
    }
  }
  function plan(ms: number): void {
    clearTimeout(next);
    next = setTimeout(() => void ask(), ms);
  }

  effect(() => {
    if (session.user() !== null) return plan(settleMs);
    clearTimeout(next);
    attention.forget();
  });
  // Whoever has told it just now has asked already.
  effect(() => {
    if (attention.at() !== null) untracked(() => plan(pollMs));
  });
  inject(EventStream)
    .events.pipe(takeUntilDestroyed())
    .subscribe(({ type }) => {
      if (concerns.includes(type)) plan(settleMs);
    });
  inject(DestroyRef).onDestroy(() => {
    clearTimeout(next);
    attention.forget();
  });
}
