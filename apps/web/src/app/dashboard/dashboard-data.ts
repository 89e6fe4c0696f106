import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../api/api';
import { getDashboard } from '../api/fn/dashboard/get-dashboard';
import { listRecoveryKeys } from '../api/fn/recovery-keys/list-recovery-keys';
import type { BackupProgressDto } from '../api/models/backup-progress-dto';
import { viewerZone } from '../format/moment';
import { Attention } from '../live/attention';
import { EventStream } from '../live/event-stream';
import { live } from '../live/live';
import { Session } from '../session/session';
import { isHidden } from './checklist/hidden';

/** Milliseconds that the dashboard waits for what stands above its evidence at most: the answer matters more than that nothing moves. */
const longestWaitMs = 3_000;

const concerns = ['backup.status', 'project.changed', 'destination.changed', 'channel.changed'];

/** What the dashboard shows, kept true while it is open. */
@Injectable()
export class DashboardData {
  private readonly api = inject(Api);
  private readonly attention = inject(Attention);
  private readonly session = inject(Session);
  private readonly newer = signal<ReadonlyMap<string, BackupProgressDto>>(new Map());

  readonly dashboard = live({
    by: viewerZone,
    load: async (timeZone) => {
      const dashboard = await this.api.invoke(getDashboard, { timeZone });
      this.attention.tell(dashboard.verdict);
      return dashboard;
    },
    reloadOn: ({ type }) => concerns.includes(type),
  });

  /** For the checklist, which only owners have. Asked with the dashboard. */
  readonly keys = live({
    by: () => (this.session.isOwner() ? 'all' : undefined),
    load: () => this.api.invoke(listRecoveryKeys, { limit: 50 }),
  });

  private readonly hasWaited = signal(isHidden());
  private readonly isChecklistKnown = computed(
    () => !this.session.isOwner() || this.keys.value() !== undefined || this.keys.problem() !== null,
  );
  /** Undefined as well until it is known whether there is a checklist: coming later, that would push down what is being read already. */
  readonly shown = computed(() => (this.hasWaited() || this.isChecklistKnown() ? this.dashboard.value() : undefined));

  constructor() {
    const waiting = setTimeout(() => this.hasWaited.set(true), longestWaitMs);
    inject(DestroyRef).onDestroy(() => clearTimeout(waiting));
    inject(EventStream)
      .events.pipe(takeUntilDestroyed())
      .subscribe(({ type, id, data }) => {
        if (type === 'backup.progress') this.newer.update((all) => new Map(all).set(id, data as BackupProgressDto));
      });
    // A backup has become late by time alone: the minutely verdict knows it, the rows don't yet.
    effect(() => {
      const told = this.attention.verdict();
      untracked(() => {
        const shown = this.dashboard.value()?.verdict;
        if (told === null || shown === undefined || this.dashboard.isLoading()) return;
        if (JSON.stringify(told.counts) !== JSON.stringify(shown.counts)) this.dashboard.reload();
      });
    });
  }

  /** How far a run is, by the newest event. @param known what the dashboard's own reply said */
  progressOf(backupId: string, known: BackupProgressDto | null): BackupProgressDto | null {
    return this.newer().get(backupId) ?? known;
  }
}
