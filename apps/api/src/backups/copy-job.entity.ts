import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant } from '../database/column-types';
import type { CopyStatus } from './backup-copy.entity';

export const copyJobStatuses = [
  'queued',
  'running',
  'committing',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
] as const;
export type CopyJobStatus = (typeof copyJobStatuses)[number];
export const liveCopyJobStatuses: readonly CopyJobStatus[] = ['queued', 'running', 'committing'];

/**
 * A stored copy on its way to another destination. What becomes of the archive there is said by the row of its copy; this row is the work:
 * asked for, claimed by a token and a lease, cancelled, begun again.
 */
@Entity('copy_jobs')
@Index('copy_jobs_one_live', ['backupId', 'destinationId'], {
  unique: true,
  where: "status IN ('queued', 'running', 'committing')",
})
@Index('copy_jobs_backup', ['backupId', 'createdAt', 'id'])
@Index('copy_jobs_status', ['status', 'runAfter'])
@Index('copy_jobs_request', ['requestId'], { unique: true, where: 'request_id IS NOT NULL' })
export class CopyJob extends WithId {
  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  /** The row of the copy that is being made. */
  @Column({ name: 'copy_id', type: 'varchar', length: 36 })
  copyId: string;

  /** Where it goes. */
  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  /** As the destination was called then. */
  @Column({ name: 'destination_name', type: 'varchar', length: 100 })
  destinationName: string;

  /** The copy to read first; null: the one stored last. */
  @Column({ name: 'source_copy_id', type: 'varchar', length: 36, nullable: true })
  sourceCopyId: string | null;

  /** What the row of the copy said before; null: there was none. A cancel goes back to it. */
  @Column({ type: 'varchar', length: 16, nullable: true })
  replaces: Extract<CopyStatus, 'failed' | 'missing' | 'damaged'> | null;

  @Column({ type: 'varchar', length: 16 })
  status: CopyJobStatus;

  /** The fence: whoever has the last one may write. */
  @Column({ type: 'integer' })
  token: number;

  /** How often it failed by what may go away by itself, and was tried again. */
  @Column({ type: 'integer' })
  retries: number;

  /** How often a crash or a stop of the service ended it. */
  @Column({ type: 'integer' })
  interruptions: number;

  @Column({ name: 'lease_until', type: instant, nullable: true })
  leaseUntil: Date | null;

  /** Not to be begun, or asked about, before. */
  @Column({ name: 'run_after', type: instant })
  runAfter: Date;

  @Column({ name: 'cancel_requested', type: 'boolean' })
  cancelRequested: boolean;

  /** User or token that asked. */
  @Column({ name: 'requested_by', type: 'varchar', length: 100 })
  requestedBy: string;

  /** SHA-256 of actor, route and Idempotency-Key; forgotten after a day. */
  @Column({ name: 'request_id', type: 'varchar', length: 64, nullable: true })
  requestId: string | null;

  /** SHA-256 of what was sent with it: the same key with another body is an error. */
  @Column({ name: 'request_sha256', type: 'varchar', length: 64, nullable: true })
  requestSha256: string | null;

  /** Of the whole archive, bytes. */
  @Column({ type: 'bigint', transformer: asNumber })
  size: number;

  /** Taken by the destination when it was last told; at most one write in 2 s. */
  @Column({ name: 'stored_bytes', type: 'bigint', transformer: asNumber })
  storedBytes: number;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  @Column({ name: 'error_next', type: 'text', nullable: true })
  errorNext: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'started_at', type: instant, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: instant, nullable: true })
  finishedAt: Date | null;
}
