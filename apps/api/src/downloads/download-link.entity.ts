import { Column, Entity, Index } from 'typeorm';
import { WithId } from '../database/base.entity';
import { instant, json } from '../database/column-types';

export type LinkKind = 'copy' | 'direct';

/** A link that a browser can open without signing in. Only the hash of its token is kept. */
@Entity('download_links')
@Index('download_links_token', ['tokenSha256'], { unique: true })
@Index('download_links_expires', ['expiresAt'])
export class DownloadLink extends WithId {
  @Column({ name: 'token_sha256', type: 'varchar', length: 64 })
  tokenSha256: string;

  /** `copy`: a stored copy, any number of times until it expires. `direct`: a backup that runs into the browser, once. */
  @Column({ type: 'varchar', length: 8 })
  kind: LinkKind;

  @Column({ name: 'backup_id', type: 'varchar', length: 36 })
  backupId: string;

  @Column({ name: 'copy_id', type: 'varchar', length: 36, nullable: true })
  copyId: string | null;

  @Column({ name: 'user_id', type: 'varchar', length: 36 })
  userId: string;

  /** Ends with this login session; null: made by an API token. */
  @Column({ name: 'session_id', type: 'varchar', length: 36, nullable: true })
  sessionId: string | null;

  @Column({ name: 'api_token_id', type: 'varchar', length: 36, nullable: true })
  apiTokenId: string | null;

  @Column({ name: 'created_at', type: instant })
  createdAt: Date;

  @Column({ name: 'expires_at', type: instant })
  expiresAt: Date;

  /** Of a direct one: when its GET came. */
  @Column({ name: 'used_at', type: instant, nullable: true })
  usedAt: Date | null;

  @Column({ name: 'revoked_at', type: instant, nullable: true })
  revokedAt: Date | null;

  @Column({ type: json, nullable: true })
  detail: object | null;
}
