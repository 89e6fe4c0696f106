import type { Database } from '../../database/database';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { LoginThrottle } from '../login-throttle.entity';
import { Argon2id } from '../passwords/argon2id';
import { passwordProblem } from '../passwords/password-rules';
import { Passwords } from '../passwords/passwords.service';
import { StoredPassword } from '../passwords/stored-password.service';
import { randomCode } from '../secret-token';
import { LoginSessions } from '../sessions/login-sessions.service';
import { KnownDevices } from '../throttle/known-devices.service';
import { AdminError } from './admin-error';
import { consoleActor } from './console-actor';
import { userByEmail } from './user-by-email';

export interface ResetPassword {
  readonly email: string;
  /** Shown this once; null: it was given. */
  readonly password: string | null;
  readonly secondFactor: 'on' | 'off';
  readonly disabled: boolean;
}

/**
 * Gives a user a new password: the one given, else a made one. Ends all login sessions and all waiting after wrong attempts.
 * @throws AdminError `USER_UNKNOWN`, `PASSWORD_REFUSED`
 */
export async function resetPassword(database: Database, email: string, given: string | null): Promise<ResetPassword> {
  const made = given === null ? randomCode(5, 5) : null;
  const password = given ?? made ?? '';
  const clock = new Clock();
  const stored = new StoredPassword(new LoginSessions(database, clock), new KnownDevices(database, clock), clock);
  const passwordHash = await new Passwords(new Argon2id()).hash(password);
  return database.write(async (manager) => {
    const user = await userByEmail(manager, email);
    const problem = passwordProblem(password, [user.email, user.name]);
    if (problem !== null) {
      throw new AdminError('PASSWORD_REFUSED', `The password ${problem}.`, 'Give another one, or let one be made.');
    }
    await stored.set(manager, user.id, passwordHash);
    await manager.createQueryBuilder().delete().from(LoginThrottle).execute();
    const object = { type: 'user', id: user.id, name: user.email };
    await new AuditLog().record(manager, {
      actor: consoleActor,
      action: 'user.password',
      object,
      detail: { by: 'console' },
    });
    return {
      email: user.email,
      password: made,
      secondFactor: user.totpEnabled ? 'on' : 'off',
      disabled: user.disabled,
    };
  });
}
