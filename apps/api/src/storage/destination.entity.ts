import { Column, Entity, Index } from 'typeorm';
import { Edited } from '../database/base.entity';
import { asNumber, bytes, instant, json } from '../database/column-types';

export type ValidationStatus = 'valid' | 'invalid' | 'pending';
export type DestinationOrigin = 'ui' | 'env';

/** What the probe proved about a destination. */
export interface ProvenAbilities {
  conditions: boolean;
  versions: boolean;
  ranges: boolean;
  canDelete: boolean;
}

/** What a destination had trouble with when it was last used, until it works again. Holds no secret. */
export interface DestinationProblem {
  /** Stable, for programs. */
  code: string;
  text: string;
  nextStep: string;
  /** ISO 8601. */
  at: string;
}

/** A configured place for backups. Of one from the environment no setting is stored. */
@Entity('storage_destinations')
@Index('storage_destinations_name', ['nameKey'], { unique: true })
@Index('storage_destinations_type', ['type'])
export class Destination extends Edited {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** The name as it is compared: normalised (NFKC), lower case. */
  @Column({ name: 'name_key', type: 'varchar', length: 300 })
  nameKey: string;

  /** Of a driver in libs/storage. */
  @Column({ type: 'varchar', length: 40 })
  type: string;

  /** The whole configuration as JSON, sealed by the secret box; null when it comes from the environment. */
  @Column({ type: bytes, nullable: true })
  config: Buffer | null;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ name: 'last_validated', type: instant, nullable: true })
  lastValidated: Date | null;

  @Column({ name: 'validation_status', type: 'varchar', length: 16 })
  validationStatus: ValidationStatus;

  @Column({ name: 'validation_error', type: 'text', nullable: true })
  validationError: string | null;

  @Column({ type: json, nullable: true })
  capabilities: ProvenAbilities | null;

  /** Copies stored here now. */
  @Column({ name: 'total_backups', type: 'integer' })
  totalBackups: number;

  @Column({ name: 'total_size', type: 'bigint', transformer: asNumber })
  totalSize: number;

  /** Bytes free there at the last test; null: the store doesn't say. */
  @Column({ name: 'free_bytes', type: 'bigint', nullable: true, transformer: asNumber })
  freeBytes: number | null;

  /** Bytes a second that backups and copies may send there, all together; null: no limit. */
  @Column({ name: 'bandwidth_limit', type: 'bigint', nullable: true, transformer: asNumber })
  bandwidthLimit: number | null;

  /** Nothing is deleted there by Stowbase, although its credentials may be able to: the store's own rules decide. */
  @Column({ name: 'keeps_everything', type: 'boolean', default: false })
  keepsEverything: boolean;

  @Column({ type: json, nullable: true })
  problem: DestinationProblem | null;

  @Column({ type: 'varchar', length: 8 })
  origin: DestinationOrigin;

  /** It is being deleted: nothing new goes there. */
  @Column({ type: 'boolean' })
  closing: boolean;
}
