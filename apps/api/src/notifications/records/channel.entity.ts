import { Column, Entity, Index } from 'typeorm';
import { bytes, instant, json } from '../../database/column-types';
import type { OccurrenceKind } from '../occurrence';
import { WithLastDelivery } from '../outbox/last-delivery';

export const digestRhythms = ['off', 'daily', 'weekly'] as const;
export type DigestRhythm = (typeof digestRhythms)[number];

/** One way to tell people: a mailbox, a chat, a program. */
@Entity('notification_channels')
@Index('notification_channels_name', ['nameKey'], { unique: true })
export class Channel extends WithLastDelivery {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** The name as it is compared: normalised (NFKC), lower case. */
  @Column({ name: 'name_key', type: 'varchar', length: 300 })
  nameKey: string;

  /** Of a channel type in `channels/`. */
  @Column({ type: 'varchar', length: 40 })
  type: string;

  /** All settings as JSON, sealed by the secret box. */
  @Column({ type: bytes })
  config: Buffer;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** What is told here. */
  @Column({ type: json })
  kinds: OccurrenceKind[];

  /** Only of these projects; null: of all. What concerns no single project is told in any case. */
  @Column({ name: 'project_ids', type: json, nullable: true })
  projectIds: string[] | null;

  @Column({ type: 'varchar', length: 8 })
  digest: DigestRhythm;

  /** 0–23, in `timeZone`. */
  @Column({ name: 'digest_hour', type: 'integer' })
  digestHour: number;

  /** Of a weekly one: 1 Monday – 7 Sunday. */
  @Column({ name: 'digest_weekday', type: 'integer' })
  digestWeekday: number;

  /** IANA; times in the texts are in it as well. */
  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;

  /** Digests that were due before it are not sent: it was set up, or changed, then. */
  @Column({ name: 'digest_since', type: instant })
  digestSince: Date;
}
