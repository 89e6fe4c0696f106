import { In, type EntityManager } from 'typeorm';
import { Check } from '../check.entity';

/** What a copy is told to be damaged by. */
export interface Damage {
  readonly errorCode: string | null;
  readonly errorText: string | null;
}

/** What the last reading of a copy that ended found wrong with it; null: nothing, or it was never read. */
export async function damageOf(manager: EntityManager, copyId: string): Promise<Damage | null> {
  const last = await manager.findOne(Check, {
    where: { copyId, status: In(['passed', 'damaged', 'missing']) },
    order: { finishedAt: 'DESC', id: 'DESC' },
  });
  if (last?.status !== 'damaged') return null;
  const { errorCode, errorText } = last;
  return { errorCode, errorText };
}
