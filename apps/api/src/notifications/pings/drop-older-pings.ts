import type { EntityManager } from 'typeorm';
import { Delivery } from '../outbox/delivery.entity';

/**
 * Only the newest thing that a schedule has to report counts: a late "begins" behind an end, or last week's failure behind today's success,
 * would say what isn't true any more.
 */
export async function dropOlderPings(manager: EntityManager, lane: string, now: Date): Promise<void> {
  const waiting = await manager
    .createQueryBuilder(Delivery, 'd')
    .where("d.lane = :lane AND d.target = 'ping' AND d.state = 'waiting'", { lane })
    .andWhere('(d.claimed_until IS NULL OR d.claimed_until < :now)', { now })
    .orderBy('d.createdAt', 'DESC')
    .addOrderBy('d.id', 'DESC')
    .limit(200)
    .getMany();
  const end = waiting.findIndex(({ kind }) => kind !== 'start');
  const older = end === -1 ? waiting.slice(1) : waiting.slice(end + 1);
  for (const { id } of older)
    await manager.update(
      Delivery,
      { id, state: 'waiting' },
      {
        state: 'not_delivered',
        settledAt: now,
        errorCode: 'SUPERSEDED',
        errorText: 'Something newer is reported instead.',
        errorNext: 'Nothing is to be done.',
      },
    );
}
