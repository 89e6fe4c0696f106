import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { asNumber, instant, json } from '../database/column-types';

export const checkStatuses = ['queued', 'running', 'passed', 'damaged', 'missing', 'failed'] as const;
/** `failed`: the store could not be read, which says nothing of the copy. */
export type CheckStatus = (typeof checkStatuses)[number];

export const damageKinds = ['changed', 'cut', 'swapped', 'foreign'] as const;
/** Bytes are others · the end is missing · another backup's archive lies there · no archive lies there. */
export type DamageKind = (typeof damageKinds)[number];

/** One place that isn't what it was. Bytes [start, end) of the file. */
export interface Finding {
  readonly member: string;
  readonly table: string | null;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** How many places there are, and the first of them. */
export interface Findings {
  readonly count: number;
  readonly items: readonly Finding[];
}

/** A stored copy that is, was or is to be read again. */
@Entity('checks')
@Index('checks_one_live', ['copyId'], { unique: true, where: "status IN ('queued', 'running')" })
@Index('checks_backup', ['backupId', 'createdAt', 'id'])
@Index('checks_status', ['status', 'createdAt', 'id'])
@Index('checks_created', ['createdAt', 'id'])
export class Check extends WithId {
  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  @Column({ name: 'copy_id', type: 'varchar', length: 36 })
  copyId: string;

  @Column({ name: 'storage_destination_id', type: 'varchar', length: 36 })
  destinationId: string;

  /** As the destination was called then. */
  @Column({ name: 'destination_name', type: 'varchar', length: 100 })
  destinationName: string;

  /** 1: every hash. 2: every member decoded too. */
  @Column({ type: 'integer' })
  level: number;

  @Column({ type: 'varchar', length: 16 })
  status: CheckStatus;

  /** User or token that asked; null: it was its turn. */
  @Column({ name: 'requested_by', type: 'varchar', length: 100, nullable: true })
  requestedBy: string | null;

  /** The fence: whoever has the last one may write. */
  @Column({ type: 'integer' })
  token: number;

  @Column({ name: 'lease_until', type: instant, nullable: true })
  leaseUntil: Date | null;

  /** Of the file as it lies there, bytes. */
  @Column({ type: 'bigint', nullable: true, transformer: asNumber })
  size: number | null;

  @Column({ name: 'read_bytes', type: 'bigint', transformer: asNumber })
  readBytes: number;

  @Column({ type: 'varchar', length: 16, nullable: true })
  damage: DamageKind | null;

  @Column({ type: json, nullable: true })
  findings: Findings | null;

  /** Why it is damaged, missing, or could not be read. */
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
