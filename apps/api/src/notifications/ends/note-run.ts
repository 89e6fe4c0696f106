import { Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { shownCopies, shownStatus } from '../../backups/records/shown-status';
import { notePing } from '../pings/note-ping';
import { noteOccurrence, type OccurrenceFacts, type OccurrenceKind } from '../occurrence';
import { earlierEnds, lastGoodAt, type EarlierEnd } from './earlier-ends';
import { noteShrink } from './note-shrink';

/** A run begins: in the transaction that says so. */
export function noteBegin(manager: EntityManager, backupId: string, now: Date): Promise<void> {
  return aside(manager, (inside) => notePing(inside, backupId, 'start', now));
}

/**
 * A run has ended for good: in the transaction that says so, so that no crash comes between. One that is tried again hasn't ended. What a
 * browser takes is told by the browser, and a cancel is known to whoever asked for it.
 */
export function noteEnd(manager: EntityManager, backupId: string, now: Date): Promise<void> {
  return aside(manager, (inside) => tellEnd(inside, backupId, now));
}

const logger = new Logger('Notifications');

/** Behind a savepoint: whatever is wrong with what is told, the run ends as it ended (F58). */
async function aside(manager: EntityManager, work: (inside: EntityManager) => Promise<void>): Promise<void> {
  try {
    await manager.transaction(work);
  } catch (error) {
    logger.error('What a run has to tell could not be noted.', error);
  }
}

async function tellEnd(manager: EntityManager, backupId: string, now: Date): Promise<void> {
  const run = await endedRun(manager, backupId);
  const copies = shownCopies(await manager.findBy(BackupCopy, { backupId }));
  if (copies.some(({ destinationId }) => destinationId === null)) return;
  if (run.scheduleId !== null) await notePing(manager, backupId, run.status === 'succeeded' ? 'success' : 'fail', now);
  const note = (kind: OccurrenceKind, facts: OccurrenceFacts): Promise<void> =>
    noteOccurrence(
      manager,
      { ...aboutOf(run), kind, key: `${kind}:${run.id}`, facts: { ...factsOf(run), ...facts } },
      now,
    );
  switch (run.status) {
    case 'failed':
    case 'interrupted': {
      const { errorText: error, errorNext: nextStep } = run;
      await note('backup.failed', { state: run.status, error, nextStep, lastGoodAt: await lastGoodAt(manager, run) });
      return;
    }
    case 'succeeded': {
      const missing = copies.filter(({ status }) => status !== 'stored').map((copy) => copy.destinationName);
      const isWhole = shownStatus(run, copies) === 'complete';
      if (run.gaps.length > 0)
        await note('backup.gaps', { gaps: run.gaps.map(({ component }) => component).join(', ') });
      else if (!isWhole) await note('backup.partly_stored', { missingAt: missing.join(', ') });
      else await note('backup.succeeded', {});
      const earlier = await earlierEnds(manager, run);
      if (run.gaps.length === 0 && followsFailure(earlier)) await note('backup.recovered', {});
      await noteShrink(manager, run, earlier, (facts) => note('backup.shrunk', facts));
      return;
    }
    case 'queued':
    case 'running':
    case 'committing':
    case 'cancelled':
    case 'missed':
      return;
  }
}

export type EndedRun = Pick<
  Backup,
  | 'id'
  | 'projectId'
  | 'projectName'
  | 'scheduleId'
  | 'trigger'
  | 'type'
  | 'status'
  | 'gaps'
  | 'errorText'
  | 'errorNext'
  | 'rawBytes'
  | 'storedBytes'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
>;

/** Without what is long. */
function endedRun(manager: EntityManager, id: string): Promise<EndedRun> {
  return manager.findOneOrFail(Backup, {
    select: {
      ...{ id: true, projectId: true, projectName: true, scheduleId: true, trigger: true, type: true, status: true },
      ...{ gaps: true, errorText: true, errorNext: true, rawBytes: true, storedBytes: true },
      ...{ createdAt: true, startedAt: true, finishedAt: true },
    },
    where: { id },
  });
}

const aboutOf = ({ id, projectId, scheduleId }: EndedRun) => ({
  projectId,
  backupId: id,
  ...(scheduleId === null ? {} : { scheduleId }),
});

function factsOf({ projectName, type, trigger, startedAt, finishedAt, storedBytes }: EndedRun): OccurrenceFacts {
  const seconds =
    startedAt === null || finishedAt === null ? null : Math.round((finishedAt.getTime() - startedAt.getTime()) / 1_000);
  return { project: projectName, type, trigger, seconds, storedBytes };
}

/** Gaps are neither: what follows them is judged by what was before. */
function followsFailure(earlier: readonly EarlierEnd[]): boolean {
  const last = earlier.find(({ status, gaps }) => status !== 'succeeded' || gaps.length === 0);
  return last !== undefined && last.status !== 'succeeded';
}
