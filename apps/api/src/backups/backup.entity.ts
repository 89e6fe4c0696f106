import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';
import type { BackupOptions } from './backup-options';

export const backupStatuses = [
  'queued',
  'running',
  'committing',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
  'missed',
] as const;
export type BackupStatus = (typeof backupStatuses)[number];
export const liveStatuses: readonly BackupStatus[] = ['queued', 'running', 'committing'];

export const backupTriggers = ['manual', 'schedule', 'api', 'import', 'safety'] as const;
export type BackupTrigger = (typeof backupTriggers)[number];

export const backupTypes = ['full', 'schema', 'data'] as const;
export type BackupTypeName = (typeof backupTypes)[number];

/**
 * One run: what was asked, what happened, what it holds. It has no file on the server. The id is the archive's backup id too.
 * Behind the time, an index of the list holds all that the list is filtered by: what doesn't fit is passed by without a look at its row.
 */
@Entity('backups')
@Index('backups_one_live', ['projectId'], {
  unique: true,
  where: "status IN ('queued', 'running', 'committing') AND deleted_at IS NULL",
})
@Index('backups_project', ['projectId', 'createdAt', 'id', 'status', 'type', 'trigger', 'deletedAt'])
@Index('backups_created', ['createdAt', 'id', 'deletedAt'])
@Index('backups_deleted', ['createdAt', 'id'], { where: 'deleted_at IS NOT NULL' })
@Index('backups_schedule', ['scheduleId', 'createdAt', 'id'], { where: 'schedule_id IS NOT NULL' })
@Index('backups_schedule_slot', ['scheduleId', 'slot'], { unique: true })
@Index('backups_gaps', ['projectId', 'createdAt'], { where: "gaps <> '[]'" })
// Of an expression: made by its migration alone.
@Index('backups_newest', { synchronize: false })
@Index('backups_assigned', ['projectId', 'retentionSet'], { where: 'retention_set IS NOT NULL' })
@Index('backups_started', ['projectId', 'startedAt'])
@Index('backups_status', ['status', 'runAfter'])
@Index('backups_status_created', ['status', 'createdAt', 'id', 'type', 'trigger', 'projectId', 'deletedAt'])
@Index('backups_trigger_created', ['trigger', 'createdAt', 'id', 'status', 'type', 'projectId', 'deletedAt'])
@Index('backups_type_created', ['type', 'createdAt', 'id', 'status', 'trigger', 'projectId', 'deletedAt'])
export class Backup extends WithId {
  @Column({ name: 'project_id', type: 'varchar', length: 36 })
  projectId: string;

  /** As the project was called then. */
  @Column({ name: 'project_name', type: 'varchar', length: 100 })
  projectName: string;

  @Column({ type: 'varchar', length: 16 })
  trigger: BackupTrigger;

  @Column({ name: 'schedule_id', type: 'varchar', length: 36, nullable: true })
  scheduleId: string | null;

  @Column({ type: instant, nullable: true })
  slot: Date | null;

  /** Of a missed one that stands for several slots: how many; null: one. */
  @Column({ name: 'missed_count', type: 'integer', nullable: true })
  missedCount: number | null;

  /** Seconds after which it is ended as failed; null: as the service has it. */
  @Column({ name: 'max_run_s', type: 'integer', nullable: true })
  maxRunSeconds: number | null;

  /** User or token that asked; null: the service itself. */
  @Column({ name: 'requested_by', type: 'varchar', length: 100, nullable: true })
  requestedBy: string | null;

  @Column({ type: 'varchar', length: 8 })
  type: BackupTypeName;

  @Column({ type: json })
  options: BackupOptions;

  /** age recipients it was or will be encrypted to; empty: not encrypted. */
  @Column({ type: json })
  recipients: string[];

  @Column({ type: 'varchar', length: 16 })
  status: BackupStatus;

  /** How often it was begun. Part of every object's key, so that a frozen worker can't overwrite a later attempt's copy. */
  @Column({ type: 'integer' })
  attempt: number;

  /** The fence: whoever has the last one may write. */
  @Column({ type: 'integer' })
  token: number;

  /** How often an attempt failed by what may go away by itself, and was tried again. */
  @Column({ type: 'integer' })
  retries: number;

  /** How often a crash or a stop of the service ended an attempt. */
  @Column({ type: 'integer' })
  interruptions: number;

  @Column({ name: 'lease_until', type: instant, nullable: true })
  leaseUntil: Date | null;

  /** Not to be begun before. */
  @Column({ name: 'run_after', type: instant })
  runAfter: Date;

  @Column({ name: 'cancel_requested', type: 'boolean' })
  cancelRequested: boolean;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  @Column({ name: 'error_next', type: 'text', nullable: true })
  errorNext: string | null;

  /** Components that should be inside and are not: `{ component, status, reason }`. */
  @Column({ type: json })
  gaps: { component: string; status: string; reason: string }[];

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'started_at', type: instant, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: instant, nullable: true })
  finishedAt: Date | null;

  @Column({ name: 'snapshot_time', type: instant, nullable: true })
  snapshotTime: Date | null;

  @Column({ name: 'raw_bytes', type: 'bigint', nullable: true, transformer: asNumber })
  rawBytes: number | null;

  @Column({ name: 'stored_bytes', type: 'bigint', nullable: true, transformer: asNumber })
  storedBytes: number | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  sha256: string | null;

  /** What is inside, in short: components, counts, largest tables, limits (`contents-summary.ts`). */
  @Column({ name: 'contents', type: json, nullable: true })
  contents: object | null;

  /** Seconds and waiting time of each stage. */
  @Column({ type: json, nullable: true })
  profile: object | null;

  /** The last progress, for a page that comes later; at most one write in 2 s. */
  @Column({ type: json, nullable: true })
  progress: object | null;

  @Column({ name: 'verified_level', type: 'integer' })
  verifiedLevel: number;

  @Column({ name: 'verified_at', type: instant, nullable: true })
  verifiedAt: Date | null;

  /** Nothing deletes it. */
  @Column({ type: 'boolean' })
  locked: boolean;

  /** The set that its copies count in, where somebody said so: `manual`, or `schedule:<id>`. Null: that of its trigger. */
  @Column({ name: 'retention_set', type: 'varchar', length: 60, nullable: true })
  retentionSet: string | null;

  @Column({ type: 'text' })
  notes: string;

  @Column({ name: 'deleted_at', type: instant, nullable: true })
  deletedAt: Date | null;
}
