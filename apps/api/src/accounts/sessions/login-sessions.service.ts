import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { Clock } from '../clock';
import { LoginSession } from '../login-session.entity';
import { newSecret, sha256 } from '../secret-token';

const minute = 60_000;
export const idleTime = 30 * minute;
export const longestTime = 12 * 60 * minute;

/** Ended sessions, for questions about the audit log. */
const keptFor = 30 * 24 * 60 * minute;

export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
}

/** Login sessions: a random value in a cookie, of which only the SHA-256 is kept. */
@Injectable()
export class LoginSessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** In the transaction of the login. `secret` is the cookie's value and is never seen again. */
  async begin(
    manager: EntityManager,
    userId: string,
    { address, userAgent }: Visitor,
  ): Promise<{ session: LoginSession; secret: string }> {
    const secret = newSecret();
    const now = this.clock.now();
    await manager.delete(LoginSession, { expiresAt: LessThan(new Date(now.getTime() - keptFor)) });
    const session = manager.create(LoginSession, {
      id: randomUUID(),
      tokenSha256: sha256(secret),
      userId,
      createdAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + longestTime),
      address,
      userAgent: userAgent.slice(0, 200),
      endedAt: null,
    });
    await manager.insert(LoginSession, session);
    return { session, secret };
  }

  /**
   * The live session of a cookie's value; null: ended, expired, idle for too long or unknown.
   * @param isUse notes it as seen, at most once a minute
   */
  async find(secret: string, isUse = true): Promise<LoginSession | null> {
    const now = this.clock.now();
    const session = await this.database.read.findOneBy(LoginSession, {
      tokenSha256: sha256(secret),
      ...this.live(now),
    });
    if (isUse && session !== null && now.getTime() - session.seenAt.getTime() >= minute) {
      await this.database.write((manager) =>
        manager.update(LoginSession, { id: session.id, ...this.live(now) }, { seenAt: now }),
      );
    }
    return session;
  }

  /** Looking at it is no use of it: its idle time goes on. */
  async isLive(id: string): Promise<boolean> {
    return this.database.read.existsBy(LoginSession, { id, ...this.live(this.clock.now()) });
  }

  /** Newest first. */
  async ofUser(userId: string): Promise<LoginSession[]> {
    const where = { userId, ...this.live(this.clock.now()) };
    return this.database.read.find(LoginSession, { where, order: { createdAt: 'DESC', id: 'DESC' }, take: 200 });
  }

  /** False: this user has no such live session. */
  async end(manager: EntityManager, userId: string, id: string): Promise<boolean> {
    const now = this.clock.now();
    const { affected } = await manager.update(LoginSession, { id, userId, ...this.live(now) }, { endedAt: now });
    return affected === 1;
  }

  async endBySecret(manager: EntityManager, secret: string): Promise<void> {
    await manager.update(
      LoginSession,
      { tokenSha256: sha256(secret), endedAt: IsNull() },
      { endedAt: this.clock.now() },
    );
  }

  async endAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.update(LoginSession, { userId, endedAt: IsNull() }, { endedAt: this.clock.now() });
  }

  private live(now: Date) {
    return {
      endedAt: IsNull(),
      expiresAt: MoreThan(now),
      seenAt: MoreThan(new Date(now.getTime() - idleTime)),
    };
  }
}
