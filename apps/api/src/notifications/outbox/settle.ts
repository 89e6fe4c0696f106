import type { EntityManager } from 'typeorm';
import { Channel } from '../records/channel.entity';
import { SchedulePing } from '../pings/schedule-ping.entity';
import { waitMs } from './backoff';
import { Delivery } from './delivery.entity';
import type { DeliveryState } from './last-delivery';
import { noteLastDelivery } from './note-last-delivery';
import { giveUpAfterMs, hurry } from './outbox-changes';
import type { SendResult } from './sender';

/** Writes what became of a try. Null: the claim is lost, somebody else has it now, and nothing was written. */
export async function settle(
  manager: EntityManager,
  delivery: Delivery,
  result: SendResult,
  now: Date,
  random: number,
): Promise<DeliveryState | null> {
  const { error } = result;
  const receiver = delivery.target === 'channel' ? Channel : SchedulePing;
  const free = { claim: null, claimedUntil: null };
  const write = async (values: Partial<Delivery>): Promise<boolean> => {
    const mine = { id: delivery.id, claim: delivery.claim ?? '', state: 'waiting' } as const;
    return (await manager.update(Delivery, mine, { ...free, ...values })).affected === 1;
  };
  if (error === null) {
    const noError = { errorCode: null, errorText: null, errorNext: null };
    if (!(await write({ state: 'delivered', settledAt: now, ...noError }))) return null;
    const before = await manager.findOneBy(receiver, { id: delivery.lane });
    await noteLastDelivery(manager, receiver, delivery.lane, result, now);
    // It is back: what waited for that doesn't wait any longer.
    if (before !== null && before.failingSince !== null) await hurry(manager, delivery.lane, now);
    return 'delivered';
  }
  // The service stops: that is no fault of the receiver, and no attempt.
  if (error.code === 'STOPPED')
    return (await write({ attempts: delivery.attempts - 1, nextTryAt: now })) ? 'waiting' : null;
  const isOver = !error.retry || now.getTime() - delivery.createdAt.getTime() >= giveUpAfterMs;
  const nextTryAt = new Date(now.getTime() + waitMs(delivery.attempts, error.retryAfter, random));
  const written = await write({
    ...(isOver ? { state: 'not_delivered', settledAt: now } : { nextTryAt }),
    done: [...new Set([...delivery.done, ...error.done])],
    errorCode: error.code,
    errorText: error.text,
    errorNext: error.nextStep,
  });
  if (!written) return null;
  await noteLastDelivery(manager, receiver, delivery.lane, result, now, error.retry ? nextTryAt : null);
  return isOver ? 'not_delivered' : 'waiting';
}
