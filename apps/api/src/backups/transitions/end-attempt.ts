import { IsNull, type EntityManager } from 'typeorm';
import { BackupCopy } from '../backup-copy.entity';
import { Backup, type BackupStatus } from '../backup.entity';
import type { Claim } from './claim';
import { noteEnd } from '../../notifications/ends/note-run';
import { giveUpCopies, repeatCopies } from './copies-of-attempt';
import { changeRun } from './run-changes';
import { decideEnding, type EndCause, type Ending, type RunPolicy } from './run-policy';
import { crashPoint } from '../../lifecycle/crash-point';

export interface EndOptions {
  readonly from: Extract<BackupStatus, 'running' | 'committing'>;
  readonly now: Date;
  readonly policy: RunPolicy;
  /** Leaves it to a worker whose lease still holds then. */
  readonly leaseOverAt?: Date;
  /** Further SQL that must hold for the row. */
  readonly condition?: string;
}

/** Ends an attempt without success: the run has failed, was cancelled or interrupted, or is queued again. False: lost. */
export async function endAttempt(
  manager: EntityManager,
  run: Pick<Claim, 'backupId' | 'token'>,
  cause: EndCause,
  { from, now, policy, condition, leaseOverAt }: EndOptions,
): Promise<boolean> {
  // Twice: between the two statements a cancel may have been asked for, and nothing else.
  for (let tries = 0; tries < 2; tries += 1) {
    const row = await manager.findOneBy(Backup, { id: run.backupId, token: run.token, status: from });
    if (row === null) return false;
    const isDirect =
      (await manager.countBy(BackupCopy, { backupId: row.id, attempt: row.attempt, destinationId: IsNull() })) > 0;
    const ending = decideEnding(row, cause, isDirect, policy);
    const expected = {
      id: row.id,
      status: from,
      token: row.token,
      cancelRequested: row.cancelRequested,
      ...(leaseOverAt === undefined ? {} : { leaseOverAt }),
    };
    if (!(await changeRun(manager, expected, valuesOf(ending, row, now), condition))) continue;
    await giveUpCopies(manager, row.id, row.attempt, ending.error ?? cause.error, now);
    if (ending.status === 'queued') await repeatCopies(manager, row.id, row.attempt + 1, now);
    else await noteEnd(manager, row.id, now);
    crashPoint('run/queued-again');
    return true;
  }
  return false;
}

function valuesOf(ending: Ending, row: Backup, now: Date): Parameters<typeof changeRun>[2] {
  const common = {
    status: ending.status,
    // Whoever still works on it has lost it.
    token: () => 'token + 1',
    leaseUntil: null,
    errorCode: ending.error?.code ?? null,
    errorText: ending.error?.text ?? null,
    errorNext: ending.error?.next ?? null,
    progress: null,
    // Those of an archive that is nowhere.
    snapshotTime: null,
    rawBytes: null,
    storedBytes: null,
    sha256: null,
    gaps: [],
    contents: null,
  };
  if (ending.status !== 'queued') return { ...common, finishedAt: now };
  return { ...common, runAfter: new Date(now.getTime() + ending.waitMs), [ending.counts]: row[ending.counts] + 1 };
}
