import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { secretFields, type FieldMessage } from '@stowbase/storage';
import { In, type EntityManager } from 'typeorm';
import type { Actor } from '../../accounts/access';
import { auditChanges } from '../../accounts/audit/audit-changes';
import { AuditLog } from '../../accounts/audit-log';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { fail as failCommon } from '../../errors/common.errors';
import { nameKey } from '../../names/names';
import { Project } from '../../projects/project.entity';
import { pathOf } from '../../storage/destination-settings.service';
import type { Settings } from '../../storage/merge-settings';
import { occurrenceKindsDescribed } from '../occurrence-kinds';
import { occurrenceKinds, type OccurrenceKind } from '../occurrence';
import { fail } from '../notifications.errors';
import { Delivery } from '../outbox/delivery.entity';
import { neverSent } from '../outbox/last-delivery';
import { dropWaiting, sendAgain } from '../outbox/outbox-changes';
import { ChannelSettingsBox } from './channel-settings';
import { ChannelEvents } from './channel-events';
import type { CreateChannelDto, UpdateChannelDto } from './channel.dto';
import { Channel } from './channel.entity';
import { Channels, mostChannels } from './channels.service';

export interface SavedChannel {
  readonly channel: Channel;
  readonly notices: readonly FieldMessage[];
}

const byDefault: readonly OccurrenceKind[] = occurrenceKinds.filter((kind) => occurrenceKindsDescribed[kind].byDefault);

/** Creating, changing and deleting channels. Nothing is sent by it: that is what the test is for. */
@Injectable()
export class ChannelChanges {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly channels: Channels,
    private readonly settings: ChannelSettingsBox,
    private readonly audit: AuditLog,
    private readonly events: ChannelEvents,
  ) {}

  /** @throws ApiError `CHANNEL_CONFIG_INVALID`, `CHANNEL_TYPE_UNKNOWN`, `CHANNELS_FULL`, `NAME_TAKEN`, `INVALID_INPUT` for a project */
  async create(dto: CreateChannelDto, actor: Actor): Promise<SavedChannel> {
    const type = this.channels.type(dto.type);
    const { config, notices } = await this.settings.check(type, dto.config, null);
    const id = randomUUID();
    const { rhythm = 'off', hour = 8, weekday = 1 } = dto.digest ?? {};
    const channel = await this.write(async (manager, now) => {
      await refuseTakenName(manager, dto.name, null);
      if ((await manager.count(Channel)) >= mostChannels)
        throw fail('CHANNELS_FULL', `There are ${mostChannels} notification channels already.`, {
          nextStep: 'Delete one that is not needed.',
        });
      const channel: Channel = {
        id,
        name: dto.name,
        nameKey: nameKey(dto.name),
        type: type.type,
        config: this.settings.seal(id, config),
        enabled: dto.enabled ?? true,
        kinds: dto.kinds ?? [...byDefault],
        projectIds: await knownProjects(manager, dto.projectIds),
        digest: rhythm,
        digestHour: hour,
        digestWeekday: weekday,
        digestSince: now,
        timeZone: dto.timeZone ?? 'UTC',
        ...neverSent,
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
      await manager.insert(Channel, channel);
      const detail = { type: type.type, enabled: channel.enabled };
      await this.audit.record(manager, { actor, action: 'channel.create', object: objectOf(channel), detail });
      return channel;
    });
    this.events.changed(channel);
    return { channel, notices };
  }

  /** @throws ApiError also `CHANNEL_NOT_FOUND`, `STALE_VERSION` */
  async update(id: string, dto: UpdateChannelDto, actor: Actor): Promise<SavedChannel> {
    const before = await this.channels.get(id);
    if (before.version !== dto.version) throw stale(before);
    const type = this.channels.type(before.type);
    const stored = this.settings.readable(before);
    const checked = dto.config === undefined ? null : await this.settings.check(type, dto.config, stored);
    const channel = await this.write(async (manager, now) => {
      if (dto.name !== undefined) await refuseTakenName(manager, dto.name, id);
      const changed: Channel = {
        ...before,
        ...valuesOf(before, dto, now),
        ...(dto.projectIds === undefined ? {} : { projectIds: await knownProjects(manager, dto.projectIds) }),
        ...(checked === null ? {} : { config: this.settings.seal(id, checked.config), notBefore: null }),
        version: before.version + 1,
        updatedAt: now,
      };
      const { affected } = await manager.update(Channel, { id, version: before.version }, columnsOf(changed));
      if (affected !== 1) throw stale(before);
      if (!changed.enabled) await dropWaiting(manager, id, now);
      else if (checked !== null || !before.enabled) await sendAgain(manager, id, now);
      const changes = auditChanges(
        { ...shownOf(before), ...pathed(checked === null ? {} : (stored ?? {})) },
        { ...shownOf(changed), ...pathed(checked?.config ?? {}) },
        new Set(secretFields(type).map(pathOf)),
      );
      const detail = { fields: changes.map(({ field }) => field), changes };
      await this.audit.record(manager, { actor, action: 'channel.update', object: objectOf(changed), detail });
      return changed;
    });
    this.events.changed(channel);
    return { channel, notices: checked?.notices ?? [] };
  }

  /** Its messages go with it. @throws ApiError `CHANNEL_NOT_FOUND` */
  async delete(id: string, actor: Actor): Promise<void> {
    const deleted = await this.database.write(async (manager) => {
      const channel = await this.channels.get(id, manager);
      await manager.delete(Channel, { id });
      await manager.delete(Delivery, { lane: id, target: 'channel' });
      await this.audit.record(manager, { actor, action: 'channel.delete', object: objectOf(channel) });
      return channel;
    });
    this.events.deleted(deleted);
  }

  private write<T>(work: (manager: EntityManager, now: Date) => Promise<T>): Promise<T> {
    return this.database.write(async (manager) => work(manager, await this.clock.now(manager)));
  }
}

function valuesOf(before: Channel, dto: UpdateChannelDto, now: Date): Partial<Channel> {
  const { name, enabled, kinds, digest, timeZone } = dto;
  return {
    ...(name === undefined ? {} : { name, nameKey: nameKey(name) }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(digest === undefined ? {} : { digest: digest.rhythm, digestHour: digest.hour, digestWeekday: digest.weekday }),
    // What was due before by another plan is not sent by the new one.
    ...(digest === undefined && timeZone === undefined && enabled === before.enabled ? {} : { digestSince: now }),
  };
}

/** What people change; what became of the last message is written by others meanwhile. */
function columnsOf(channel: Channel): Partial<Channel> {
  const { name, nameKey: key, config, enabled, kinds, projectIds, timeZone, version, updatedAt } = channel;
  const { digest, digestHour, digestWeekday, digestSince, notBefore } = channel;
  const own = { name, nameKey: key, config, enabled, kinds, projectIds, timeZone, version, updatedAt };
  return { ...own, digest, digestHour, digestWeekday, digestSince, notBefore };
}

function shownOf(channel: Channel): Record<string, unknown> {
  const { name, enabled, kinds, projectIds, timeZone, digest, digestHour, digestWeekday } = channel;
  return { name, enabled, kinds, projectIds, timeZone, digest, digestHour, digestWeekday };
}

const pathed = (settings: Settings): Record<string, unknown> =>
  Object.fromEntries(Object.entries(settings).map(([field, value]) => [pathOf(field), value]));

async function knownProjects(
  manager: EntityManager,
  ids: readonly string[] | null | undefined,
): Promise<string[] | null> {
  if (ids === null || ids === undefined || ids.length === 0) return null;
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))];
  const known = new Set((await manager.findBy(Project, { id: In(wanted) })).map(({ id }) => id));
  const unknown = wanted.findIndex((id) => !known.has(id));
  if (unknown === -1) return wanted;
  throw failCommon('INVALID_INPUT', 'One of the projects does not exist.', {
    field: `projectIds[${unknown}]`,
    nextStep: 'Take the ids from the list of projects.',
  });
}

async function refuseTakenName(manager: EntityManager, name: string, ownId: string | null): Promise<void> {
  const other = await manager.findOneBy(Channel, { nameKey: nameKey(name) });
  if (other === null || other.id === ownId) return;
  throw failCommon('NAME_TAKEN', 'Another notification channel has this name.', {
    field: 'name',
    nextStep: 'Choose another name.',
  });
}

const stale = ({ name }: Channel): Error =>
  failCommon('STALE_VERSION', `The channel ${name} was changed meanwhile.`, {
    nextStep: 'Load it again, then make your change.',
  });

export const objectOf = ({ id, name }: Channel): { type: string; id: string; name: string } => ({
  type: 'channel',
  id,
  name,
});
