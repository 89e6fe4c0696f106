import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { ApiToken, type TokenScope } from '../api-token.entity';
import { Clock } from '../clock';
import { newSecret, sha256 } from '../secret-token';

const minute = 60_000;
export const tokenPrefix = 'stow_';

export interface NewApiToken {
  readonly userId: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/** API tokens: shown once, kept as SHA-256, told apart by their first characters. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async create(manager: EntityManager, wanted: NewApiToken): Promise<{ token: ApiToken; secret: string }> {
    const secret = `${tokenPrefix}${newSecret()}`;
    const token = manager.create(ApiToken, {
      ...wanted,
      id: randomUUID(),
      tokenSha256: sha256(secret),
      prefix: secret.slice(0, tokenPrefix.length + 6),
      createdAt: this.clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    });
    await manager.insert(ApiToken, token);
    return { token, secret };
  }

  /** The valid token of this text, noted as used (at most once a minute). */
  async find(secret: string): Promise<ApiToken | null> {
    const token = await this.usable({ tokenSha256: sha256(secret) });
    if (token === null) return null;
    const now = this.clock.now();
    if (token.lastUsedAt === null || now.getTime() - token.lastUsedAt.getTime() >= minute) {
      await this.database.write((manager) => manager.update(ApiToken, token.id, { lastUsedAt: now }));
    }
    return token;
  }

  /** Null: unknown, expired or revoked. Looking at it is no use of it. */
  async valid(id: string): Promise<ApiToken | null> {
    return this.usable({ id });
  }

  /** False: it was revoked already. */
  async revoke(manager: EntityManager, id: string): Promise<boolean> {
    const { affected } = await manager.update(ApiToken, { id, revokedAt: IsNull() }, { revokedAt: this.clock.now() });
    return affected === 1;
  }

  private async usable(which: { tokenSha256: string } | { id: string }): Promise<ApiToken | null> {
    const token = await this.database.read.findOneBy(ApiToken, { ...which, revokedAt: IsNull() });
    return token === null || (token.expiresAt !== null && token.expiresAt <= this.clock.now()) ? null : token;
  }
}
