import { MoreThan, type EntityManager } from 'typeorm';
import { Delivery } from './delivery.entity';

/** How long something is tried, milliseconds. */
export const giveUpAfterMs = 24 * 3_600_000;

/** The receiver was switched off: what waits for it is not sent. */
export async function dropWaiting(manager: EntityManager, lane: string, now: Date): Promise<void> {
  await manager.update(
    Delivery,
    { lane, state: 'waiting' },
    {
      state: 'not_delivered',
      settledAt: now,
      claim: null,
      claimedUntil: null,
      errorCode: 'SWITCHED_OFF',
      errorText: 'The channel was switched off before it was sent.',
      errorNext: 'Switch the channel on again.',
    },
  );
}

/** The receiver was mended: what it could not be told of the last day is sent to it now. */
export async function sendAgain(manager: EntityManager, lane: string, now: Date): Promise<void> {
  const createdAt = MoreThan(new Date(now.getTime() - giveUpAfterMs));
  await manager.update(
    Delivery,
    { lane, state: 'not_delivered', createdAt },
    { state: 'waiting', nextTryAt: now, settledAt: null },
  );
  await hurry(manager, lane, now);
}

/** The receiver is there again: what waits for it is sent to it now. */
export async function hurry(manager: EntityManager, lane: string, now: Date): Promise<void> {
  await manager.update(Delivery, { lane, state: 'waiting', nextTryAt: MoreThan(now) }, { nextTryAt: now });
}
