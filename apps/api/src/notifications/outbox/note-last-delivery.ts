import type { EntityManager, EntityTarget } from 'typeorm';
import type { WithLastDelivery } from './last-delivery';
import type { SendResult } from './sender';

/** Keeps at its receiver what became of a try, so that a dead channel is seen where it is set up. */
export async function noteLastDelivery(
  manager: EntityManager,
  entity: EntityTarget<WithLastDelivery>,
  id: string,
  { error }: SendResult,
  now: Date,
  notBefore: Date | null = null,
): Promise<void> {
  const common = { lastAt: now, notBefore };
  if (error === null) {
    const clear = { lastErrorCode: null, lastErrorText: null, lastErrorNext: null, failingSince: null };
    await manager.update(entity, { id }, { ...common, lastState: 'delivered', ...clear });
    return;
  }
  const { code, text, nextStep } = error;
  await manager
    .createQueryBuilder()
    .update(entity)
    .set({
      ...common,
      lastState: 'not_delivered',
      lastErrorCode: code,
      lastErrorText: text,
      lastErrorNext: nextStep,
      failingSince: () => 'COALESCE(failing_since, :now)',
    })
    .where({ id })
    .setParameter('now', now)
    .execute();
}
