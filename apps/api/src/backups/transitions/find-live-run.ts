import { IsNull, In, QueryFailedError, type EntityManager } from 'typeorm';
import { Backup, liveStatuses } from '../backup.entity';
import { fail } from '../records/backups.errors';

export const findLiveRun = (manager: EntityManager, projectId: string): Promise<Backup | null> =>
  manager.findOneBy(Backup, { projectId, status: In([...liveStatuses]), deletedAt: IsNull() });

export function runActive(live: Pick<Backup, 'id' | 'status' | 'projectName'>): Error {
  return fail('RUN_ACTIVE', `A backup of ${live.projectName} is ${live.status} already.`, {
    nextStep: 'Wait until it has ended, or cancel it.',
    more: { backupId: live.id },
  });
}

/** A unique index refused the row: on PostgreSQL two transactions can look at the same time and both find nothing. */
export function isDuplicate(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, message } = error.driverError as { code?: string; message?: string };
  return code === '23505' || /UNIQUE constraint failed/.test(message ?? '');
}
