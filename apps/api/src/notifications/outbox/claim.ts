import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';
import { Delivery, type DeliveryTarget } from './delivery.entity';

/** Longer than any try takes: who says nothing for so long is dead, and somebody else sends it. Milliseconds. */
export const claimMs = 120_000;

/** First key of `pg_advisory_xact_lock(int, int)`: claims of one receiver are taken one after the other. */
const laneLock = 7_369_006;

const isFree = '(d.claimed_until IS NULL OR d.claimed_until < :now)';

export interface Lane {
  readonly lane: string;
  readonly target: DeliveryTarget;
}

/** Receivers for which something is due, the one that waits longest first. */
export async function dueLanes(manager: EntityManager, now: Date): Promise<Lane[]> {
  return manager
    .createQueryBuilder(Delivery, 'd')
    .select('d.lane', 'lane')
    .addSelect('d.target', 'target')
    .where(`d.state = 'waiting' AND d.next_try_at <= :now AND ${isFree}`, { now })
    .groupBy('d.lane')
    .addGroupBy('d.target')
    .orderBy('MIN(d.next_try_at)', 'ASC')
    .limit(500)
    .getRawMany<Lane>();
}

/**
 * Takes the oldest one that is due, for this process alone: nobody else gets one of the same receiver while it is being sent, so that they
 * arrive in their order. Null: nothing is due, or another process is at it.
 */
export async function claimNext(manager: EntityManager, { lane }: Lane, now: Date): Promise<Delivery | null> {
  if (engine === 'postgres') await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [laneLock, lane]);
  const isBusy = await manager
    .createQueryBuilder(Delivery, 'd')
    .where("d.lane = :lane AND d.state = 'waiting' AND d.claimed_until >= :now", { lane, now })
    .getExists();
  if (isBusy) return null;
  const next = await manager
    .createQueryBuilder(Delivery, 'd')
    .where(`d.lane = :lane AND d.state = 'waiting' AND d.next_try_at <= :now AND ${isFree}`, { lane, now })
    .orderBy('d.createdAt', 'ASC')
    .addOrderBy('d.id', 'ASC')
    .limit(1)
    .getOne();
  if (next === null) return null;
  const claimed = {
    claim: randomUUID(),
    claimedUntil: new Date(now.getTime() + claimMs),
    attempts: next.attempts + 1,
  };
  const { affected } = await manager.update(Delivery, { id: next.id, state: 'waiting' }, claimed);
  return affected === 1 ? { ...next, ...claimed } : null;
}
