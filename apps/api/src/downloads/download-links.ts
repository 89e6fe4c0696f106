import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor } from '../accounts/access';
import { ApiToken } from '../accounts/api-token.entity';
import { AuditLog } from '../accounts/audit-log';
import { LoginSession } from '../accounts/login-session.entity';
import { BackupCopy } from '../backups/backup-copy.entity';
import { Backup } from '../backups/backup.entity';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { DownloadLink, type LinkKind } from './download-link.entity';
import { fail } from './downloads.errors';
import { isLinkToken, linkTokenHash, newLinkToken } from './link-tokens';

export interface NewLink {
  readonly kind: LinkKind;
  readonly backupId: string;
  readonly copyId: string | null;
  readonly seconds: number;
}

export interface MadeLink {
  readonly link: DownloadLink;
  /** Absolute, with the token. */
  readonly url: string;
}

/** Links that open a download without signing in. The token is known to the one who asked for it, and to nobody else. */
@Injectable()
export class DownloadLinks {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async make({ kind, backupId, copyId, seconds }: NewLink, actor: Actor): Promise<MadeLink> {
    const token = newLinkToken();
    const now = await this.database.now();
    const link: DownloadLink = {
      id: randomUUID(),
      tokenSha256: linkTokenHash(token),
      kind,
      backupId,
      copyId,
      userId: actor.userId,
      sessionId: actor.sessionId,
      apiTokenId: actor.tokenId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + seconds * 1_000),
      usedAt: null,
      revokedAt: null,
      detail: null,
    };
    await this.database.write(async (manager) => {
      await manager.insert(DownloadLink, link);
      const object = { type: 'backup', id: backupId, name: backupId };
      await this.audit.record(manager, { actor, action: 'download.link', object, detail: { kind, linkId: link.id } });
    });
    return { link, url: new URL(`/api/downloads/${token}`, this.config.publicUrl).href };
  }

  /** @throws ApiError `LINK_INVALID`, `LINK_EXPIRED` */
  async find(token: string): Promise<DownloadLink> {
    const link = isLinkToken(token)
      ? await this.database.read.findOneBy(DownloadLink, { tokenSha256: linkTokenHash(token) })
      : null;
    if (link === null)
      throw fail('LINK_INVALID', 'This download link is not valid.', {
        nextStep: 'Make a new one on the page of the backup.',
      });
    const now = await this.database.now();
    if (link.expiresAt <= now || link.revokedAt !== null || !(await this.isMakerStillIn(link, now))) throw expired();
    return link;
  }

  /** A direct link works once: of two requests only one gets true. */
  async use(link: DownloadLink): Promise<boolean> {
    const usedAt = await this.database.now();
    const { affected } = await this.database.write((manager) =>
      manager
        .createQueryBuilder()
        .update(DownloadLink)
        .set({ usedAt })
        .where('id = :id AND used_at IS NULL AND revoked_at IS NULL', { id: link.id })
        .execute(),
    );
    return affected === 1;
  }

  /** The copy that a download takes: the one asked for, else one whose destination was checked last. */
  async copyOf(backup: Backup, copyId: string | undefined): Promise<BackupCopy> {
    const where = { backupId: backup.id, status: In(['stored']), ...(copyId === undefined ? {} : { id: copyId }) };
    const [copy] = await this.database.read.find(BackupCopy, { where, order: { storedAt: 'DESC' }, take: 1 });
    if (copy !== undefined && backup.deletedAt === null) return copy;
    throw fail('NO_STORED_COPY', 'This backup has no stored copy that could be downloaded.', {
      nextStep: 'Look at its copies: one may still be uploading, or be kept elsewhere.',
    });
  }

  /** A bearer link ends with the login or the API token that made it. */
  private async isMakerStillIn(link: DownloadLink, now: Date): Promise<boolean> {
    if (link.sessionId !== null) {
      const session = await this.database.read.findOneBy(LoginSession, { id: link.sessionId });
      return session !== null && session.endedAt === null && session.expiresAt > now;
    }
    if (link.apiTokenId === null) return true;
    const token = await this.database.read.findOneBy(ApiToken, { id: link.apiTokenId });
    return token !== null && token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
  }
}

export const expired = (): Error =>
  fail('LINK_EXPIRED', 'This download link is used up or too old.', {
    nextStep: 'Make a new one on the page of the backup.',
  });
