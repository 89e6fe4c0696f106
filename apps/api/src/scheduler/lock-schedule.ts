import type { EntityManager } from 'typeorm';
import { engine } from '../database/column-types';
import { Schedule } from './schedule.entity';

/** The row, held until the transaction ends. On SQLite there is one writer anyway. Null: it is gone, or with `skip` somebody holds it. */
export function lockSchedule(manager: EntityManager, id: string, skip = false): Promise<Schedule | null> {
  const query = manager.createQueryBuilder(Schedule, 's').where('s.id = :id', { id });
  if (engine === 'postgres') query.setLock('pessimistic_write');
  if (engine === 'postgres' && skip) query.setOnLocked('skip_locked');
  return query.getOne();
}
