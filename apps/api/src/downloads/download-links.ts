import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { AuditLog } from '../accounts/audit-log';
import { CurrentRole } from '../accounts/guard/current-role.service';
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

/** For so long after its end a link still says that it is too old, instead of being unknown. */
const keptForMs = 24 * 3600_000;

/** Links that open a download without signing in. The token is known to the one who asked for it, and to nobody else. */
@Injectable()
export class DownloadLinks {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly roles: CurrentRole,
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
      await purge(manager, now);
      await manager.insert(DownloadLink, link);
      await this.record(manager, 'download.link', link, actor);
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
    if (link.expiresAt <= (await this.database.now()) || link.revokedAt !== null) throw expired();
    // It opens nothing that the one who made it couldn't open now.
    const role = await this.roles.of({ ...link, tokenId: link.apiTokenId });
    if (role === null || role === 'viewer')
      throw fail(
        'LINK_EXPIRED',
        'Whoever made this download link is not signed in any more, or may not download now.',
        {
          nextStep: 'Sign in, and make a new one on the page of the backup.',
        },
      );
    return link;
  }

  /** A direct link works once: of two requests only one gets true. */
  async use(link: DownloadLink): Promise<boolean> {
    return this.stamp(link.id, { usedAt: await this.database.now() }, 'used_at IS NULL AND revoked_at IS NULL');
  }

  /** One's own, an owner any: it opens nothing any more. Again changes nothing. @throws ApiError `LINK_NOT_FOUND` */
  async revoke(id: string, actor: Actor): Promise<DownloadLink> {
    const link = await this.database.read.findOneBy(DownloadLink, { id });
    if (link === null || (link.userId !== actor.userId && actor.role !== 'owner'))
      throw fail('LINK_NOT_FOUND', 'There is no download link of yours with this id.', {
        nextStep: 'Take the id from the reply that the link came with.',
      });
    const revokedAt = await this.database.now();
    if (await this.stamp(id, { revokedAt }, 'revoked_at IS NULL'))
      await this.database.write((manager) => this.record(manager, 'download.revoke', link, actor));
    return link;
  }

  private async stamp(id: string, at: { usedAt: Date } | { revokedAt: Date }, unless: string): Promise<boolean> {
    const { affected } = await this.database.write((manager) =>
      manager.createQueryBuilder().update(DownloadLink).set(at).where(`id = :id AND ${unless}`, { id }).execute(),
    );
    return affected === 1;
  }

  private record(manager: EntityManager, action: string, link: DownloadLink, actor: Actor): Promise<void> {
    const { id: linkId, kind, backupId } = link;
    const object = { type: 'backup', id: backupId, name: backupId };
    return this.audit.record(manager, { actor, action, object, detail: { kind, linkId } });
  }
}

async function purge(manager: EntityManager, now: Date): Promise<void> {
  await manager
    .createQueryBuilder()
    .delete()
    .from(DownloadLink)
    .where('id IN (SELECT id FROM download_links WHERE expires_at < :before LIMIT 100)', {
      before: new Date(now.getTime() - keptForMs),
    })
    .execute();
}

export const expired = (): Error =>
  fail('LINK_EXPIRED', 'This download link is used up, revoked or too old.', {
    nextStep: 'Make a new one on the page of the backup.',
  });
