import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConfigProblems } from '@stowbase/storage';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { fail as failCommon } from '../../errors/common.errors';
import type { Outgoing } from '../../outgoing/outgoing';
import { OUTGOING } from '../../outgoing/outgoing.module';
import { Schedule } from '../../scheduler/schedule.entity';
import { addressOfUrl } from '../channels/channel-type';
import { fail } from '../notifications.errors';
import { Delivery } from '../outbox/delivery.entity';
import { neverSent } from '../outbox/last-delivery';
import { sendAgain } from '../outbox/outbox-changes';
import { refusalOfAddress } from '../outgoing-address';
import type { SavePingDto } from './schedule-ping.dto';
import { SchedulePing } from './schedule-ping.entity';
import { PingUrls } from './ping-urls';

/** The addresses that schedules report their runs to. */
@Injectable()
export class SchedulePings {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly urls: PingUrls,
    private readonly audit: AuditLog,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
  ) {}

  all(): Promise<SchedulePing[]> {
    return this.database.read.find(SchedulePing, { order: { id: 'ASC' }, take: 500 });
  }

  /** @throws ApiError `PING_NOT_FOUND` */
  async get(id: string, manager: EntityManager = this.database.read): Promise<SchedulePing> {
    const ping = await manager.findOneBy(SchedulePing, { id });
    if (ping === null) throw fail('PING_NOT_FOUND', 'This schedule reports its runs to no address.');
    return ping;
  }

  /** @throws ApiError `PING_URL_INVALID`, `PING_SCHEDULE_NOT_FOUND`, `STALE_VERSION` */
  async save(id: string, dto: SavePingDto, actor: Actor): Promise<SchedulePing> {
    const url = dto.url === undefined ? null : await this.checked(dto.url.trim());
    return this.database.write(async (manager) => {
      const schedule = await scheduleOf(manager, id);
      const before = await manager.findOneBy(SchedulePing, { id });
      if (before !== null && dto.version !== undefined && dto.version !== before.version) throw stale();
      if (before === null && url === null)
        throw fail('PING_URL_INVALID', 'The address is missing.', {
          field: 'url',
          nextStep: 'Enter the ping address.',
        });
      const now = await this.clock.now(manager);
      const ping: SchedulePing = {
        ...(before ?? { id, ...neverSent, createdAt: now, tellsStart: true, url: Buffer.alloc(0), version: 0 }),
        ...(url === null ? {} : { url: this.urls.seal(id, url), notBefore: null }),
        ...(dto.tellsStart === undefined ? {} : { tellsStart: dto.tellsStart }),
        updatedAt: now,
      };
      ping.version += 1;
      await manager.save(SchedulePing, ping);
      if (url !== null) await sendAgain(manager, id, now);
      const detail = { url: url === null ? 'kept' : 'changed', tellsStart: ping.tellsStart };
      await this.audit.record(manager, { actor, action: 'schedule.ping', object: objectOf(schedule), detail });
      return ping;
    });
  }

  /** @throws ApiError `PING_NOT_FOUND` */
  async delete(id: string, actor: Actor): Promise<void> {
    await this.database.write(async (manager) => {
      await this.get(id, manager);
      const schedule = await manager.findOneBy(Schedule, { id });
      await manager.delete(SchedulePing, { id });
      await manager.delete(Delivery, { lane: id, target: 'ping' });
      const object = schedule === null ? { type: 'schedule', id, name: '' } : objectOf(schedule);
      await this.audit.record(manager, { actor, action: 'schedule.ping_removed', object });
    });
  }

  private async checked(url: string): Promise<string> {
    try {
      const refused = await refusalOfAddress(this.outgoing, addressOfUrl(url, 'url', 'The address'));
      if (refused === null) return url;
      throw fail('PING_URL_INVALID', refused.message, { field: 'url', nextStep: refused.nextStep });
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error;
      throw fail('PING_URL_INVALID', error.message, {
        field: 'url',
        nextStep: 'Copy the ping address from the service that watches.',
      });
    }
  }
}

async function scheduleOf(manager: EntityManager, id: string): Promise<Schedule> {
  const schedule = await manager.findOneBy(Schedule, { id });
  if (schedule !== null) return schedule;
  throw fail('PING_SCHEDULE_NOT_FOUND', 'There is no schedule with this id.');
}

const stale = (): Error =>
  failCommon('STALE_VERSION', 'The ping address was changed meanwhile.', {
    nextStep: 'Load it again, then make your change.',
  });

const objectOf = ({ id, name }: Schedule): { type: string; id: string; name: string } => ({
  type: 'schedule',
  id,
  name,
});
