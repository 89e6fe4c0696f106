import { Injectable } from '@nestjs/common';
import type { FieldMessage } from '@stowbase/storage';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import { fail } from '../notifications.errors';
import { testMessage } from '../message/test-message';
import { Sender, type SendResult } from '../outbox/sender';
import { hurry } from '../outbox/outbox-changes';
import { noteLastDelivery } from '../outbox/note-last-delivery';
import { objectOf } from './channel-changes';
import { ChannelEvents } from './channel-events';
import { ChannelSettingsBox } from './channel-settings';
import type { TestChannelDto } from './channel.dto';
import { Channel } from './channel.entity';
import { Channels } from './channels.service';

/** What somebody is told who pressed "Send test". */
export interface ChannelTest extends SendResult {
  readonly at: Date;
  readonly ms: number;
  readonly notices: readonly FieldMessage[];
}

/** Sends a message at once, to see whether it arrives. */
@Injectable()
export class ChannelTests {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly settings: ChannelSettingsBox,
    private readonly sender: Sender,
    private readonly audit: AuditLog,
    private readonly events: ChannelEvents,
  ) {}

  /** Of a stored channel; its card shows the result. @throws ApiError `CHANNEL_NOT_FOUND`, `SECRET_UNREADABLE` */
  async test(id: string, actor: Actor): Promise<ChannelTest> {
    const channel = await this.channels.get(id);
    const result = await this.send(channel.type, this.settings.open(channel), channel.name);
    await this.database.write(async (manager) => {
      await noteLastDelivery(manager, Channel, id, result, result.at);
      // It is there: what waits for it needn't wait any longer.
      if (result.error === null) await hurry(manager, id, result.at);
      const detail = { result: result.error === null ? 'delivered' : 'not_delivered' };
      await this.audit.record(manager, { actor, action: 'channel.test', object: objectOf(channel), detail });
    });
    this.events.changed(channel);
    return result;
  }

  /** Of settings that aren't stored, and nothing is stored. @throws ApiError `CHANNEL_CONFIG_INVALID`, … */
  async testSettings({ type: name, config: given, channelId }: TestChannelDto): Promise<ChannelTest> {
    const type = this.channels.type(name);
    const edited = channelId === undefined ? null : await this.channels.get(channelId.toLowerCase());
    if (edited !== null && edited.type !== name)
      throw fail('CHANNEL_TYPE_UNKNOWN', `The channel ${edited.name} has another type.`, {
        field: 'type',
        nextStep: 'Send the type of the channel, or leave channelId out.',
      });
    const stored = edited === null ? null : this.settings.readable(edited);
    const { config, notices } = await this.settings.check(type, given, stored);
    return { ...(await this.send(name, config, edited?.name ?? type.title)), notices };
  }

  private async send(type: string, settings: Parameters<Sender['send']>[1], name: string): Promise<ChannelTest> {
    const begun = performance.now();
    const at = await this.database.now();
    const result = await this.sender.send(type, settings, testMessage(name, at, this.sender.publicUrl), []);
    return { ...result, at, ms: Math.round(performance.now() - begun), notices: [] };
  }
}
