import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { Passwords } from '../passwords/passwords.service';
import { LoginSessions, type Visitor } from '../sessions/login-sessions.service';
import { KnownDevices } from '../throttle/known-devices.service';
import { LoginThrottles, type AttemptEnd } from '../throttle/login-throttle.service';
import { SecondFactor } from '../totp/second-factor.service';
import { User } from '../user.entity';
import { emailKey } from '../users/email';
import { lockUser } from '../users/lock-user';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code. */
  readonly code?: string | undefined;
}

/** What the browser's cookies say. */
export interface EarlierCookies {
  /** Of a session that the new one replaces. */
  readonly session: string | null;
  readonly device: string | null;
}

export interface SignedIn {
  readonly user: User;
  /** Values of the new cookies. */
  readonly sessionSecret: string;
  readonly deviceSecret: string;
}

type Checked = { readonly user: User } | 'code needed';

/** Signing in. Wrong user and wrong password cost the same work and have the same answer. */
@Injectable()
export class Login {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly secondFactor: SecondFactor,
    private readonly throttles: LoginThrottles,
    private readonly devices: KnownDevices,
    private readonly sessions: LoginSessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** @throws ApiError `LOGIN_FAILED`, `TOTP_REQUIRED`, `CODE_WRONG`, `TOO_MANY_ATTEMPTS`, `BUSY` */
  async signIn(given: Credentials, visitor: Visitor, earlier: EarlierCookies): Promise<SignedIn> {
    const account = emailKey(given.email);
    const user = await this.database.read.findOneBy(User, { emailKey: account });
    const deviceId = await this.devices.find(earlier.device, user?.id ?? null);
    let passwordIsRight = false;
    const checked = await this.throttles.guard({ account, address: visitor.address, deviceId }, async () => {
      const known = await this.withPassword(user, given.password);
      passwordIsRight = known !== null;
      return known === null ? { end: 'wrong' } : this.withCode(known, given.code, visitor);
    });
    if (checked === null) throw await this.refusal(given.email, visitor, passwordIsRight);
    if (checked === 'code needed') throw codeNeeded();
    return this.begin(checked.user, visitor, earlier);
  }

  private async withPassword(user: User | null, password: string): Promise<User | null> {
    const matches = await this.passwords.matches(password, user?.passwordHash ?? null);
    return matches && user !== null && !user.disabled ? user : null;
  }

  private async withCode(user: User, code: string | undefined, { address }: Visitor): Promise<AttemptEnd<Checked>> {
    if (!user.totpEnabled) return { end: 'right', value: { user } };
    if (code === undefined || code === '') return { end: 'neither', value: 'code needed' };
    const accepted = await this.database.write(async (manager) => {
      const locked = await lockUser(manager, user.id);
      return locked !== null && (await this.secondFactor.use(manager, locked, code, address));
    });
    return accepted ? { end: 'right', value: { user } } : { end: 'wrong' };
  }

  private async begin(checked: User, visitor: Visitor, earlier: EarlierCookies): Promise<SignedIn> {
    return this.database.write(async (manager) => {
      const user = await lockUser(manager, checked.id);
      // Changed or disabled while the password was checked, or a code would be needed now.
      if (user === null || user.disabled || user.passwordHash !== checked.passwordHash) throw loginFailed();
      if (user.totpEnabled && !checked.totpEnabled) throw loginFailed();
      if (earlier.session !== null) await this.sessions.endBySecret(manager, earlier.session);
      const { secret } = await this.sessions.begin(manager, user.id, visitor);
      const deviceSecret = await this.devices.remember(manager, user.id, earlier.device);
      user.lastLoginAt = this.clock.now();
      await manager.update(User, user.id, { lastLoginAt: user.lastLoginAt });
      const actor = { kind: 'user', name: user.email, userId: user.id, address: visitor.address } as const;
      await this.audit.record(manager, { actor, action: 'login' });
      return { user, sessionSecret: secret, deviceSecret };
    });
  }

  private async refusal(email: string, { address }: Visitor, passwordIsRight: boolean): Promise<Error> {
    const actor = { kind: 'anonymous', name: nameTried(email), address } as const;
    const detail = { wrong: passwordIsRight ? 'code' : 'password' };
    await this.database.write((manager) => this.audit.record(manager, { actor, action: 'login.failed', detail }));
    return passwordIsRight ? codeWrong() : loginFailed();
  }
}

/** What was typed where an e-mail address belongs may be a password. */
const nameTried = (email: string): string => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : 'no e-mail address');

const loginFailed = (): Error =>
  fail('LOGIN_FAILED', 'E-mail or password is wrong.', { nextStep: 'Try again, or ask an owner for a new password.' });

export const codeWrong = (): Error =>
  fail('CODE_WRONG', 'The code is wrong or was used already.', {
    field: 'code',
    nextStep: 'Take the next code of the app, or a recovery code; check that the clock of the device is right.',
  });

const codeNeeded = (): Error =>
  fail('TOTP_REQUIRED', 'This account also asks for a code.', {
    field: 'code',
    nextStep: 'Send the code of the authenticator app, or a recovery code, as "code".',
  });
