import { Injectable } from '@nestjs/common';
import { In, LessThan, Not, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { NotificationEvent } from '../notification-event.entity';
import { SchedulePing } from '../pings/schedule-ping.entity';
import { Delivery } from './delivery.entity';

const day = 24 * 3_600_000;
/** How long messages are kept for people to look at. */
const keptMessages = 30 * day;
/** Longer: what has the same key is not told again. */
const keptEvents = 90 * day;
/** Rows of a transaction. */
const page = 200;

/** Forgets what nobody needs any more, so that the outbox of a year is as small as that of a month. */
@Injectable()
export class Forgetting {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
  ) {}

  async forget(stop: AbortSignal): Promise<void> {
    const now = await this.clock.now(this.database.read);
    const before = (ms: number): Date => new Date(now.getTime() - ms);
    await this.drop(Delivery, { state: Not('waiting'), createdAt: LessThan(before(keptMessages)) }, stop);
    await this.drop(NotificationEvent, { dispatchedAt: LessThan(before(keptEvents)) }, stop);
    await this.database.write(forgetPingsOfNobody);
  }

  private async drop<T extends ObjectLiteral & { id: string }>(
    entity: EntityTarget<T>,
    where: object,
    stop: AbortSignal,
  ): Promise<void> {
    for (let count = page; count === page && !stop.aborted;) {
      const rows = await this.database.read.find(entity, { where, select: { id: true } as object, take: page });
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await this.database.write((manager) => manager.delete(entity, { id: In(ids) }));
      count = ids.length;
    }
  }
}

/** Of schedules that are gone. */
async function forgetPingsOfNobody(manager: EntityManager): Promise<void> {
  const orphans = await manager
    .createQueryBuilder(SchedulePing, 'p')
    .where('NOT EXISTS (SELECT 1 FROM schedules s WHERE s.id = p.id)')
    .limit(page)
    .getMany();
  const ids = orphans.map(({ id }) => id);
  if (ids.length === 0) return;
  await manager.delete(SchedulePing, { id: In(ids) });
  await manager.delete(Delivery, { lane: In(ids), target: 'ping', state: 'waiting' });
}
