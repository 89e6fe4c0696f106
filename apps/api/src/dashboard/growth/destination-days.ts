import { Injectable } from '@nestjs/common';
import { LessThan, MoreThanOrEqual } from 'typeorm';
import { Database } from '../../database/database';
import { Destination } from '../../storage/destination.entity';
import { DestinationDay } from './destination-day.entity';
import type { DayOfBytes } from './full-in-days';

/** What is looked back at, days. */
const window = 30;
/** Older days are forgotten. */
const keptDays = 100;
/** Rows of a transaction. */
const most = 200;

/** Writes down once a day how much lies at each destination. Several processes may: of a day the last one counts. */
@Injectable()
export class DestinationDays {
  constructor(private readonly database: Database) {}

  async note(now: Date, stop: AbortSignal): Promise<void> {
    const day = dayOf(now);
    let after = '';
    while (!stop.aborted) {
      const some = await this.database.read
        .createQueryBuilder(Destination, 'd')
        .where('d.id > :after', { after })
        .orderBy('d.id')
        .take(most)
        .getMany();
      const rows = some.map(({ id, totalSize }) => ({
        id: `${id}:${day}`,
        destinationId: id,
        day,
        storedBytes: totalSize,
      }));
      if (rows.length > 0) await this.database.write((manager) => manager.upsert(DestinationDay, rows, ['id']));
      after = some.at(-1)?.id ?? '';
      if (some.length < most) break;
    }
    const oldest = dayOf(new Date(now.getTime() - keptDays * 86_400_000));
    await this.database.write((manager) => manager.delete(DestinationDay, { day: LessThan(oldest) }));
  }

  /** Of each destination the oldest day of the last 30. */
  async firsts(now: Date): Promise<ReadonlyMap<string, DayOfBytes>> {
    const since = dayOf(new Date(now.getTime() - window * 86_400_000));
    const firsts = new Map<string, DayOfBytes>();
    const rows = await this.database.read.find(DestinationDay, {
      where: { day: MoreThanOrEqual(since) },
      order: { day: 'ASC' },
      take: 31 * most,
    });
    for (const { destinationId, day, storedBytes } of rows)
      if (!firsts.has(destinationId)) firsts.set(destinationId, { day, storedBytes });
    return firsts;
  }
}

/** `2026-11-24`, of UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
