import { computed, inject, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Api } from '../../../api/api';
import { cancelCopy } from '../../../api/fn/backups/cancel-copy';
import { copyBackup } from '../../../api/fn/backups/copy-backup';
import { listCopyJobs } from '../../../api/fn/backups/list-copy-jobs';
import type { BackupDto } from '../../../api/models/backup-dto';
import type { CopyJobDto } from '../../../api/models/copy-job-dto';
import type { CopyProgressDataDto } from '../../../api/models/copy-progress-data-dto';
import { Attempt } from '../../../feedback/attempt';
import { EventStream } from '../../../live/event-stream';
import { live } from '../../../live/live';
import { isWhole } from '../is-live';

/** A backup on its way to more destinations, kept true by the events of the service. */
export interface CopyJobs {
  /** Those that have not ended, by the copy that each makes. */
  readonly active: Signal<ReadonlyMap<string, CopyJobDto>>;
  /** Of what somebody asked for last. */
  readonly attempt: Attempt;
  /** Copies the backup there from where it is stored. @returns whether it will be */
  start(destinationId: string): Promise<boolean>;
  cancel(job: CopyJobDto): Promise<void>;
}

/** Call in an injection context. A run that stored nothing has nothing to copy: it isn't asked for. */
export function copyJobs(backup: Signal<BackupDto | undefined>): CopyJobs {
  const api = inject(Api);
  const attempt = new Attempt();
  const told = signal<ReadonlyMap<string, CopyProgressDataDto>>(new Map());
  const id = computed(() => {
    const shown = backup();
    return shown !== undefined && isWhole(shown) ? shown.id : undefined;
  });
  // What the backup says of its copies may be newer than the list.
  const stored = computed(
    () => new Set((backup()?.copies ?? []).filter(({ status }) => status === 'stored').map((copy) => copy.id)),
  );
  const jobs = live({
    by: id,
    load: async (of) => (await api.invoke(listCopyJobs, { id: of })).items,
    // How a copying ends is told as a change of its backup.
    reloadOn: (event, of) => event.type === 'backup.status' && event.id === of,
  });
  inject(EventStream)
    .events.pipe(takeUntilDestroyed())
    .subscribe(({ type, id: of, data }) => {
      if (type !== 'copy.progress' || of !== id()) return;
      const progress = data as CopyProgressDataDto;
      told.update((before) => new Map(before).set(progress.jobId, progress));
      const known = jobs.value()?.find((job) => job.id === progress.jobId);
      // One that somebody else has begun, or whose turn has come.
      if (known === undefined || known.status === 'queued') jobs.reload();
    });
  const changed = (job: CopyJobDto): void =>
    jobs.set([job, ...(jobs.value() ?? []).filter((other) => other.id !== job.id)]);

  return {
    attempt,
    active: computed(
      () =>
        new Map(
          (jobs.value() ?? [])
            .filter(({ finishedAt, copyId }) => finishedAt === null && !stored().has(copyId))
            .map((job) => [job.copyId, withProgress(job, told().get(job.id))]),
        ),
    ),
    start: (destinationId) =>
      attempt.at(async () => {
        const of = backup();
        if (of !== undefined) changed(await api.invoke(copyBackup, { id: of.id, body: { destinationId } }));
      }),
    cancel: async (job) => {
      await attempt.at(async () => changed(await api.invoke(cancelCopy, { id: job.backupId, jobId: job.id })));
    },
  };
}

/** An event may be newer than the list, or older. */
function withProgress(job: CopyJobDto, told: CopyProgressDataDto | undefined): CopyJobDto {
  if (told === undefined || job.status === 'queued' || told.storedBytes < job.storedBytes) return job;
  const { storedBytes, bytesPerSecond, secondsLeft } = told;
  return { ...job, storedBytes, bytesPerSecond, secondsLeft };
}
