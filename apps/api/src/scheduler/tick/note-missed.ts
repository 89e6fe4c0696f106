import type { EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { noteOccurrence } from '../../notifications/occurrence';
import type { Schedule } from '../schedule.entity';
import { missedReasons, type MissedReason } from './missed-rows';

/** Tells once of all slots that were missed since the last backup that the schedule began. */
export async function noteMissed(
  manager: EntityManager,
  schedule: Schedule,
  slot: Date,
  reason: MissedReason,
  now: Date,
): Promise<void> {
  const { id, projectId, lastSlot, createdAt } = schedule;
  const missed = await manager
    .createQueryBuilder(Backup, 'b')
    .select('SUM(COALESCE(b.missed_count, 1))', 'count')
    .where("b.schedule_id = :id AND b.status = 'missed' AND b.created_at > :since", {
      id,
      since: lastSlot ?? createdAt,
    })
    .getRawOne<{ count: number | string | null }>();
  const facts = {
    slot: slot.toISOString(),
    count: Math.max(1, Number(missed?.count ?? 1)),
    reason: reason === 'passed' ? 'downtime' : reason,
    error: missedReasons[reason].text,
    nextStep: missedReasons[reason].next,
  };
  const about = { projectId, scheduleId: id, facts };
  await noteOccurrence(
    manager,
    { kind: 'backup.missed', key: `backup.missed:${id}:${slot.toISOString()}`, ...about },
    now,
  );
}
