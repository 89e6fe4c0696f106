import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database';
import { nameKey } from '../../names/names';
import { neverSent } from '../../notifications/outbox/last-delivery';
import { Channel } from '../../notifications/records/channel.entity';
import { RetentionApproval } from '../../retention/approval.entity';

const at = new Date('2026-11-20T12:00:00Z');

/** A channel without settings that work: none is read here. */
export async function insertChannel(
  database: Database,
  given: Partial<Channel> & Pick<Channel, 'name'>,
): Promise<string> {
  const id = randomUUID();
  const channel: Channel = {
    id,
    nameKey: nameKey(given.name),
    type: 'webhook',
    config: Buffer.from('sealed'),
    enabled: true,
    kinds: [],
    projectIds: null,
    digest: 'off',
    digestHour: 8,
    digestWeekday: 1,
    digestSince: at,
    timeZone: 'UTC',
    ...neverSent,
    version: 1,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
  await database.write((manager) => manager.insert(Channel, channel));
  return id;
}

type Given = Partial<RetentionApproval> & Pick<RetentionApproval, 'projectId' | 'destinationId' | 'count'>;

export async function insertApproval(database: Database, given: Given): Promise<string> {
  const id = randomUUID();
  await database.write((manager) =>
    manager.insert(RetentionApproval, {
      id,
      setKey: `manual:${given.projectId}:${given.destinationId}`,
      scheduleId: null,
      ruleSha256: 'a'.repeat(64),
      listSha256: 'b'.repeat(64),
      state: 'waiting',
      cause: 'many',
      bytes: 1_024,
      copies: [],
      decidedBy: null,
      decidedAt: null,
      createdAt: at,
      updatedAt: at,
      ...given,
    }),
  );
  return id;
}
