import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { fail as failCommon } from '../../errors/common.errors';
import type { Actor } from '../access';
import { auditChanges } from '../audit/audit-changes';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { Confirmation, passwordWrong } from '../login/confirmation.service';
import { Passwords } from '../passwords/passwords.service';
import { refuseWeak } from '../passwords/refuse-weak';
import { StoredPassword } from '../passwords/stored-password.service';
import { LoginSessions, type Visitor } from '../sessions/login-sessions.service';
import { KnownDevices } from '../throttle/known-devices.service';
import { User } from '../user.entity';
import { refuseTakenEmail, userForChange } from '../users/change-user';
import { emailKey } from '../users/email';
import { lockUser } from '../users/lock-user';
import type { ChangePasswordDto, UpdateMeDto } from './profile.dto';

/** What people change about themselves. */
@Injectable()
export class Profile {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly storedPassword: StoredPassword,
    private readonly confirmation: Confirmation,
    private readonly sessions: LoginSessions,
    private readonly devices: KnownDevices,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async get(userId: string): Promise<User> {
    return this.database.read.findOneByOrFail(User, { id: userId });
  }

  /** @throws ApiError `STALE_VERSION`, `EMAIL_TAKEN`, `INVALID_INPUT`, `PASSWORD_WRONG` */
  async update(actor: Actor, { name, email, password, version }: UpdateMeDto): Promise<User> {
    const before = await this.get(actor.userId);
    const newEmail = email !== undefined && email.trim() !== before.email;
    if (newEmail) await this.confirmation.of(actor, password ?? missingPassword());
    return this.database.write(async (manager) => {
      const user = await userForChange(manager, actor.userId, version);
      if (email !== undefined) await refuseTakenEmail(manager, email, user.id);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email: email.trim(), emailKey: emailKey(email) }),
        updatedAt: this.clock.now(),
        version: version + 1,
      };
      await manager.update(User, user.id, change);
      const changes = auditChanges(told(user), told({ ...user, ...change }));
      const detail = { ...(newEmail ? { email, earlierEmail: user.email } : {}), changes };
      await this.audit.record(manager, { actor, action: 'user.update', object: objectOf(user), detail });
      return Object.assign(user, change);
    });
  }

  /**
   * Ends all login sessions and begins a new one for the browser that asked.
   * @throws ApiError `WEAK_PASSWORD`, `PASSWORD_WRONG`, `TOO_MANY_ATTEMPTS`, `BUSY`
   */
  async changePassword(
    actor: Actor,
    { password, newPassword }: ChangePasswordDto,
    visitor: Visitor,
  ): Promise<{ sessionSecret: string; deviceSecret: string }> {
    const user = await this.get(actor.userId);
    refuseWeak(newPassword, [user.email, user.name], 'newPassword');
    await this.confirmation.of(actor, password);
    const passwordHash = await this.passwords.hash(newPassword);
    return this.database.write(async (manager) => {
      // Another one was chosen meanwhile, perhaps because somebody knows the old one.
      if ((await lockUser(manager, user.id))?.passwordHash !== user.passwordHash) throw passwordWrong();
      await this.storedPassword.set(manager, user.id, passwordHash);
      const { secret } = await this.sessions.begin(manager, user.id, visitor);
      await this.audit.record(manager, { actor, action: 'user.password', object: objectOf(user) });
      return { sessionSecret: secret, deviceSecret: await this.devices.remember(manager, user.id, null) };
    });
  }
}

const told = ({ name, email }: User) => ({ name, email });

const objectOf = ({ id, email }: User) => ({ type: 'user', id, name: email });

function missingPassword(): never {
  throw failCommon('INVALID_INPUT', 'A new e-mail address asks for the password.', {
    field: 'password',
    nextStep: 'Send the password that you sign in with as "password".',
  });
}
