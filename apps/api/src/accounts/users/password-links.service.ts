import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { Setting } from '../../database/setting.entity';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { Passwords } from '../passwords/passwords.service';
import { refuseWeak } from '../passwords/refuse-weak';
import { linkRow, StoredPassword } from '../passwords/stored-password.service';
import { PublicAddress } from '../public-address';
import { newSecret, sameSecret, sha256 } from '../secret-token';
import { User } from '../user.entity';

/** Milliseconds. */
const lifetime = 24 * 3_600_000;

export interface PasswordLink {
  readonly url: string;
  readonly expiresAt: Date;
}

interface Kept {
  readonly sha256: string;
  readonly expiresAt: string;
}

/** One-time links by which somebody chooses a password: a new user, or one who forgot theirs. The latest one of a user counts. */
@Injectable()
export class PasswordLinks {
  constructor(
    private readonly database: Database,
    private readonly address: PublicAddress,
    private readonly passwords: Passwords,
    private readonly storedPassword: StoredPassword,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The token is in the fragment: browsers don't send it along, so that no log of a proxy holds it. */
  async create(manager: EntityManager, userId: string): Promise<PasswordLink> {
    const secret = newSecret();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + lifetime);
    const value: Kept = { sha256: sha256(secret), expiresAt: expiresAt.toISOString() };
    await manager.upsert(Setting, { id: linkRow(userId), value, updatedAt: now }, ['id']);
    return { url: this.address.link(`/password#${userId}.${secret}`), expiresAt };
  }

  /** @throws ApiError `PASSWORD_LINK_INVALID`, `WEAK_PASSWORD`, `BUSY` */
  async use(token: string, password: string, address: string): Promise<void> {
    const [, userId, secret] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
    if (userId === undefined || secret === undefined) throw invalid();
    const user = await this.userOf(this.database.read, userId, secret);
    refuseWeak(password, [user.email, user.name]);
    const passwordHash = await this.passwords.hash(password);
    await this.database.write(async (manager) => {
      await this.userOf(manager, userId, secret);
      const { affected } = await manager.delete(Setting, { id: linkRow(userId) });
      if (affected !== 1) throw invalid();
      await this.storedPassword.set(manager, userId, passwordHash);
      const actor = { kind: 'user', name: user.email, userId, address } as const;
      await this.audit.record(manager, { actor, action: 'user.password', detail: { by: 'link' } });
    });
  }

  private async userOf(manager: EntityManager, userId: string, secret: string): Promise<User> {
    const row = await manager.findOneBy(Setting, { id: linkRow(userId) });
    const user = await manager.findOneBy(User, { id: userId, disabled: false });
    const kept = row?.value as Kept | undefined;
    if (kept === undefined || user === null) throw invalid();
    if (!sameSecret(sha256(secret), kept.sha256) || new Date(kept.expiresAt) <= this.clock.now()) throw invalid();
    return user;
  }
}

const invalid = (): Error =>
  fail('PASSWORD_LINK_INVALID', 'The link was used, replaced by a newer one, or is too old.', {
    nextStep: 'Ask an owner for a new one.',
  });
