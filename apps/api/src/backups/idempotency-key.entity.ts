import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant } from '../database/column-types';

/** What was answered to a request with this Idempotency-Key; forgotten after a day. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  /** SHA-256 of actor, route and key. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  /** SHA-256 of the body: the same key with another body is an error. */
  @Column({ name: 'body_sha256', type: 'varchar', length: 64 })
  bodySha256: string;

  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;
}
