import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant } from '../database/column-types';

/** A browser that once signed in: its cookie passes by the delay of its account, so that a stranger can't lock the owner out. */
@Entity('known_devices')
@Index('known_devices_token', ['tokenSha256'], { unique: true })
export class KnownDevice extends WithId {
  @Column({ name: 'token_sha256', type: 'varchar', length: 64 })
  tokenSha256: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'expires_at', type: instant })
  expiresAt: Date;
}
