import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';

export const copyStatuses = [
  'pending',
  'uploading',
  'stored',
  'failed',
  'delivered',
  'delete_pending',
  'deleted',
  'missing',
  'damaged',
] as const;
export type CopyStatus = (typeof copyStatuses)[number];

/** The backup's archive at one destination. A new attempt has new rows. */
@Entity('backup_copies')
@Index('backup_copies_backup', ['backupId', 'attempt'])
@Index('backup_copies_destination', ['destinationId', 'status'])
@Index('backup_copies_destination_backup', ['destinationId', 'backupId'])
@Index('backup_copies_lacking', ['status', 'createdAt'], { where: "status IN ('failed', 'missing', 'damaged')" })
@Index('backup_copies_key', ['destinationId', 'key'])
@Index('backup_copies_status', ['status', 'retryAt'])
@Index('backup_copies_unpruned', ['destinationId'], { where: "status = 'stored' AND pruned_at IS NULL" })
export class BackupCopy extends WithId {
  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  /** Null: the browser. */
  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36, nullable: true })
  destinationId: string | null;

  /** As the destination was called then. */
  @Column({ name: 'destination_name', type: 'varchar', length: 100 })
  destinationName: string;

  @Column({ type: 'integer' })
  attempt: number;

  /** The object's key, `…_<16 hex>-<attempt>.tar`; null until the upload begins. */
  @Column({ name: 'storage_file_path', type: 'varchar', length: 900, nullable: true })
  key: string | null;

  @Column({ type: 'varchar', length: 16 })
  status: CopyStatus;

  /** What a sweep needs to remove an unfinished upload; stored before the first byte leaves. */
  @Column({ name: 'upload_state', type: json, nullable: true })
  uploadState: Record<string, string> | null;

  @Column({ type: 'bigint', nullable: true, transformer: asNumber })
  size: number | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  sha256: string | null;

  @Column({ type: 'varchar', length: 300, nullable: true })
  etag: string | null;

  @Column({ name: 'version_id', type: 'varchar', length: 300, nullable: true })
  versionId: string | null;

  @Column({ name: 'stored_at', type: instant, nullable: true })
  storedAt: Date | null;

  @Column({ name: 'error_code', type: 'varchar', length: 60, nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_text', type: 'text', nullable: true })
  errorText: string | null;

  /** Of deleting or of a sweep that failed: when it is tried again. */
  @Column({ name: 'retry_at', type: instant, nullable: true })
  retryAt: Date | null;

  /** The store itself refuses to delete it until then, as far as it said so; null: it doesn't. */
  @Column({ name: 'object_locked_until', type: instant, nullable: true })
  objectLockedUntil: Date | null;

  /** When retention looked at its destination after it was stored there; null: not yet. */
  @Column({ name: 'pruned_at', type: instant, nullable: true })
  prunedAt: Date | null;

  /** How often deleting or sweeping failed. */
  @Column({ type: 'integer' })
  failures: number;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  /** When it was last read whole and found right. */
  @Column({ name: 'checked_at', type: instant, nullable: true })
  checkedAt: Date | null;
}
