import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { fail } from '../notifications.errors';
import { Delivery } from '../outbox/delivery.entity';
import { objectOf } from './channel-changes';
import { Channel } from './channel.entity';
import { Channels } from './channels.service';

/** Sending something again because somebody asks for it. */
@Injectable()
export class DeliveryRetries {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly channels: Channels,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ApiError `DELIVERY_NOT_FOUND`, `DELIVERY_SETTLED` */
  async retry(id: string, actor: Actor): Promise<Delivery> {
    return this.database.write(async (manager) => {
      const delivery = await manager.findOneBy(Delivery, { id, target: 'channel' });
      if (delivery === null) throw fail('DELIVERY_NOT_FOUND', 'There is no message with this id.');
      if (delivery.state === 'delivered')
        throw fail('DELIVERY_SETTLED', 'The message was delivered already.', { nextStep: 'Nothing is left to do.' });
      const now = await this.clock.now(manager);
      const again = { state: 'waiting', nextTryAt: now, settledAt: null } as const;
      await manager.update(Delivery, { id, state: delivery.state }, again);
      const channel = await this.channels.get(delivery.lane, manager);
      await manager.update(Channel, { id: channel.id }, { notBefore: null });
      await this.audit.record(manager, { actor, action: 'channel.retry', object: objectOf(channel) });
      return { ...delivery, ...again };
    });
  }
}
