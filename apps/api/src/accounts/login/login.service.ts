import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { Passwords } from '../passwords/passwords.service';
import { LoginSessions, type Visitor } from '../sessions/login-sessions.service';
import { User } from '../user.entity';
import { emailKey } from '../users/email';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

@Injectable()
export class Login {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly sessions: LoginSessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param earlier the cookie's value of a session that this one replaces
   * @throws ApiError `LOGIN_FAILED`, `BUSY`
   */
  async signIn(given: Credentials, visitor: Visitor, earlier: string | null): Promise<{ user: User; secret: string }> {
    const user = await this.database.read.findOneBy(User, { emailKey: emailKey(given.email) });
    const matches = await this.passwords.matches(given.password, user?.passwordHash ?? null);
    if (user === null || !matches || user.disabled) {
      await this.recordFailure(given.email, visitor);
      throw fail('LOGIN_FAILED', 'E-mail or password is wrong.', {
        nextStep: 'Try again, or ask an owner for a new password.',
      });
    }
    return this.database.write(async (manager) => {
      if (earlier !== null) await this.sessions.endBySecret(manager, earlier);
      const { secret } = await this.sessions.begin(manager, user.id, visitor);
      await manager.update(User, user.id, { lastLoginAt: this.clock.now() });
      const actor = { kind: 'user', name: user.email, userId: user.id, address: visitor.address } as const;
      await this.audit.record(manager, { actor, action: 'login' });
      return { user, secret };
    });
  }

  private async recordFailure(email: string, { address }: Visitor): Promise<void> {
    const actor = { kind: 'anonymous', name: email, address } as const;
    await this.database.write((manager) => this.audit.record(manager, { actor, action: 'login.failed' }));
  }
}
