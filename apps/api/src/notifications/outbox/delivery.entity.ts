import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../../database/base.entity';
import { instant, json } from '../../database/column-types';
import type { DeliveryState } from './last-delivery';

/** To a channel, or to the address that a schedule reports to. */
export type DeliveryTarget = 'channel' | 'ping';

/** One thing to be told to one receiver, kept until it is delivered or given up. */
@Entity('notification_outbox')
@Index('notification_outbox_key', ['key'], { unique: true })
@Index('notification_outbox_waiting', ['lane', 'nextTryAt'], { where: "state = 'waiting'" })
@Index('notification_outbox_lane', ['lane', 'createdAt', 'id'])
@Index('notification_outbox_created', ['target', 'createdAt', 'id'])
export class Delivery extends WithId {
  /** The same thing to the same receiver is there once: `<event id> <channel id>`. */
  @Column({ type: 'varchar', length: 200 })
  key: string;

  @Column({ type: 'varchar', length: 8 })
  target: DeliveryTarget;

  /** Id of the channel, or of the schedule. */
  @Column({ type: 'varchar', length: 36 })
  lane: string;

  @Column({ type: 'varchar', length: 40 })
  kind: string;

  @Column({ name: 'project_id', type: 'varchar', length: 36, nullable: true })
  projectId: string | null;

  /** As it was composed, so that each try sends the same: a `Message`, or a `Ping`. */
  @Column({ type: json })
  message: object;

  /** Receivers of the channel that have it already, so that a second try doesn't send it to them again. */
  @Column({ type: json })
  done: string[];

  @Column({ type: 'varchar', length: 16 })
  state: DeliveryState;

  @Column({ type: 'integer' })
  attempts: number;

  @Column({ name: 'next_try_at', type: instant })
  nextTryAt: Date;

  /** Of the process that sends it now; it may be dead when `claimedUntil` is over. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  claim: string | null;

  @Column({ name: 'claimed_until', type: instant, nullable: true })
  claimedUntil: Date | null;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  @Column({ name: 'error_next', type: 'text', nullable: true })
  errorNext: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  /** When it was delivered or given up. */
  @Column({ name: 'settled_at', type: instant, nullable: true })
  settledAt: Date | null;
}
