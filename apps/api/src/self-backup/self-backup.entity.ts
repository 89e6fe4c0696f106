import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';

export const selfBackupReasons = ['daily', 'change', 'asked'] as const;
export type SelfBackupReason = (typeof selfBackupReasons)[number];

export const selfBackupStatuses = ['queued', 'running', 'succeeded', 'failed'] as const;
export type SelfBackupStatus = (typeof selfBackupStatuses)[number];

/** A backup of the service's own records. */
@Entity('self_backups')
@Index('self_backups_one_live', ['status'], { unique: true, where: "status IN ('queued', 'running')" })
@Index('self_backups_created', ['createdAt', 'id'])
export class SelfBackup extends WithId {
  @Column({ type: 'varchar', length: 16 })
  reason: SelfBackupReason;

  /** `succeeded`: stored at one destination at least. */
  @Column({ type: 'varchar', length: 16 })
  status: SelfBackupStatus;

  /** User or token that asked; null: the service itself. */
  @Column({ name: 'requested_by', type: 'varchar', length: 100, nullable: true })
  requestedBy: string | null;

  /** The last entry of the audit log that it has: what is changed later isn't in it. */
  @Column({ name: 'audit_id', type: 'integer' })
  auditId: number;

  /** age recipients; empty: not encrypted. */
  @Column({ type: json })
  recipients: string[];

  @Column({ type: 'bigint', nullable: true, transformer: asNumber })
  size: number | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  sha256: string | null;

  @Column({ name: 'lease_until', type: instant, nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  @Column({ name: 'error_next', type: 'text', nullable: true })
  errorNext: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'finished_at', type: instant, nullable: true })
  finishedAt: Date | null;
}
