import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import type { Actor } from '../access';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Passwords } from '../passwords/passwords.service';
import { LoginThrottles } from '../throttle/login-throttle.service';
import { User } from '../user.entity';
import { lockUser } from '../users/lock-user';
import { codeWrong } from './login.service';

/**
 * In a transaction with the locked user. False: the code was wrong; what it wrote stays.
 */
export type CodeCheck = (manager: EntityManager, user: User) => Promise<boolean>;

/** Asks a signed-in person for the password (and a code) again, before something that a stolen session must not do. */
@Injectable()
export class Confirmation {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttles: LoginThrottles,
    private readonly audit: AuditLog,
  ) {}

  /** @throws ApiError `PASSWORD_WRONG`, `CODE_WRONG`, `TOO_MANY_ATTEMPTS`, `BUSY` */
  async of(actor: Actor, password: string, code: CodeCheck = accepted): Promise<void> {
    const user = await this.database.read.findOneByOrFail(User, { id: actor.userId });
    let passwordIsRight = false;
    // Strangers who guess at this account keep nobody waiting who is signed in: the session counts for itself.
    const attempt = { account: user.emailKey, address: actor.address, deviceId: actor.sessionId };
    const confirmed = await this.throttles.guard(attempt, async () => {
      passwordIsRight = await this.passwords.matches(password, user.passwordHash);
      if (!passwordIsRight) return { end: 'wrong' };
      const right = await this.database.write(async (manager) => {
        const locked = await lockUser(manager, user.id);
        return locked !== null && locked.passwordHash === user.passwordHash && (await code(manager, locked));
      });
      return right ? { end: 'right', value: true } : { end: 'wrong' };
    });
    if (confirmed !== null) return;
    const detail = { wrong: passwordIsRight ? 'code' : 'password' };
    await this.database.write((manager) =>
      this.audit.record(manager, { actor, action: 'confirmation.failed', detail }),
    );
    throw passwordIsRight ? codeWrong() : passwordWrong();
  }
}

const accepted: CodeCheck = () => Promise.resolve(true);

export const passwordWrong = (): Error =>
  fail('PASSWORD_WRONG', 'The password is wrong.', {
    field: 'password',
    nextStep: 'Type the password that you sign in with.',
  });
