import type { TlsMode } from '@stowbase/postgres';
import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { bytes, instant, json } from '../database/column-types';
import type { BackupOptions } from '../backups/backup-options';

/** A Supabase project or any PostgreSQL database to protect. Deleting sets `deleted_at`: its backups stay what they are. */
@Entity('projects')
@Index('projects_name', ['nameKey'], { unique: true, where: 'deleted_at IS NULL' })
export class Project extends Edited {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** The name as it is compared: normalised (NFKC), lower case. */
  @Column({ name: 'name_key', type: 'varchar', length: 300 })
  nameKey: string;

  @Column({ type: 'varchar', length: 255 })
  host: string;

  @Column({ type: 'integer' })
  port: number;

  @Column({ type: 'varchar', length: 255 })
  username: string;

  @Column({ type: 'varchar', length: 255 })
  database: string;

  /** Sealed by the secret box; null: no password. */
  @Column({ name: 'password', type: bytes, nullable: true })
  password: Buffer | null;

  @Column({ name: 'tls_mode', type: 'varchar', length: 16 })
  tlsMode: TlsMode;

  /** PEM. */
  @Column({ name: 'tls_ca', type: 'text', nullable: true })
  tlsCa: string | null;

  /** The issuer's key as it was seen at first use. */
  @Column({ name: 'tls_pin', type: 'varchar', length: 64, nullable: true })
  tlsPin: string | null;

  /** An unencrypted or unchecked connection to a public host was agreed to (H04). */
  @Column({ name: 'allow_insecure', type: 'boolean' })
  allowInsecure: boolean;

  /** Of a Supabase project: 20 lower-case letters. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  ref: string | null;

  /** What a backup of it saves when nothing else is said. */
  @Column({ type: json })
  defaults: BackupOptions;

  @Column({ type: 'text' })
  notes: string;

  /** The last doctor's report: `{ ok, at, checks }`. */
  @Column({ name: 'last_check', type: json, nullable: true })
  lastCheck: object | null;

  @Column({ name: 'deleted_at', type: instant, nullable: true })
  deletedAt: Date | null;
}
