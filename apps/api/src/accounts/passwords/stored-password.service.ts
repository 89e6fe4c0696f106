import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Setting } from '../../database/setting.entity';
import { Clock } from '../clock';
import { LoginSessions } from '../sessions/login-sessions.service';
import { KnownDevices } from '../throttle/known-devices.service';
import { User } from '../user.entity';

/** The settings row of a user's one-time link. */
export const linkRow = (userId: string): string => `password_link:${userId}`;

/** A changed password ends everything that the old one opened, whoever changed it. */
@Injectable()
export class StoredPassword {
  constructor(
    private readonly sessions: LoginSessions,
    private readonly devices: KnownDevices,
    private readonly clock: Clock,
  ) {}

  /** In the transaction of the change. */
  async set(manager: EntityManager, userId: string, passwordHash: string): Promise<void> {
    const now = this.clock.now();
    const change = { passwordHash, passwordChangedAt: now, updatedAt: now, version: () => 'version + 1' };
    await manager.update(User, userId, change);
    await manager.delete(Setting, { id: linkRow(userId) });
    await this.sessions.endAll(manager, userId);
    await this.devices.forgetAll(manager, userId);
  }
}
