import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant, json } from '../database/column-types';

export const selfBackupCopyStatuses = ['uploading', 'stored', 'failed', 'deleted'] as const;
export type SelfBackupCopyStatus = (typeof selfBackupCopyStatuses)[number];

/** A backup of the records at one destination. */
@Entity('self_backup_copies')
@Index('self_backup_copies_place', ['destinationId', 'status', 'createdAt'])
@Index('self_backup_copies_backup', ['selfBackupId'])
export class SelfBackupCopy extends WithId {
  @Column({ name: 'self_backup_id', type: 'varchar', length: 36 })
  selfBackupId: string;

  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  /** As the destination was called then. */
  @Column({ name: 'destination_name', type: 'varchar', length: 100 })
  destinationName: string;

  @Column({ type: 'varchar', length: 900 })
  key: string;

  @Column({ type: 'varchar', length: 16 })
  status: SelfBackupCopyStatus;

  /** What a sweep needs to remove an unfinished upload; null: there is nothing to remove. */
  @Column({ name: 'upload_state', type: json, nullable: true })
  uploadState: Record<string, string> | null;

  @Column({ name: 'version_id', type: 'varchar', length: 300, nullable: true })
  versionId: string | null;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;
}
