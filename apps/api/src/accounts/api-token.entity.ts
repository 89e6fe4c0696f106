import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant } from '../database/column-types';

/** What a token may do: a role's rights, or only reading /api/metrics. */
export const tokenScopes = ['viewer', 'operator', 'owner', 'metrics'] as const;
export type TokenScope = (typeof tokenScopes)[number];

@Entity('api_tokens')
@Index('api_tokens_token', ['tokenSha256'], { unique: true })
@Index('api_tokens_user', ['userId'])
export class ApiToken extends WithId {
  @Column({ type: 'varchar', length: 100 })
  name: string;

  @Column({ name: 'token_sha256', type: 'varchar', length: 64 })
  tokenSha256: string;

  /** `stow_` and the first 6 characters: to tell tokens apart. */
  @Column({ type: 'varchar', length: 16 })
  prefix: string;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  @Column({ type: 'varchar', length: 16 })
  scope: TokenScope;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  /** Null: never. */
  @Column({ name: 'expires_at', type: instant, nullable: true })
  expiresAt: Date | null;

  /** Written at most once a minute. */
  @Column({ name: 'last_used_at', type: instant, nullable: true })
  lastUsedAt: Date | null;

  @Column({ name: 'revoked_at', type: instant, nullable: true })
  revokedAt: Date | null;
}
