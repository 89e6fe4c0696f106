import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant, json } from '../database/column-types';
import type { ImportItemKind } from './import-item.entity';

export const importModes = ['preview', 'add'] as const;
export type ImportMode = (typeof importModes)[number];

export const importStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** How many objects were seen, and of which kind they are. */
export type ImportCounts = Partial<Record<ImportItemKind, number>> & { readonly seen: number };

/** A look through all of a destination: `preview` only says what is there, `add` writes down what the records don't know. */
@Entity('import_jobs')
@Index('import_jobs_one_live', ['destinationId'], { unique: true, where: "status IN ('queued', 'running')" })
@Index('import_jobs_destination', ['destinationId', 'createdAt', 'id'])
@Index('import_jobs_status', ['status', 'createdAt', 'id'])
export class ImportJob extends WithId {
  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  /** As the destination was called then. */
  @Column({ name: 'destination_name', type: 'varchar', length: 100 })
  destinationName: string;

  @Column({ type: 'varchar', length: 16 })
  mode: ImportMode;

  @Column({ type: 'varchar', length: 16 })
  status: ImportStatus;

  @Column({ name: 'requested_by', type: 'varchar', length: 100 })
  requestedBy: string;

  /** The fence: whoever has the last one may write. */
  @Column({ type: 'integer' })
  token: number;

  /** How often a crash or a stop of the service ended it; then it begins anew. */
  @Column({ type: 'integer' })
  interruptions: number;

  @Column({ name: 'lease_until', type: instant, nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'cancel_requested', type: 'boolean' })
  cancelRequested: boolean;

  @Column({ type: json })
  counts: ImportCounts;

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
