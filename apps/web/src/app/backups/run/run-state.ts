import { computed, inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../../api/api';
import { getBackup } from '../../api/fn/backups/get-backup';
import type { BackupDto } from '../../api/models/backup-dto';
import type { BackupProgressDto } from '../../api/models/backup-progress-dto';
import type { BackupSummaryDto } from '../../api/models/backup-summary-dto';
import { Clock } from '../../live/clock';
import { EventStream } from '../../live/event-stream';
import { live, type Live } from '../../live/live';
import { isLive } from './is-live';
import { Throughput, type Rates } from './pipeline/throughput';

/** Numbers of a live run change at most so often, milliseconds (design/ux.md §7). */
const numbersEveryMs = 500;

/** One run, kept true by the events of the service. */
export interface RunState {
  readonly backup: Live<BackupDto>;
  /** How far it is; null: it doesn't run. */
  readonly progress: Signal<BackupProgressDto | null>;
  readonly rates: Signal<Rates>;
  /** Seconds since it began, by the service's clock; null: it doesn't run. */
  readonly elapsed: Signal<number | null>;
}

/** Call in an injection context. @param id doesn't change */
export function runState(id: Signal<string>): RunState {
  const api = inject(Api);
  const clock = inject(Clock);
  const throughput = new Throughput();
  const told = signal<{ progress: BackupProgressDto; at: number } | null>(null);
  const backup = live({
    by: () => id(),
    load: async (of) => {
      const loaded = await api.invoke(getBackup, { id: of });
      if (loaded.progress !== null && isNewer(loaded.progress, told()?.progress)) take(loaded.progress);
      return loaded;
    },
    reloadOn: (event, of) => event.type === 'backup.status' && event.id === of,
  });

  function take(progress: BackupProgressDto): void {
    throughput.add(performance.now(), progress);
    told.set({ progress, at: performance.now() });
  }
  const showSoon = throttled(take);
  inject(EventStream)
    .events.pipe(takeUntilDestroyed())
    .subscribe(({ type, id: of, data }) => {
      if (of !== id()) return;
      if (type === 'backup.progress') showSoon(data as BackupProgressDto);
      const before = backup.value();
      // At once; what the summary lacks is loaded right after.
      if (type === 'backup.status' && before !== undefined) backup.set({ ...before, ...(data as BackupSummaryDto) });
    });

  const current = computed(() => {
    const run = backup.value();
    const last = told();
    // What is left of an attempt that has ended isn't how far the next one is.
    const counts =
      run !== undefined && isLive(run) && run.shownStatus !== 'queued' && last?.progress.attempt === run.attempt;
    return counts ? last : null;
  });
  return {
    backup,
    progress: computed(() => {
      const last = current();
      if (last === null) return null;
      clock.second();
      return grown(last.progress, (performance.now() - last.at) / 1_000);
    }),
    rates: computed(() => {
      current();
      clock.second();
      return throughput.at(performance.now());
    }),
    elapsed: computed(() => {
      const last = current();
      clock.second();
      return last === null ? null : last.progress.seconds + (performance.now() - last.at) / 1_000;
    }),
  };
}

/** Nothing is told while nothing moves, but the time of its stage goes on. */
const grown = (progress: BackupProgressDto, seconds: number): BackupProgressDto => ({
  ...progress,
  stages: progress.stages.map((time) =>
    time.stage === progress.stage ? { ...time, seconds: time.seconds + seconds } : time,
  ),
});

/** A reply may be older than the event that came while it was made. */
const isNewer = (progress: BackupProgressDto, shown: BackupProgressDto | undefined): boolean =>
  shown === undefined || progress.attempt > shown.attempt || progress.seconds > shown.seconds;

/** Passes on the newest value at most every half second. */
function throttled<T>(pass: (value: T) => void): (value: T) => void {
  let last = -Infinity;
  let newest: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    if (newest === null) return;
    const { value } = newest;
    newest = null;
    last = performance.now();
    pass(value);
  };
  return (value) => {
    newest = { value };
    const wait = last + numbersEveryMs - performance.now();
    if (wait <= 0) flush();
    else timer ??= setTimeout(flush, wait);
  };
}
