import { computed, DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { exhaustMap, filter, fromEvent, interval, merge, Subject, takeUntil } from 'rxjs';
import type { ConnectedDto } from '../../api/models/connected-dto';
import type { ConnectProblemDto } from '../../api/models/connect-problem-dto';
import type { ConnectStateDto } from '../../api/models/connect-state-dto';
import type { Problem } from '../../api/models/problem';
import { problemOf } from '../../feedback/problem-of';

/** How one provider's accounts are connected, by requests to our service. */
export interface Way {
  /** `url`: of the provider's page, where the account's owner decides. */
  begin(): Promise<{ readonly id: string; readonly url: string }>;
  ask(id: string): Promise<ConnectStateDto>;
  cancel(id: string): Promise<void>;
}

export type Stage = 'idle' | 'starting' | 'waiting' | 'done' | 'failed';

const pauseMs = 2_000;

/** An account that is connected on a provider's page in another tab, while this one waits for what comes of it. One for each form. */
@Injectable()
export class WaitingAccount {
  private readonly document = inject(DOCUMENT);
  private readonly destroyed = inject(DestroyRef);
  private readonly over = new Subject<void>();
  private way: Way | null = null;
  private id: string | null = null;

  readonly stage = signal<Stage>('idle');
  /** Of the provider's page while it is waited for. */
  readonly url = signal('');
  readonly problem = signal<Problem | null>(null);
  readonly connected = signal<ConnectedDto | null>(null);
  readonly isBusy = computed(() => this.stage() === 'starting' || this.stage() === 'waiting');

  constructor() {
    this.destroyed.onDestroy(() => void this.leave());
  }

  /** Opens the provider's page in a tab of its own, which knows nothing of this one. */
  async start(way: Way): Promise<void> {
    if (this.isBusy()) return;
    this.stage.set('starting');
    this.problem.set(null);
    this.connected.set(null);
    try {
      const { id, url } = await way.begin();
      [this.way, this.id] = [way, id];
      const isPage = /^https?:/.test(url);
      this.url.set(isPage ? url : '');
      this.stage.set('waiting');
      // A browser that opens no tab by itself leaves the link.
      if (isPage) this.document.defaultView?.open(url, '_blank', 'noopener,noreferrer');
      this.watch(way, id);
    } catch (error) {
      this.fail(problemOf(error));
    }
  }

  async cancel(): Promise<void> {
    await this.leave();
    this.stage.set('idle');
    this.problem.set(null);
  }

  /** While this tab is looked at, and at once when somebody comes back to it. */
  private watch(way: Way, id: string): void {
    merge(interval(pauseMs), fromEvent(this.document, 'visibilitychange'))
      .pipe(
        filter(() => this.document.visibilityState === 'visible'),
        exhaustMap(() => this.ask(way, id)),
        takeUntil(this.over),
        takeUntilDestroyed(this.destroyed),
      )
      .subscribe();
  }

  private async ask(way: Way, id: string): Promise<void> {
    try {
      const state = await way.ask(id);
      if (this.id === id) this.show(state);
    } catch (error) {
      const problem = problemOf(error);
      if (this.id !== id) return;
      // Our service may be back in a moment; anything else is an answer.
      if (problem.code === 'NO_CONNECTION') this.problem.set(problem);
      else this.fail(problem);
    }
  }

  private show({ status, connected, problem }: ConnectStateDto): void {
    this.problem.set(problem === null ? null : asProblem(problem));
    if (status === 'waiting') return;
    this.end(status === 'done' ? 'done' : 'failed');
    this.connected.set(connected);
  }

  private fail(problem: Problem): void {
    this.end('failed');
    this.problem.set(problem);
  }

  private end(stage: Stage): void {
    this.over.next();
    this.id = null;
    this.url.set('');
    this.stage.set(stage);
  }

  /** Forgets what is waited for, here and in the service. */
  private async leave(): Promise<void> {
    const { way, id } = this;
    this.end(this.stage());
    if (way === null || id === null) return;
    try {
      await way.cancel(id);
    } catch {
      // HttpErrorResponse: it ends by itself in a few minutes.
    }
  }
}

const asProblem = ({ code, detail, nextStep }: ConnectProblemDto): Problem => ({
  code,
  detail,
  ...(nextStep === null ? {} : { nextStep }),
  status: 422,
  title: detail,
  type: 'about:blank',
  instance: '',
});
