import type { SelectQueryBuilder } from 'typeorm';
import type { Database } from '../../database/database';
import { Schedule } from '../schedule.entity';

const pageSize = 100;

/** Schedules that need a look, page by page and each once, whatever becomes of them meanwhile. Each by an index: none is one seek. */
export class SchedulePages {
  constructor(private readonly database: Database) {}

  /** Those whose time has come. */
  due(now: Date): AsyncGenerator<Schedule[]> {
    return this.pages('dueAt', (query) => query.andWhere('s.dueAt <= :now AND s.enabled = true', { now }));
  }

  /** Those that have handled slots which are still to come. */
  ahead(now: Date): AsyncGenerator<Schedule[]> {
    return this.pages('effectiveFrom', (query) =>
      query.andWhere('s.effectiveFrom > :now AND s.enabled = true', { now }),
    );
  }

  waiting(): AsyncGenerator<Schedule[]> {
    return this.pages('waitingSlot', (query) => query.andWhere('s.waitingSlot IS NOT NULL'));
  }

  enabled(): AsyncGenerator<Schedule[]> {
    return this.pages('createdAt', (query) => query.andWhere('s.enabled = true'));
  }

  private async *pages(
    by: 'dueAt' | 'effectiveFrom' | 'waitingSlot' | 'createdAt',
    where: (query: SelectQueryBuilder<Schedule>) => SelectQueryBuilder<Schedule>,
  ): AsyncGenerator<Schedule[]> {
    let last: Schedule | undefined;
    do {
      const query = where(this.database.read.createQueryBuilder(Schedule, 's'));
      if (last !== undefined) query.andWhere(`(s.${by}, s.id) > (:at, :id)`, { at: last[by], id: last.id });
      const page = await query.orderBy(`s.${by}`, 'ASC').addOrderBy('s.id', 'ASC').limit(pageSize).getMany();
      if (page.length > 0) yield page;
      last = page.length === pageSize ? page.at(-1) : undefined;
    } while (last !== undefined);
  }
}
