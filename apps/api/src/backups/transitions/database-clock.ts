import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { engine } from '../../database/column-types';

/** The database's time: leases are compared by it alone, since every machine has a clock of its own. */
@Injectable()
export class DatabaseClock {
  async now(manager: EntityManager): Promise<Date> {
    if (engine === 'sqlite') return new Date();
    const [row] = await manager.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    if (row === undefined) throw new Error('The database did not tell its time.');
    return row.now;
  }
}
