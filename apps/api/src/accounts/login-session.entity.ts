import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant } from '../database/column-types';

/** Idle 30 min, absolute 12 h. Only the SHA-256 of the cookie's value is kept. */
@Entity('login_sessions')
@Index('login_sessions_token', ['tokenSha256'], { unique: true })
@Index('login_sessions_user', ['userId'])
export class LoginSession extends WithId {
  @Column({ name: 'token_sha256', type: 'varchar', length: 64 })
  tokenSha256: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  /** Written at most once a minute. */
  @Column({ name: 'seen_at', type: instant })
  seenAt: Date;

  @Column({ name: 'expires_at', type: instant })
  expiresAt: Date;

  @Column({ type: 'varchar', length: 64 })
  address: string;

  @Column({ name: 'user_agent', type: 'varchar', length: 200 })
  userAgent: string;

  @Column({ name: 'ended_at', type: instant, nullable: true })
  endedAt: Date | null;
}
