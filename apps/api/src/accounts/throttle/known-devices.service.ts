import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan, type EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { Clock } from '../clock';
import { KnownDevice } from '../known-device.entity';
import { newSecret, sha256 } from '../secret-token';
import { deviceLifetime } from '../sessions/login-cookies';

/** Browsers that signed in before: strangers who guess at an account don't keep its owner waiting there. */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The id of the device if it signed in to this account before. */
  async find(secret: string | null, userId: string | null): Promise<string | null> {
    if (secret === null) return null;
    const where = { tokenSha256: sha256(secret), expiresAt: MoreThan(this.clock.now()) };
    const device = await this.database.read.findOneBy(KnownDevice, where);
    return device !== null && device.userId === userId ? device.id : null;
  }

  /**
   * In the transaction of a login. Gives the cookie's new value.
   * @param earlier the cookie's value so far: it is replaced
   */
  async remember(manager: EntityManager, userId: string, earlier: string | null): Promise<string> {
    const secret = newSecret();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + deviceLifetime);
    if (earlier !== null) await manager.delete(KnownDevice, { tokenSha256: sha256(earlier), userId });
    await manager.delete(KnownDevice, { expiresAt: LessThan(createdAt) });
    await manager.insert(KnownDevice, { id: randomUUID(), tokenSha256: sha256(secret), userId, createdAt, expiresAt });
    return secret;
  }

  async forgetAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(KnownDevice, { userId });
  }
}
