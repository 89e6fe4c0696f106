import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { Delivery } from '../outbox/delivery.entity';
import { newDelivery } from '../outbox/new-delivery';
import { SchedulePing } from './schedule-ping.entity';
import type { Ping, PingSignal } from './send-ping';

/** What a run reports to the address of its schedule: kept in the transaction that makes it true, each signal once. */
export async function notePing(manager: EntityManager, backupId: string, signal: PingSignal, now: Date): Promise<void> {
  const run = await manager.findOne(Backup, {
    select: { id: true, scheduleId: true, projectId: true, projectName: true, errorText: true },
    where: { id: backupId },
  });
  if (run === null || run.scheduleId === null) return;
  const receiver = await manager.findOneBy(SchedulePing, { id: run.scheduleId });
  if (receiver === null || (signal === 'start' && !receiver.tellsStart)) return;
  const text = `${words[signal]} of ${run.projectName}${signal === 'fail' && run.errorText !== null ? `: ${run.errorText}` : ''}`;
  const ping: Ping = { signal, backupId, text: text.slice(0, 1_000).toWellFormed() };
  await manager
    .createQueryBuilder()
    .insert()
    .into(Delivery)
    .values(
      newDelivery({
        id: randomUUID(),
        key: `ping ${backupId} ${signal}`,
        target: 'ping',
        lane: run.scheduleId,
        kind: signal,
        projectId: run.projectId,
        message: ping,
        now,
      }),
    )
    .orIgnore()
    .execute();
}

const words: Readonly<Record<PingSignal, string>> = {
  start: 'Begin of the backup',
  success: 'Complete backup',
  fail: 'Failed backup',
};
