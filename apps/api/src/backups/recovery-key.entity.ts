import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant } from '../database/column-types';

/** An age recipient that backups are encrypted to: for all projects, or in their place for one. Never a private key. */
@Entity('recovery_keys')
@Index('recovery_keys_recipient', ['recipient', 'scope'], { unique: true })
export class RecoveryKey extends WithId {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ type: 'varchar', length: 100 })
  recipient: string;

  /** Null: the default of all projects that have none of their own. */
  @Column({ name: 'project_id', type: 'varchar', length: 36, nullable: true })
  projectId: string | null;

  /** The project's id, or `*`: NULLs would never be equal in the unique index. */
  @Column({ type: 'varchar', length: 36 })
  scope: string;

  /** When its owner proved that he can decrypt (H41); null: it isn't used yet. */
  @Column({ name: 'proven_at', type: instant, nullable: true })
  provenAt: Date | null;

  /** SHA-256 of the proof's plain text, which was given only encrypted; null once proven. */
  @Column({ name: 'proof_sha256', type: 'varchar', length: 64, nullable: true })
  proofSha256: string | null;

  @Column({ type: 'boolean' })
  enabled: boolean;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;
}
