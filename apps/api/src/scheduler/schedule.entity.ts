import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';
import type { BackupOptions } from '../backups/backup-options';
import type { BackupTypeName } from '../backups/backup.entity';
import type { RetentionRule } from '../retention/rule';
import type { PlanName } from './cost/plans';
import type { BlackoutWindow } from './slots/blackout';

/** What becomes of a slot while the last backup of the same schedule still goes on. */
export const overlapPolicies = ['skip', 'queue'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

/** When, what and where; lifecycle.md, "Schedules". `version` counts changes by people, not what the tick writes. */
@Entity('schedules')
@Index('schedules_created', ['createdAt', 'id'])
@Index('schedules_due', ['dueAt', 'id'], { where: 'due_at IS NOT NULL' })
@Index('schedules_effective', ['effectiveFrom', 'id'])
@Index('schedules_project', ['projectId'])
@Index('schedules_waiting', ['waitingSlot', 'id'], { where: 'waiting_slot IS NOT NULL' })
export class Schedule extends Edited {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ name: 'project_id', type: 'varchar', length: 36 })
  projectId: string;

  @Column({ name: 'storage_destination_ids', type: json })
  destinationIds: string[];

  @Column({ type: 'varchar', length: 8 })
  type: BackupTypeName;

  @Column({ type: json })
  options: BackupOptions;

  /** Five fields. */
  @Column({ type: 'varchar', length: 200 })
  cron: string;

  /** IANA. */
  @Column({ name: 'time_zone', type: 'varchar', length: 64 })
  timeZone: string;

  /** Seconds by which a slot is put off at most; how many follows from the id. */
  @Column({ name: 'jitter_s', type: 'integer' })
  jitterSeconds: number;

  /** Seconds during which a slot that was slept through is still made up for. */
  @Column({ name: 'grace_s', type: 'integer' })
  graceSeconds: number;

  @Column({ type: 'varchar', length: 8 })
  overlap: OverlapPolicy;

  /** Times of the day at which nothing begins. */
  @Column({ type: json })
  blackout: BlackoutWindow[];

  /** Seconds after which a run is ended as failed; null: as the service has it. */
  @Column({ name: 'max_run_s', type: 'integer', nullable: true })
  maxRunSeconds: number | null;

  @Column({ type: json })
  retention: RetentionRule;

  /** Of the project at Supabase, for the estimate of its cost. */
  @Column({ type: 'varchar', length: 16 })
  plan: PlanName;

  /** Egress a month in bytes that is meant instead of the plan's; null: the plan's. */
  @Column({ name: 'quota_bytes', type: 'bigint', nullable: true, transformer: asNumber })
  quotaBytes: number | null;

  @Column({ type: 'boolean' })
  enabled: boolean;

  /** Slots after this instant are still to be handled. Moves on with each one that is; set to now by creating, changing, resuming. */
  @Column({ name: 'effective_from', type: instant })
  effectiveFrom: Date;

  /** The first slot after `effectiveFrom`, UTC, before jitter. Null: paused. */
  @Column({ name: 'next_slot', type: instant, nullable: true })
  nextSlot: Date | null;

  /** `nextSlot` with its jitter. */
  @Column({ name: 'due_at', type: instant, nullable: true })
  dueAt: Date | null;

  /** A slot that waits for the end of a backup of the same project. */
  @Column({ name: 'waiting_slot', type: instant, nullable: true })
  waitingSlot: Date | null;

  /** The last slot that a backup was begun for. */
  @Column({ name: 'last_slot', type: instant, nullable: true })
  lastSlot: Date | null;
}
