import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant, json } from '../database/column-types';
import type { OccurrenceFacts, OccurrenceKind } from './occurrence';

/** Something that people may want to be told of. Written in the transaction that makes it true; told afterwards, from the outbox. */
@Entity('notification_events')
@Index('notification_events_key', ['key'], { unique: true })
@Index('notification_events_waiting', ['createdAt', 'id'], { where: 'dispatched_at IS NULL' })
@Index('notification_events_created', ['createdAt', 'id'])
export class NotificationEvent extends WithId {
  @Column({ type: 'varchar', length: 40 })
  kind: OccurrenceKind;

  /** What it is about, so that it is told once: `<kind>:<id>…`. */
  @Column({ type: 'varchar', length: 200 })
  key: string;

  @Column({ name: 'project_id', type: 'varchar', length: 36, nullable: true })
  projectId: string | null;

  @Column({ name: 'backup_id', type: 'varchar', length: 36, nullable: true })
  backupId: string | null;

  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36, nullable: true })
  destinationId: string | null;

  @Column({ name: 'schedule_id', type: 'varchar', length: 36, nullable: true })
  scheduleId: string | null;

  /** Names and figures for the text; never a secret. */
  @Column({ type: json })
  facts: OccurrenceFacts;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  /** When it was given to the channels that want it; null: not yet. */
  @Column({ name: 'dispatched_at', type: instant, nullable: true })
  dispatchedAt: Date | null;
}
