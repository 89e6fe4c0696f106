import type { EntityManager } from 'typeorm';
import { Setting } from './setting.entity';

/** What the owner set, over what holds until then. @param id of the row; only values that `writeSetting` was given are under it */
export async function readSetting<T extends object>(manager: EntityManager, id: string, standard: T): Promise<T> {
  const row = await manager.findOneBy(Setting, { id });
  return row === null ? standard : { ...standard, ...(row.value as Partial<T>) };
}

export async function writeSetting(manager: EntityManager, id: string, value: object, now: Date): Promise<void> {
  await manager.save(Setting, { id, value, updatedAt: now });
}
