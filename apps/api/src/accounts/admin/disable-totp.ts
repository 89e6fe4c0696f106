import type { Database } from '../../database/database';
import { AuditLog } from '../audit-log';
import { User } from '../user.entity';
import { AdminError } from './admin-error';
import { consoleActor } from './console-actor';
import { userByEmail } from './user-by-email';

/**
 * Turns the second factor of a user off, for whoever lost app and recovery codes.
 * @returns the e-mail address as it is stored
 * @throws AdminError `USER_UNKNOWN`, `SECOND_FACTOR_OFF`
 */
export async function disableTotp(database: Database, email: string): Promise<string> {
  return database.write(async (manager) => {
    const user = await userByEmail(manager, email);
    if (!user.totpEnabled) {
      throw new AdminError(
        'SECOND_FACTOR_OFF',
        'The second factor of this user is off already.',
        'Sign in with the password alone.',
      );
    }
    const off = { totpEnabled: false, totpSecret: null, totpLastStep: null, recoveryCodes: [] };
    await manager.update(User, user.id, off);
    const object = { type: 'user', id: user.id, name: user.email };
    await new AuditLog().record(manager, { actor: consoleActor, action: 'totp.disable', object });
    return user.email;
  });
}
